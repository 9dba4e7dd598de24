/**
 * From likelihood ratios to probabilities, with one elector for one attendee at most. Attendees who compete for electors (a family at one
 * address) are weighed together: every way to give each of them one elector or none counts by its likelihood. The share of
 * attendees on the register is estimated from all of them by EM (Winkler 1988, "Using the EM algorithm for weight computation
 * in the Fellegi–Sunter model", ASA Survey Research Methods: 667–671).
 */

/** An attendee's candidates that weigh at all: the elector's index, and the ratio of likelihoods. */
export type Weighed = readonly { readonly elector: number; readonly ratio: number }[];

export type Posterior = {
  /** Of being on the register at none of the candidates. */
  readonly none: number;
  /** Of being each of the candidates, in their order. */
  readonly each: readonly number[];
};

const iterations = 30;
/** More ways than this are not counted out: then each is weighed alone. */
const mostWays = 200_000;

/** @param electors how many there are on the register */
export function posteriors(attendees: readonly Weighed[], electors: number): readonly Posterior[] {
  let share = 0.5;
  for (let round = 0; round < iterations; round++) {
    const odds = share / (1 - share) / electors;
    const registered = attendees.map((weighed) => {
      const total = weighed.reduce((sum, { ratio }) => sum + ratio * odds, 0);
      return total / (1 + total);
    });
    // One attendee of each kind is added, so that a short list cannot claim that nobody or everybody is registered.
    share = (1 + registered.reduce((sum, one) => sum + one, 0)) / (attendees.length + 2);
  }
  const odds = share / (1 - share) / electors;
  const result: Posterior[] = attendees.map((weighed) => alone(weighed, odds));
  for (const group of rivals(attendees)) {
    if (group.length < 2) continue;
    const together = jointly(
      group.map((at) => attendees[at] ?? []),
      odds,
    );
    for (const [index, at] of group.entries()) result[at] = together[index] ?? alone(attendees[at] ?? [], odds);
  }
  return result;
}

function alone(weighed: Weighed, odds: number): Posterior {
  const total = weighed.reduce((sum, { ratio }) => sum + ratio * odds, 1);
  return { none: 1 / total, each: weighed.map(({ ratio }) => (ratio * odds) / total) };
}

/** Empty where there are too many ways. */
function jointly(group: readonly Weighed[], odds: number): readonly Posterior[] {
  const ways = group.reduce((product, weighed) => product * (weighed.length + 1), 1);
  if (ways > mostWays) return [];
  const none = group.map(() => 0);
  const each = group.map((weighed) => weighed.map(() => 0));
  const chosen: number[] = [];
  const taken = new Set<number>();
  let total = 0;
  function choose(at: number, weight: number): void {
    const weighed = group[at];
    if (weighed === undefined) {
      total += weight;
      for (const [index, choice] of chosen.entries()) {
        const shares = each[index];
        if (choice === -1) none[index] = (none[index] ?? 0) + weight;
        else if (shares !== undefined) shares[choice] = (shares[choice] ?? 0) + weight;
      }
      return;
    }
    chosen[at] = -1;
    choose(at + 1, weight);
    for (const [index, { elector, ratio }] of weighed.entries()) {
      if (taken.has(elector)) continue;
      taken.add(elector);
      chosen[at] = index;
      choose(at + 1, weight * ratio * odds);
      taken.delete(elector);
    }
    chosen.length = at;
  }
  choose(0, 1);
  return group.map((_, at) => ({
    none: (none[at] ?? 0) / total,
    each: (each[at] ?? []).map((weight) => weight / total),
  }));
}

/** Attendees with a candidate in common, also through others. */
function rivals(attendees: readonly Weighed[]): readonly (readonly number[])[] {
  const groupOf = attendees.map((_, at) => at);
  const rootOf = (at: number): number => (groupOf[at] === at ? at : rootOf(groupOf[at] ?? at));
  const firstOf = new Map<number, number>();
  for (const [at, weighed] of attendees.entries()) {
    for (const { elector } of weighed) {
      const first = firstOf.get(elector);
      if (first === undefined) firstOf.set(elector, at);
      else groupOf[Math.max(rootOf(at), rootOf(first))] = Math.min(rootOf(at), rootOf(first));
    }
  }
  return [...Map.groupBy(attendees.keys(), rootOf).values()];
}
