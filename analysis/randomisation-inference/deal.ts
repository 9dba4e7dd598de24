/** One allocation drawn anew: cell by cell, each arm keeps as many units as it has. */
import { Hypergeometric } from './hypergeometric.ts';
import type { Kinds } from './kinds.ts';
import { below, type RandomWords, uniform } from './random-words.ts';
import type { Units } from './units.ts';

type Cell = { readonly start: number; readonly end: number; readonly most: number; readonly counts: readonly number[] };

export function armCounts(labels: Uint16Array, arms: number): readonly number[] {
  const counts = new Array<number>(arms).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

function cellsOf({ cellStarts, arm, arms }: Units): readonly Cell[] {
  return Array.from({ length: cellStarts.length - 1 }, (_, cell) => {
    const [start, end] = [cellStarts[cell] ?? 0, cellStarts[cell + 1] ?? 0];
    const counts = armCounts(arm.subarray(start, end), arms);
    return { start, end, counts, most: counts.indexOf(Math.max(...counts)) };
  });
}

/** Each call fills in every unit's arm: those of all arms but a cell's most frequent are chosen by Fisher and Yates' shuffle. */
export function dealUnits(units: Units, numbers: RandomWords): (labels: Uint16Array) => void {
  const cells = cellsOf(units);
  const order = Int32Array.from({ length: units.count }, (_, unit) => unit);
  const chosen = cells.reduce((sum, { start, end, counts, most }) => sum + end - start - (counts[most] ?? 0), 0);
  const words = new Uint32Array(chosen);
  return (labels) => {
    numbers.fill(words);
    let used = 0;
    for (const { start, end, most, counts } of cells) {
      labels.fill(most, start, end);
      let next = start;
      for (let arm = 0; arm < counts.length; arm += 1) {
        if (arm === most) continue;
        const stop = next + (counts[arm] ?? 0);
        choose(order, labels, arm, next, stop, end, words, used);
        used += stop - next;
        next = stop;
      }
    }
  };
}

/** Gives the arm to as many units as there are places from `next` up to `stop`, of those that stand from `next` up to `end`. */
function choose(
  order: Int32Array,
  labels: Uint16Array,
  arm: number,
  next: number,
  stop: number,
  end: number,
  words: Uint32Array,
  used: number,
): void {
  for (let place = next, word = used; place < stop; place += 1, word += 1) {
    const chosen = place + below(end - place, words[word] ?? 0);
    const unit = order[chosen] ?? 0;
    order[chosen] = order[place] ?? 0;
    order[place] = unit;
    labels[unit] = arm;
  }
}

/** Each call fills in how many units of each kind (rows) each arm (columns) gets: the same chances, fewer numbers. */
export function dealKinds(units: Units, kinds: Kinds, numbers: RandomWords): (table: Int32Array) => void {
  const cells = cellsOf(units);
  const hypergeometric = new Hypergeometric(Math.max(...cells.map(({ start, end }) => end - start)));
  const words = new Uint32Array(2 * kinds.count.length * units.arms);
  return (table) => {
    numbers.fill(words);
    for (const [index, { start, end, counts }] of cells.entries()) {
      const wanted = [...counts];
      let among = end - start;
      for (let kind = kinds.cellStarts[index] ?? 0; kind < (kinds.cellStarts[index + 1] ?? 0); kind += 1) {
        const own = kinds.count[kind] ?? 0;
        spread(hypergeometric, table, wanted, kind * wanted.length, own, among, words);
        among -= own;
      }
    }
  };
}

/** Takes the arms of `own` units out of the `among` that are `wanted`, arm by arm. */
function spread(
  hypergeometric: Hypergeometric,
  table: Int32Array,
  wanted: number[],
  first: number,
  own: number,
  among: number,
  words: Uint32Array,
): void {
  let [left, places] = [own, among];
  for (let arm = 0; arm < wanted.length; arm += 1) {
    const marked = wanted[arm] ?? 0;
    const at = 2 * (first + arm);
    const number = uniform(words[at] ?? 0, words[at + 1] ?? 0);
    const got = marked === places ? left : hypergeometric.quantile(number, places, marked, left);
    table[first + arm] = got;
    wanted[arm] = marked - got;
    left -= got;
    places -= marked;
  }
}
