/**
 * The tables of analysis/README.md from the declared rows and the lines that the tests recorded (record.ts). Nothing measured is
 * written by hand; a row of which nothing was recorded, or whose tests allowed more than it declares, is refused.
 */
import { declaredRows } from './declared-rows.ts';
import type { DifferenceLine, RateLine } from './record.ts';
import { type Compared, type NumbersRow, scenarios } from './rows/row.ts';

export type Lines = { readonly differences: readonly DifferenceLine[]; readonly rates: readonly RateLine[] };

export const numbersMarks = ['<!-- numbers: begin -->', '<!-- numbers: end -->'] as const;
export const calibrationMarks = ['<!-- calibration: begin -->', '<!-- calibration: end -->'] as const;

const head = [
  'method',
  'quantity',
  'formula',
  'checked against',
  'tolerance',
  'largest difference seen',
  'calibration, per cent',
];

/** The first five cells of a row: what is declared. */
export function declaredCells({ method, quantity, formula, oracle, tolerance, note }: NumbersRow): readonly string[] {
  return [`\`${method}\``, quantity, formula, note === undefined ? oracle : `${oracle} (${note})`, written(tolerance)];
}

export function numbersTable(lines: Lines): string {
  return tableOf(
    head,
    declaredRows.map((row) => [...declaredCells(row), differenceCell(row, lines), calibrationCell(row, lines)]),
  );
}

/** A scenario a row: which rates are within chance of the nominal ones, and which are not. */
export function calibrationTable({ rates }: Lines): string {
  const rows = Object.entries(scenarios).map(([word, name]) => {
    const own = rates.filter(({ calibration }) => calibration === name);
    if (own.length === 0) throw new Error(`no rate was recorded of the scenario "${name}"`);
    const trials = Math.max(...own.map((line) => line.trials));
    const near = own.filter(isNear);
    const off = own.filter((line) => !isNear(line));
    return [word, name, trials.toLocaleString('en-GB'), near.map(rateWords).join('; '), off.map(rateWords).join('; ')];
  });
  return tableOf(['called', 'trials simulated', 'how many', 'within chance of 5 or 95', 'off'], rows);
}

export function isOf({ file, describe, only, except, label }: Compared, line: DifferenceLine): boolean {
  const [outer, ...inner] = line.test.split(' > ');
  const name = inner.join(' > ');
  if (line.file !== file || outer !== describe || label?.test(line.label) === false) return false;
  return (only === undefined || only.test(name)) && (except === undefined || !except.test(name));
}

/** Lines beyond what their test allows are those where the oracle errs: the test that holds them says so. */
function differenceCell({ method, quantity, compared, tolerance }: NumbersRow, { differences }: Lines): string {
  const parts = compared.map((one) => {
    const own = differences.filter((line) => isOf(one, line));
    if (own.length === 0)
      throw new Error(`${method}, ${quantity}: nothing was recorded of ${one.file}: ${one.describe}`);
    return own;
  });
  const all = parts.flat();
  const wide = all.find(({ allowed }) => allowed > tolerance);
  if (wide !== undefined) throw new Error(`${method}, ${quantity}: ${wide.test} allows ${wide.allowed}`);
  const within = all.filter(({ difference, allowed }) => difference <= allowed);
  const largest = within.reduce((most, { difference }) => Math.max(most, difference), 0);
  const beyond = all.length - within.length;
  const shown = `${written(largest)} of ${within.length.toLocaleString('en-GB')}`;
  return beyond === 0 ? shown : `${shown}; ${beyond} more where R errs`;
}

function calibrationCell({ calibrated = {}, method }: NumbersRow, { rates }: Lines): string {
  const parts = Object.entries(calibrated).map(([word, ids]) => {
    const found = ids.map((id) => {
      const name = scenarios[word as keyof typeof scenarios]; // the keys of Calibrated
      const line = rates.find((rate) => rate.calibration === name && rate.id === id);
      if (line === undefined) throw new Error(`${method}: no rate was recorded of "${id}" in "${name}"`);
      return rateWords(line);
    });
    return `${word}: ${found.join('; ')}`;
  });
  return parts.length === 0 ? 'not calibrated' : parts.join(' / ');
}

function isNear({ seen, nominal, trials }: RateLine): boolean {
  return Math.abs(seen - nominal) <= 4 * Math.sqrt((nominal * (1 - nominal)) / trials);
}

function rateWords({ id, seen, nominal, expected, isKept }: RateLine): string {
  const known = expected === nominal ? '' : ` (exactly ${(100 * expected).toFixed(2)})`;
  const rate = `${id} ${(100 * seen).toFixed(1)}${known}`;
  return isKept ? rate : `**${rate}, beyond what its claim allows**`;
}

function written(value: number): string {
  return value === 0 ? '0' : value.toExponential(0).replace('e+0', '');
}

function tableOf(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')).replaceAll(' ', ''), ...rows.map(line)].join('\n');
}

/** The page with what stands between the marks replaced. */
export function between([begin, end]: readonly [string, string], page: string, text: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the page lacks ${begin} … ${end}`);
  return `${page.slice(0, from + begin.length)}\n${text}\n${page.slice(to)}`;
}
