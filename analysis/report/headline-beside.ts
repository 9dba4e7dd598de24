/** Beside a difference the ratio that the plan has of the same comparison, beside a ratio the difference: whose it is, and of how many people. */
import type { Outcome, Plan } from '../plan/schema.ts';
import { settingsOf } from '../plan/settings.ts';
import type { ResultRow, Results } from '../results/result.ts';
import { filtersInWords } from './filter-words.ts';
import { answerOf } from './headline-answer.ts';
import { type Measure, measureOf } from './headline-measure.ts';
import { methodNames } from './method-names.ts';
import { isRatioQuantity } from './quantity-names.ts';
import { isEquivalence } from './shift-tables.ts';
import { comparison, none } from './table-parts.ts';
import { counted, fixed, intervalOf, levelName, ratioOf, signed, significant } from './wording.ts';

export type Beside = {
  readonly heading: 'Relative effect' | 'Absolute effect';
  /** Null where the plan has none of that comparison. */
  readonly of: (row: ResultRow) => ResultRow | null;
  /** What such an effect is called. */
  readonly nameOf: (own: ResultRow) => string;
};

const absolute: readonly string[] = ['risk-difference', 'mean-difference', 'restricted-mean-difference'];

/** Null where nothing can stand beside such a measure, or the plan has nothing. */
export function besideOf(
  plan: Plan,
  outcome: Outcome,
  measure: Measure,
  rows: readonly ResultRow[],
  all: Results,
): Beside | null {
  if (measure.kind === 'test') return null;
  const isWanted = ({ figures }: ResultRow) => {
    if (answerOf(figures)?.interval == null || !('quantity' in figures) || isEquivalence(figures)) return false;
    return measure.kind === 'ratio' ? absolute.includes(figures.quantity) : isRatioQuantity(figures.quantity);
  };
  const found = all.rows.filter((row) => row.outcome === outcome.name && row.contrast !== null && isWanted(row));
  const of = (row: ResultRow) => found.find((one) => comparison(one) === comparison(row)) ?? null;
  if (rows.every((row) => of(row) === null)) return null;
  const nameOf = (own: ResultRow) => {
    const estimator = plan.estimators.find(({ id }) => id === own.id);
    return estimator === undefined ? own.id : measureOf(plan, estimator, outcome, [own]).name;
  };
  return { heading: measure.kind === 'ratio' ? 'Absolute effect' : 'Relative effect', of, nameOf };
}

/** "risk ratio 1.200 (1.010 to 1.430), 160 people". */
export function besideWords(beside: Beside, row: ResultRow): string {
  const own = beside.of(row);
  const answer = own === null ? null : answerOf(own.figures);
  if (own === null || answer?.interval == null) return none;
  const isShare = quantityOf(own) === 'risk-difference';
  const write = (value: number) => (isShare ? fixed(value * 100, 2) : significant(value));
  const { estimate, interval, n } = answer;
  const value = isShare && typeof estimate === 'number' ? `${signed(estimate * 100, 2)} points` : ratioOf(estimate);
  const name = isShare ? '' : `${beside.nameOf(own)} `;
  return `${name}${value} (${intervalOf(interval, write)}), ${counted(n, 'person', 'people')}`;
}

/** Whose these are, of what kind each is, and where they read other rows or take clusters for nothing. */
export function besideSentences(
  plan: Plan,
  mainId: string,
  rows: readonly ResultRow[],
  beside: Beside,
): readonly string[] {
  const found = rows.flatMap((row) => beside.of(row) ?? []);
  const sources = [...Map.groupBy(found, (row) => `${row.id} ${quantityOf(row)}`).values()];
  const named = sources.flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const which = sources.length === 1 ? '' : ` (${own.map(comparison).join('; ')})`;
    const level = answerOf(first.figures)?.level;
    const bounds = level == null ? '' : `, ${levelName(level)} interval`;
    return [`${first.id} (${methodNames[first.method]}): ${beside.nameOf(first)}${bounds}${which}`];
  });
  const kinds = new Set(found.map(quantityOf));
  const noun = beside.heading === 'Relative effect' ? 'ratios' : 'differences';
  return [
    `${beside.heading}s are those of ${named.join(', and of ')}.`,
    ...(kinds.size > 1 ? [`They are ${noun} of different kinds, not to be compared with each other.`] : []),
    ...otherRows(plan, mainId, [...new Set(found.map(({ id }) => id))]),
  ];
}

function otherRows(plan: Plan, mainId: string, ids: readonly string[]): readonly string[] {
  const rowsOf = (id: string) =>
    plan.estimators.filter((one) => one.id === id).map((one) => settingsOf(plan, one).rows)[0] ?? [];
  const used = JSON.stringify(rowsOf(mainId));
  return ids.flatMap((id) => {
    const own = rowsOf(id);
    if (JSON.stringify(own) === used) return [];
    return [`${id} reads other rows: ${own.length === 0 ? 'everybody' : `those where ${filtersInWords(own)}`}.`];
  });
}

function quantityOf({ figures }: ResultRow): string {
  return 'quantity' in figures ? figures.quantity : '';
}
