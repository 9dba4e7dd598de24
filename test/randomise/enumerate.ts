/**
 * Exact enumeration: the numbers of a choice run over every value that can lead it elsewhere, each equally likely, so that a
 * probability is a count over a count. Numbers stand in the middle of the parts of [0, 1), away from every boundary.
 */

/** An allocation (arms, or places, of the units in order) with its weight; weights of one enumeration share a total. */
export type Weighted = { readonly arms: readonly number[]; readonly weight: bigint };

/** The numbers of `tape`, of which the i-th has `radices[i]` values; throws where more or fewer are taken. */
function playing(tape: readonly number[], radices: readonly number[]) {
  let at = 0;
  const random = () => {
    const choice = tape[at];
    const radix = radices[at++];
    if (choice === undefined || radix === undefined) throw new Error('the draw took more numbers than are documented');
    return (choice + 0.5) / radix;
  };
  const finish = () => {
    if (at !== radices.length) throw new Error('the draw took fewer numbers than are documented');
  };
  return { random, finish };
}

/** Every tape of choices: the first below radices[0], the second below radices[1], and so on. */
function* tapes(radices: readonly number[]): Generator<readonly number[]> {
  const [radix, ...others] = radices;
  if (radix === undefined) {
    yield [];
    return;
  }
  for (let choice = 0; choice < radix; choice++) {
    for (const rest of tapes(others)) yield [choice, ...rest];
  }
}

/**
 * What `choose` gives, with how many of all tapes lead to it. Exact where each radix is a multiple of every integer that the
 * number is drawn below, and a share it is held against a whole number of the radix's parts.
 */
export function outcomesOf<Outcome extends number | readonly number[]>(
  radices: readonly number[],
  choose: (random: () => number) => Outcome,
): ReadonlyMap<string, { readonly outcome: Outcome; readonly weight: bigint }> {
  const found = new Map<string, { readonly outcome: Outcome; readonly weight: bigint }>();
  for (const tape of tapes(radices)) {
    const { random, finish } = playing(tape, radices);
    const outcome = choose(random);
    finish();
    const key = String(outcome);
    found.set(key, { outcome, weight: (found.get(key)?.weight ?? 0n) + 1n });
  }
  return found;
}

/** Every allocation of `units` units that are drawn one after the other; `chooseNext` sees the arms so far. */
export function allocationsInOrder(
  units: number,
  radices: readonly number[],
  chooseNext: (before: readonly number[], random: () => number) => number,
): readonly Weighted[] {
  let all: readonly Weighted[] = [{ arms: [], weight: 1n }];
  for (let unit = 0; unit < units; unit++) {
    all = all.flatMap(({ arms, weight }) =>
      [...outcomesOf(radices, (random) => chooseNext(arms, random)).values()].map((next) => ({
        arms: [...arms, next.outcome],
        weight: weight * next.weight,
      })),
    );
  }
  return all;
}

/** Every allocation that is arranged at once. */
export function allocationsAtOnce(
  radices: readonly number[],
  arrange: (random: () => number) => readonly number[],
): readonly Weighted[] {
  return [...outcomesOf(radices, arrange).values()].map(({ outcome, weight }) => ({ arms: outcome, weight }));
}

/** The radices of a shuffle of `entries`: entries, entries − 1, … 2. */
export function shuffleOf(entries: number): readonly number[] {
  return Array.from({ length: Math.max(0, entries - 1) }, (_, step) => entries - step);
}

export function totalOf(all: readonly Weighted[]): bigint {
  return all.reduce((sum, { weight }) => sum + weight, 0n);
}

/** The weight of the allocations in which `unit` has `arm`. */
export function weightOf(all: readonly Weighted[], unit: number, arm: number): bigint {
  return totalOf(all.filter(({ arms }) => arms[unit] === arm));
}
