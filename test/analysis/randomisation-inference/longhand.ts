/**
 * Randomisation inference as it is defined, without a thought for speed: every allocation is written out, and its statistic is
 * computed anew from people's outcomes.
 */

export type Person = {
  readonly arm: string;
  readonly outcome: number;
  /** The unit that was drawn. */
  readonly unit: string;
  readonly block: string;
};
export type Pair = readonly [treated: string, reference: string];

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

/** Of the mean of these people, drawn by whole units. */
function variance(people: readonly Person[]): number {
  const n = people.length;
  const centre = mean(people.map(({ outcome }) => outcome));
  return sum(
    [...Map.groupBy(people, ({ unit }) => unit).values()].map((own) => {
      const residual = sum(own.map(({ outcome }) => outcome - centre));
      return residual ** 2 / (n * (n - own.length));
    }),
  );
}

export function statistic(people: readonly Person[], [treated, reference]: Pair, isStudentised: boolean): number {
  const compared = people.filter(({ arm }) => arm === treated || arm === reference);
  const parts = [...Map.groupBy(compared, ({ block }) => block).values()].map((block) => {
    const [one, other] = [treated, reference].map((name) => block.filter(({ arm }) => arm === name));
    if (one === undefined || other === undefined) throw new Error('two arms');
    const difference = mean(one.map(({ outcome }) => outcome)) - mean(other.map(({ outcome }) => outcome));
    return { weight: block.length / compared.length, difference, spread: variance(one) + variance(other) };
  });
  const difference = sum(parts.map(({ weight, difference: own }) => weight * own));
  // No difference is none, whatever its spread.
  if (!isStudentised || Math.abs(difference) < 1e-12) return difference;
  return difference / Math.sqrt(sum(parts.map(({ weight, spread }) => weight ** 2 * spread)));
}

/** Every order of the labels once. */
function orders(labels: readonly string[]): readonly (readonly string[])[] {
  if (labels.length === 0) return [[]];
  return [...new Set(labels)].flatMap((first) => {
    const at = labels.indexOf(first);
    return orders(labels.toSpliced(at, 1)).map((rest) => [first, ...rest]);
  });
}

/** The people under every allocation that keeps how many units of each block have each of the arms exchanged. */
export function allocations(people: readonly Person[], exchanged: readonly string[]): readonly (readonly Person[])[] {
  const movable = people.filter(({ arm }) => exchanged.includes(arm));
  const blocks = [...Map.groupBy(movable, ({ block }) => block).values()].map((block) => {
    const units = [...new Map(block.map(({ unit, arm }) => [unit, arm]))];
    return orders(units.map(([, arm]) => arm)).map((arms) =>
      units.map(([unit], at) => [unit, arms[at] ?? ''] as const),
    );
  });
  const joined = blocks.reduce<readonly (readonly (readonly [string, string])[])[]>(
    (all, own) => all.flatMap((done) => own.map((one) => [...done, ...one])),
    [[]],
  );
  return joined.map((pairs) => {
    const armOf = new Map(pairs);
    return people.map((person) => ({ ...person, arm: armOf.get(person.unit) ?? person.arm }));
  });
}

/** Share of all allocations whose statistic is as extreme. */
export function pValue(
  people: readonly Person[],
  pair: Pair,
  exchanged: readonly string[],
  isStudentised: boolean,
): number {
  const bound = Math.abs(statistic(people, pair, isStudentised)) * (1 - 1e-12);
  const all = allocations(people, exchanged);
  return all.filter((one) => !(Math.abs(statistic(one, pair, isStudentised)) < bound)).length / all.length;
}

/** The same of the hypothesis that the treated arm's outcomes are larger by `effect`. */
export function pOfEffect(people: readonly Person[], pair: Pair, isStudentised: boolean, effect: number): number {
  const moved = people.map((one) => (one.arm === pair[0] ? { ...one, outcome: one.outcome - effect } : one));
  return pValue(moved, pair, pair, isStudentised);
}

/** Share of the allocations of all arms in which the largest statistic of any pair is as extreme as this pair's own. */
export function pOfLargest(
  people: readonly Person[],
  pairs: readonly Pair[],
  isStudentised: boolean,
): readonly number[] {
  const all = allocations(people, [...new Set(people.map(({ arm }) => arm))]);
  const largest = all.map((one) => Math.max(...pairs.map((pair) => Math.abs(statistic(one, pair, isStudentised)))));
  return pairs.map((pair) => {
    const bound = Math.abs(statistic(people, pair, isStudentised)) * (1 - 1e-12);
    return largest.filter((size) => !(size < bound)).length / all.length;
  });
}
