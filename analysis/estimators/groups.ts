/** The groups that several categories form together: strata, pairs, sites. */
import type { FrameColumn, Groups } from '../frame.ts';

/** Each distinct tuple of values is a group, numbered in order of first use; a column of numbers is a mistake of the caller. */
export function groupsOf(columns: readonly FrameColumn[]): Groups {
  const [first, ...others] = columns.map((column) => {
    if (column.kind !== 'category') throw new Error(`${column.name} does not form groups`);
    return column.codes;
  });
  if (first === undefined) throw new Error('groups need a column');
  return others.reduce((groups, codes) => paired(groups.codes, codes), paired(first, first));
}

/** A map of second parts for each first part: exact whatever the sizes. */
function paired(left: Int32Array, right: Int32Array): Groups {
  const numbers = new Map<number, Map<number, number>>();
  let count = 0;
  const codes = left.map((first, row) => {
    const second = right[row] ?? 0;
    const partners = numbers.get(first) ?? new Map<number, number>();
    numbers.set(first, partners);
    const known = partners.get(second);
    if (known !== undefined) return known;
    partners.set(second, count);
    return count++;
  });
  return { codes, count };
}
