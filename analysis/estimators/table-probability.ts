/**
 * The probability, all margins fixed, of the tables that are no likelier than the one seen, for tables of any size: columns
 * are filled one after the other, what is left of the row totals is a node, and a node whose completions all fall on one
 * side of the table seen is settled without visiting them.
 * Source: C. R. Mehta & N. R. Patel 1983, JASA 78:427–434 (the network algorithm, with its longest and shortest paths).
 */
import { exp } from '../numbers/exponential.ts';
import { ln } from '../numbers/logarithm.ts';

/** Tables whose log probabilities are closer than this count as equally likely, as in R's fisher.test. */
export const tie = 1e-7;
/** Cells that may be filled before the answer is no longer worth waiting for: a few seconds. */
const mostSteps = 4_000_000;
/** Above this the logs of factorials would no longer carry ten digits of a probability. */
const mostPeople = 100_000;

export type TableProbability = {
  /** Log of the probability of all tables less likely than the one seen, and of those as likely; −Infinity for none. */
  readonly logLess: number;
  readonly logTied: number;
};

type Node = { readonly left: readonly number[]; readonly paths: Map<number, Path> };
/** Σ −ln x! so far, and how many ways lead there. */
type Path = { readonly length: number; ways: number };
type Reach = { readonly longest: number; readonly shortest: number };

class TooManySteps extends Error {}

/** `cells` row by row. Null where the tables are too many to visit. */
export function tableProbability(cells: readonly number[], columns: number): TableProbability | null {
  const table = asShortest(cells, columns);
  const total = table.columnTotals.reduce((sum, count) => sum + count, 0);
  if (total > mostPeople || keyRange(table.rowTotals.length, total) > Number.MAX_SAFE_INTEGER) return null;
  try {
    return visit(table, total);
  } catch (error) {
    if (error instanceof TooManySteps) return null;
    throw error;
  }
}

type Table = {
  readonly cells: readonly number[];
  readonly rowTotals: readonly number[];
  readonly columnTotals: readonly number[];
};

/** With the shorter side as rows, and the columns from the largest down. */
function asShortest(cells: readonly number[], columns: number): Table {
  const rows = cells.length / columns;
  const at = (row: number, column: number) => cells[row * columns + column] ?? 0;
  const byRow = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, c) => at(row, c)));
  const byColumn = Array.from({ length: columns }, (_, c) => Array.from({ length: rows }, (__, row) => at(row, c)));
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const [short, long] = rows <= columns ? [byRow, byColumn] : [byColumn, byRow];
  return { cells, rowTotals: short.map(sum), columnTotals: long.map(sum).sort((a, b) => b - a) };
}

