/**
 * Rules on a factorial trial, whose arms are the cells: every combination of the factors' levels is an arm, once, so that
 * each factor is compared at every level of the others.
 */
import { quoted, quotedList } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { isReservedColumn } from './dataset-columns.ts';
import { finding, repeats } from './finding.ts';
import type { Arm, Protocol } from './protocol-schema.ts';
import { isKnownStratum } from './unit.ts';

type Cell = NonNullable<Arm['cell']>;

/** Nothing in a trial without cells. */
export function cellFindings({ arms }: Protocol): readonly Finding[] {
  const cells = arms.flatMap(({ cell }) => (cell === null ? [] : [cell]));
  const [first] = cells;
  if (first === undefined) return [];
  const missing = arms.flatMap(({ name, cell }, index) =>
    cell === null
      ? [finding(['arms', index], `${quoted(name)} is in no "cell", and other arms are: give all arms one, or none`)]
      : [],
  );
  const factors = Object.keys(first);
  const different = arms.flatMap(({ cell }, index) =>
    cell === null || isSame(Object.keys(cell), factors)
      ? []
      : [finding(['arms', index, 'cell'], `must name the factors of the first arm’s cell: ${quotedList(factors)}`)],
  );
  if (missing.length + different.length > 0) return [...missing, ...different];
  return [...factorFindings(arms, factors), ...combinationFindings(arms, cells, factors)];
}

function isSame(names: readonly string[], others: readonly string[]): boolean {
  return names.length === others.length && names.every((name) => others.includes(name));
}

function factorFindings(arms: readonly Arm[], factors: readonly string[]): readonly Finding[] {
  const at = arms.findIndex(({ cell }) => cell !== null);
  const few =
    factors.length < 2
      ? [finding(['arms', at, 'cell'], 'a factorial trial has two factors or more; arms of one factor need no cells')]
      : [];
  const taken = factors.flatMap((name) =>
    isReservedColumn(name) || isKnownStratum(name)
      ? [finding(['arms', at, 'cell', name], `${quoted(name)} is the name of another column of the lists`)]
      : [],
  );
  return [...few, ...taken];
}

function combinationFindings(
  arms: readonly Arm[],
  cells: readonly Cell[],
  factors: readonly string[],
): readonly Finding[] {
  const levels = factors.map((factor) => [...new Set(cells.map((cell) => cell[factor] ?? ''))]);
  const single = factors.filter((_, index) => levels[index]?.length === 1);
  if (single.length > 0) {
    return [
      finding(['arms'], `every arm has the same level of ${single.join(' and ')}: that is no factor of this trial`),
    ];
  }
  const combinations = cells.map((cell) => JSON.stringify(factors.map((factor) => cell[factor])));
  const twice = repeats(combinations).map((index) =>
    finding(['arms', index, 'cell'], `${quoted(arms[index]?.name ?? '')} is the same cell as an arm before it`),
  );
  const absent = combinationsOf(levels).filter((combination) => !combinations.includes(JSON.stringify(combination)));
  if (absent.length === 0) return twice;
  const named = absent[0]?.map((level, index) => `${factors[index]} ${quoted(level)}`).join(' and ');
  const more = absent.length > 1 ? ` (nor for ${absent.length - 1} more)` : '';
  return [
    ...twice,
    finding(['arms'], `there is no arm for ${named}${more}: a factorial trial has every combination of its levels`),
  ];
}

function combinationsOf(levels: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return levels.reduce<readonly (readonly string[])[]>(
    (sofar, next) => sofar.flatMap((combination) => next.map((level) => [...combination, level])),
    [[]],
  );
}
