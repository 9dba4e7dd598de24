/**
 * What an allocation's statistics are made of: per class of units (block, people) and arm, how many units, the sum of their
 * outcomes and of its squares. From these come, for any contrast,
 * - the difference d: of the two arms' means over people, block by block, weighted by the blocks' people in the two arms;
 * - its variance v: per block and arm Σ_g E_g² ÷ (n(n − m_g)), E_g the residual sum of a unit of m_g among n people, added up with
 *   the squares of the weights. Where units are persons that is Neyman's, and d ÷ √v is Welch's t; with clusters it is CR2's.
 * Sources: J. Splawa-Neyman 1923, Statist. Sci. 5:465–472; R. M. Bell & D. F. McCaffrey 2002, Surv. Methodol. 28:169–181, as in
 * estimators/difference-in-means.ts. Why to studentise: E. Chung & J. P. Romano 2013, Ann. Statist. 41:484–507.
 */
import type { Contrast } from '../frame.ts';
import { type Kinds, kindsOf } from './kinds.ts';
import { unitClasses } from './unit-classes.ts';
import type { Units } from './units.ts';

/**
 * Of outcomes y − τ·z, where z is 1 for the people of the arm that was treated: the difference is d − τ·c, its variance
 * yy − 2τ·yz + τ²·zz.
 */
export type Form = {
  readonly d: number;
  readonly c: number;
  readonly yy: number;
  readonly yz: number;
  readonly zz: number;
};

export type Tally = {
  /** null where units are counted one by one. */
  readonly kinds: Kinds | null;
  /** Counts an allocation: each unit's arm, one more for an arm that is none of the units'. What is asked afterwards is about it. */
  readonly countLabels: (labels: Uint16Array) => void;
  /** The same, given how many units of each kind (rows) have each arm (columns). */
  readonly countKinds: (table: Int32Array) => void;
  /** NaN where an arm of a block is empty; with yy NaN where it holds one unit. */
  readonly form: (contrast: Contrast) => Form;
};

/** What rounding leaves of a variance of 0, relative to the squares that it is made of. */
const rounding = 7.105427357601002e-15;