function visit({ cells, rowTotals, columnTotals }: Table, total: number): TableProbability {
  const lnFactorial = lnFactorials(total);
  const factorial = (count: number) => lnFactorial[count] ?? 0;
  const seen = -cells.reduce((sum, count) => sum + factorial(count), 0);
  const constant = [...rowTotals, ...columnTotals].reduce((sum, count) => sum + factorial(count), -factorial(total));
  const peopleFrom = columnTotals.map((_, column) => columnTotals.slice(column).reduce((sum, count) => sum + count, 0));
  const less = { sum: 0 };
  const tied = { sum: 0 };
  const reaches = columnTotals.map(() => new Map<number, Reach>());
  let steps = 0;

  let nodes = new Map<number, Node>();
  const start = sorted(rowTotals);
  nodes.set(keyOf(start), { left: start, paths: new Map([[0, { length: 0, ways: 1 }]]) });
  for (let column = 0; column < columnTotals.length; column += 1) {
    const next = new Map<number, Node>();
    for (const { left, paths } of nodes.values()) {
      const { longest, shortest } = reach(column, left);
      const open = [...paths.values()].filter((path) => !isSettled(path, column, left, longest, shortest));
      if (open.length === 0) continue;
      fillings(left, columnTotals[column] ?? 0, (after, length) => {
        const key = keyOf(after);
        let node = next.get(key);
        if (node === undefined) {
          node = { left: after, paths: new Map() };
          next.set(key, node);
        }
        for (const path of open) addPath(node.paths, path.length + length, path.ways);
      });
    }
    nodes = next;
  }
  for (const { paths } of nodes.values()) {
    for (const { length, ways } of paths.values()) {
      if (length < seen - tie) less.sum += ways * exp(length - seen);
      else if (length <= seen + tie) tied.sum += ways * exp(length - seen);
    }
  }
  const log = (sum: number) => ln(sum) + seen + constant;
  return { logLess: log(less.sum), logTied: log(tied.sum) };

  /** What the rows have left as one number; the first follows from the others and the column. */
  function keyOf(left: readonly number[]): number {
    let key = 0;
    for (let row = 1; row < left.length; row += 1) key = key * (total + 1) + (left[row] ?? 0);
    return key;
  }

  /** Adds a path whose completions are all on one side of the table seen. */
  function isSettled(path: Path, column: number, left: readonly number[], longest: number, shortest: number): boolean {
    if (path.length + shortest > seen + tie) return true;
    const isLess = path.length + longest < seen - tie;
    const isTied = path.length + longest <= seen + tie && path.length + shortest >= seen - tie;
    if (!isLess && !isTied) return false;
    const completions =
      factorial(peopleFrom[column] ?? 0) -
      left.reduce((sum, count) => sum + factorial(count), 0) -
      columnTotals.slice(column).reduce((sum, count) => sum + factorial(count), 0);
    const part = path.ways * exp(path.length + completions - seen);
    if (isLess) less.sum += part;
    else tied.sum += part;
    return true;
  }

  /** The longest and the shortest way from a node to the end. */
  function reach(column: number, left: readonly number[]): Reach {
    const known = reaches[column];
    if (known === undefined) return { longest: 0, shortest: 0 };
    const key = keyOf(left);
    const found = known.get(key);
    if (found !== undefined) return found;
    let longest = Number.NEGATIVE_INFINITY;
    let shortest = Number.POSITIVE_INFINITY;
    fillings(left, columnTotals[column] ?? 0, (after, length) => {
      const rest = reach(column + 1, after);
      longest = Math.max(longest, length + rest.longest);
      shortest = Math.min(shortest, length + rest.shortest);
    });
    const answer = { longest, shortest };
    known.set(key, answer);
    return answer;
  }

  function addPath(paths: Map<number, Path>, length: number, ways: number): void {
    steps += 1;
    if (steps > mostSteps) throw new TooManySteps();
    const key = Math.round(length * 1e9);
    const path = paths.get(key);
    if (path === undefined) paths.set(key, { length, ways });
    else path.ways += ways;
  }

  /** Every way to spread a column over what the rows have left; `after` is sorted, so that like nodes meet. */
  function fillings(
    left: readonly number[],
    people: number,
    each: (after: readonly number[], length: number) => void,
  ): void {
    const after = [...left];
    const roomFrom = left.map((_, row) => left.slice(row).reduce((sum, count) => sum + count, 0));
    fill(0, people, 0);

    function fill(row: number, rest: number, length: number): void {
      const room = left[row] ?? 0;
      if (row === left.length - 1) {
        steps += 1;
        if (steps > mostSteps) throw new TooManySteps();
        after[row] = room - rest;
        each(sorted(after), length - factorial(rest));
        return;
      }
      const least = Math.max(0, rest - (roomFrom[row + 1] ?? 0));
      for (let count = least; count <= Math.min(room, rest); count += 1) {
        after[row] = room - count;
        fill(row + 1, rest - count, length - factorial(count));
      }
    }
  }
}

/** How many numbers the keys of nodes may need. */
function keyRange(rows: number, total: number): number {
  let range = 1;
  for (let row = 1; row < rows; row += 1) range *= total + 1;
  return range;
}

function sorted(counts: readonly number[]): readonly number[] {
  const list = [...counts];
  for (let place = 1; place < list.length; place += 1) {
    const count = list[place] ?? 0;
    let at = place;
    for (; at > 0 && (list[at - 1] ?? 0) > count; at -= 1) list[at] = list[at - 1] ?? 0;
    list[at] = count;
  }
  return list;
}

/** ln 0! … ln n!, with the rounding of the sum carried along. */
function lnFactorials(n: number): Float64Array {
  const values = new Float64Array(n + 1);
  let sum = 0;
  let lost = 0;
  for (let k = 2; k <= n; k += 1) {
    const step = ln(k) - lost;
    const next = sum + step;
    lost = next - sum - step;
    sum = next;
    values[k] = sum;
  }
  return values;
}
