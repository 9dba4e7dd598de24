/** How many allocations a design can make, exactly: what a guess has to be right among, before anything is drawn. */
import { type Design, ratioSum, ratiosOf } from './design.ts';

/** In how many orders the arms of one block of `size` can stand: size! ÷ ∏ (size × ratio ÷ sum)!. */
export function possibleBlocks(design: Design, size: number): bigint {
  const times = size / ratioSum(ratiosOf(design));
  return multinomial(design.arms.map(({ ratio }) => ratio * times));
}

/**
 * How many allocations one whole list of `units` units in a stratum can get, over every choice of the leftovers. Arms are
 * added one at a time; what is kept is, for each number of leftovers taken so far, in how many orders the entries so far
 * can stand. Steps: arms × leftovers × ratio.
 */
export function possibleWholeLists(design: Design, units: number): bigint {
  const sum = ratioSum(ratiosOf(design));
  const times = Math.floor(units / sum);
  const left = units % sum;
  const factorials = factorialsTo(units);
  let orders = [1n];
  let placed = 0;
  for (const { ratio } of design.arms) {
    orders = withArm(orders, { placed, entries: ratio * times, ratio, left, factorials });
    placed += ratio * times;
  }
  return orders[left] ?? 0n;
}

type ArmOfList = {
  /** Entries of the arms before this one, and of this one, leftovers apart. */
  readonly placed: number;
  readonly entries: number;
  readonly ratio: number;
  readonly left: number;
  readonly factorials: readonly bigint[];
};

/** Orders by leftovers taken, once this arm's entries and 0 to `ratio` leftovers of it are put among those before it. */
function withArm(orders: readonly bigint[], { placed, entries, ratio, left, factorials }: ArmOfList): bigint[] {
  const after: bigint[] = [];
  for (const [before, count] of orders.entries()) {
    for (let taken = 0; taken <= Math.min(ratio, left - before); taken++) {
      const ways = choose(placed + before + entries + taken, entries + taken, factorials);
      after[before + taken] = (after[before + taken] ?? 0n) + count * ways;
    }
  }
  return after;
}

/** n! ÷ (k! (n − k)!). `factorials` reach at least n. */
function choose(n: number, k: number, factorials: readonly bigint[]): bigint {
  const [all, chosen, others] = [factorials[n], factorials[k], factorials[n - k]];
  if (all === undefined || chosen === undefined || others === undefined) throw new Error(`no factorial up to ${n}`);
  return all / (chosen * others);
}

/** 0!, 1!, … `last`!. */
function factorialsTo(last: number): readonly bigint[] {
  const factorials = [1n];
  for (let n = 1; n <= last; n++) factorials.push((factorials[n - 1] ?? 1n) * BigInt(n));
  return factorials;
}

/**
 * How many allocations the big stick can give to `units` units of one stratum. Only how far each arm is ahead of the last
 * matters, not which arm it is: those leads, sorted, are what is counted by. Steps: units × leads there can be.
 */
export function possibleBigStick(design: Design, limit: number, units: number): bigint {
  let ways = new Map([[design.arms.map(() => 0).join(), 1n]]);
  for (let unit = 0; unit < units; unit++) {
    const next = new Map<string, bigint>();
    for (const [leads, count] of ways) {
      for (const after of leadsAfter(leads.split(',').map(Number), limit)) {
        next.set(after, (next.get(after) ?? 0n) + count);
      }
    }
    ways = next;
  }
  return [...ways.values()].reduce((sum, count) => sum + count, 0n);
}

/** The leads once each arm in turn that is less than `limit` ahead has one unit more, sorted and taken from the last. */
function leadsAfter(leads: readonly number[], limit: number): readonly string[] {
  return leads.flatMap((lead, arm) => {
    if (lead >= limit) return [];
    const after = leads.with(arm, lead + 1);
    const least = Math.min(...after);
    const sorted = after.map((one) => one - least).sort((a, b) => a - b);
    return [sorted.join()];
  });
}

/** How many allocations simple randomisation can give to `units` units: arms to the power of units. */
export function possibleSimple(design: Design, units: number): bigint {
  return BigInt(design.arms.length) ** BigInt(units);
}

/** (Σ counts)! ÷ ∏ counts!, built from binomial coefficients so that every step is a whole number. */
function multinomial(counts: readonly number[]): bigint {
  let result = 1n;
  let total = 0n;
  for (const count of counts) {
    for (let i = 1n; i <= BigInt(count); i++) {
      total++;
      result = (result * total) / i;
    }
  }
  return result;
}