/** @param treated the arm whose people count as z; null where no outcome is moved, and c, yz and zz mean nothing */
export function tallyOf(units: Units, treated: number | null): Tally {
  const { arms, sum } = units;
  const classes = unitClasses(units, treated);
  const squares = sum.map((value) => value * value);
  const places = arms + 1;
  const first = classes.classOf.map((own) => own * places);
  const cells = classes.size.length * places;
  const counts = new Float64Array(cells);
  const sums = new Float64Array(cells);
  const squareSums = new Float64Array(cells);
  const kinds = kindsOf(units, treated);
  const table = new Int32Array(kinds === null ? 0 : kinds.count.length * arms);

  function clear(): void {
    counts.fill(0);
    sums.fill(0);
    squareSums.fill(0);
  }

  function countKinds(numbers: Int32Array): void {
    clear();
    for (const [kind, unit] of kinds?.first.entries() ?? []) {
      for (let arm = 0; arm < arms; arm += 1) {
        const at = (first[unit] ?? 0) + arm;
        const number = numbers[kind * arms + arm] ?? 0;
        counts[at] = (counts[at] ?? 0) + number;
        sums[at] = (sums[at] ?? 0) + number * (sum[unit] ?? 0);
        squareSums[at] = (squareSums[at] ?? 0) + number * (squares[unit] ?? 0);
      }
    }
  }

  /** By kind where there are kinds, so that it comes out to the last bit as countKinds has it. */
  function countLabels(labels: Uint16Array): void {
    if (kinds === null) {
      clear();
      addUnits(labels, first, sum, squares, counts, sums, squareSums);
      return;
    }
    table.fill(0);
    for (let unit = 0; unit < labels.length; unit += 1) {
      const label = labels[unit] ?? 0;
      if (label === arms) continue;
      const at = (kinds.of[unit] ?? 0) * arms + label;
      table[at] = (table[at] ?? 0) + 1;
    }
    countKinds(table);
  }

  /** One arm of one block: its people, the sum of their outcomes, and how many of them have z = 1. */
  function mean(block: number, arm: number) {
    let n = 0;
    let total = 0;
    let moved = 0;
    for (let own = classes.blockStarts[block] ?? 0; own < (classes.blockStarts[block + 1] ?? 0); own += 1) {
      const at = own * places + arm;
      const people = (counts[at] ?? 0) * (classes.size[own] ?? 0);
      n += people;
      total += sums[at] ?? 0;
      if (classes.isTreated[own] === 1) moved += people;
    }
    return { n, total, moved };
  }

  /** The variance of that arm's mean, as yy, yz and zz. */
  function variance(block: number, arm: number, { n, total, moved }: ReturnType<typeof mean>) {
    const [average, share] = [total / n, moved / n];
    let [yy, yz, zz, scale] = [0, 0, 0, 0];
    for (let own = classes.blockStarts[block] ?? 0; own < (classes.blockStarts[block + 1] ?? 0); own += 1) {
      const at = own * places + arm;
      const number = counts[at] ?? 0;
      if (number === 0) continue;
      const m = classes.size[own] ?? 0;
      const expected = average * m;
      const size = squareSums[at] ?? 0;
      const residuals = (sums[at] ?? 0) - number * expected;
      const z = ((classes.isTreated[own] ?? 0) - share) * m;
      const weight = n === m ? Number.NaN : 1 / (n * (n - m));
      yy += (size - expected * ((sums[at] ?? 0) + residuals)) * weight;
      yz += z * residuals * weight;
      zz += number * z * z * weight;
      scale += size * weight;
    }
    return { yy: yy > rounding * scale || Number.isNaN(yy) ? yy : 0, yz, zz };
  }

  function form({ treated: one, reference: other }: Contrast): Form {
    const blocks = classes.blockStarts.length - 1;
    let [d, c, yy, yz, zz, people] = [0, 0, 0, 0, 0, 0];
    for (let block = 0; block < blocks; block += 1) {
      const [a, b] = [mean(block, one), mean(block, other)];
      const weight = a.n + b.n;
      people += weight;
      d += (weight * (a.total * b.n - b.total * a.n)) / (a.n * b.n);
      c += (weight * (a.moved * b.n - b.moved * a.n)) / (a.n * b.n);
      const [va, vb] = [variance(block, one, a), variance(block, other, b)];
      const square = weight * weight;
      yy += square * (va.yy + vb.yy);
      yz += square * (va.yz + vb.yz);
      zz += square * (va.zz + vb.zz);
    }
    const square = people * people;
    return { d: d / people, c: c / people, yy: yy / square, yz: yz / square, zz: zz / square };
  }

  return { kinds, countLabels, countKinds, form };
}

/** The innermost loop, by itself: what it reads and writes are its own variables. */
function addUnits(
  labels: Uint16Array,
  first: Int32Array,
  sum: Float64Array,
  squares: Float64Array,
  counts: Float64Array,
  sums: Float64Array,
  squareSums: Float64Array,
): void {
  for (let unit = 0; unit < labels.length; unit += 1) {
    const at = (first[unit] ?? 0) + (labels[unit] ?? 0);
    counts[at] = (counts[at] ?? 0) + 1;
    sums[at] = (sums[at] ?? 0) + (sum[unit] ?? 0);
    squareSums[at] = (squareSums[at] ?? 0) + (squares[unit] ?? 0);
  }
}

/** d, or d ÷ √v: of its sign and infinite over a variance of 0, unless d is 0 too. */
export function statisticOf({ d, yy }: Form, isStudentised: boolean): number {
  if (!isStudentised || d === 0) return d;
  return d / Math.sqrt(yy);
}
