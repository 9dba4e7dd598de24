/** What a demo prints: for each trial the flow of people, the primary table, and whether its files verify. */
import type { ContrastRow, Flow, PrimaryTable, Rate } from './figures.ts';
import type { Check } from './verify.ts';

export type TrialReport = {
  readonly slug: string;
  readonly title: string;
  readonly unit: string;
  readonly flow: Flow;
  readonly primary: PrimaryTable;
  readonly checks: readonly Check[];
};

export const heading = 'SIMULATED. Everything below is made up; nobody and nothing in it is real.';

export function reportText(reports: readonly TrialReport[]): string {
  return `${[heading, ...reports.flatMap(trialLines)].join('\n')}\n`;
}

function trialLines({ slug, title, unit, flow, primary, checks }: TrialReport): readonly string[] {
  return [
    '',
    `${slug}: ${title}`,
    ...flowLines(flow, unit),
    '',
    `  ${primary.label}`,
    ...aligned(primary.rates.map((rate) => [rate.arm, rateText(rate)])),
    '  Difference in percentage points',
    ...aligned(primary.contrasts.map((row) => [row.contrast.join(' − '), contrastText(row)])),
    '',
    ...checks.map(({ of, ok, sentence }) => `  ${ok ? 'Verified' : 'NOT VERIFIED'}: ${of}, ${sentence}`),
  ];
}

function flowLines(flow: Flow, unit: string): readonly string[] {
  const { ceremonies, arms } = flow;
  const reasons = Object.entries(flow.ineligibleReasons).map(([reason, count]) => `${reason} ${count}`);
  const rows: readonly (readonly [label: string, of: (arm: Flow['arms'][number]) => number])[] = [
    [unit === 'ceremony' ? 'Ceremonies randomised' : 'Households randomised', ({ units }) => units],
    ['People randomised', ({ people }) => people],
    ['Attended', ({ attended }) => attended],
    ['Withdrew, outcomes kept', ({ withdrawnKept }) => withdrawnKept],
    ['Withdrew, counted only', ({ withdrawnCountOnly }) => withdrawnCountOnly],
    ['Outcome known', ({ outcomeKnown }) => outcomeKnown],
  ];
  return [
    `  Ceremonies: ${ceremonies.drawn} drawn, of which ${ceremonies.cancelled} cancelled, ${ceremonies.moved} moved, ${ceremonies.merged} merged afterwards`,
    ...baselineLines(flow),
    `  Enrolled: ${flow.enrolled} people, of whom ${flow.ineligible} ineligible (${reasons.join(', ')})`,
    '',
    ...columns([
      ['', ...arms.map(({ arm }) => arm)],
      ...rows.map(([label, of]) => [label, ...arms.map((arm) => String(of(arm)))]),
    ]),
  ];
}

function baselineLines({ ceremonies, baseline }: Flow): readonly string[] {
  if (baseline === null) return [];
  const { people, rate, icc } = baseline;
  const share = rate === null ? 'nothing known' : `${percent(rate)}% with the primary outcome`;
  const agreement = 'notEstimable' in icc ? `not estimable: ${icc.notEstimable.reason}` : icc.estimate.toFixed(3);
  return [`  Baseline phase: ${ceremonies.baseline} ceremonies, ${people} people, no arms; ${share}, ICC ${agreement}`];
}

function rateText(rate: Rate): string {
  if ('notEstimable' in rate) return `not estimable: ${rate.notEstimable.reason}`;
  return `${percent(rate.proportion)}% (${rate.count} of ${rate.n}; ${between(rate.interval)})`;
}

function contrastText(row: ContrastRow): string {
  if ('notEstimable' in row) return `not estimable: ${row.notEstimable.reason}`;
  const adjusted = row.pAdjusted === undefined ? '' : `, adjusted p ${pText(row.pAdjusted)}`;
  const sign = row.estimate < 0 ? '' : '+';
  return `${sign}${percent(row.estimate)} (${between(row.interval)}), p ${pText(row.p)}${adjusted}`;
}

function between([low, high]: readonly [number | string, number | string]): string {
  return [low, high].map((bound) => (typeof bound === 'number' ? percent(bound) : bound)).join(' to ');
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}

function aligned(rows: readonly (readonly [label: string, text: string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `    ${label.padEnd(width)}  ${text}`);
}

/** A table whose first column is text and whose others are numbers under their headings. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
