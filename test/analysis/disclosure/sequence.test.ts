/**
 * Somebody keeps everything a trial ever gives out: progress figures while it runs, the release, the corrected release. An attacker of our
 * own, without the product's solver, tries to confine each count that is not shown to fewer than ten numbers.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { solveWithHighs } from '../../../analysis/disclosure/highs.ts';
import type { LinkedCount, LinkedCounts, Published } from '../../../analysis/disclosure/linked-counts.ts';
import { faultsOf } from '../../../analysis/disclosure/proof.ts';
import { protect } from '../../../analysis/disclosure/protect.ts';
import { progressPublished } from '../../../src/actions/earlier-releases.ts';
import { domainsOf, possibleNumbers, type Sums } from './attacker.ts';

const rule = { threshold: 10, base: 5 };
const solve = await solveWithHighs();
const rounded = (value: number) => Math.floor(value / 5 + 0.5) * 5;
const count = (id: string, value: number, kind: LinkedCount['kind'] = 'published'): LinkedCount => ({
  ...{ id, value, kind },
  largestHouseholds: [1, 1],
});

const boroughs = ['E09000005', 'E09000025'] as const;

type People = {
  /** By borough and arm. */
  readonly cells: readonly (readonly [number, number])[];
  /** Of each arm, how many had the outcome, as a share. */
  readonly shares: readonly [number, number];
};

/** The counts of a small release: everybody, by borough, by arm, and of each outcome and arm how many had it. */
function countsOf({ cells, shares }: People, outcomes: readonly string[]): LinkedCounts {
  const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const arms = [0, 1].map((arm) => sumOf(cells.map((row) => row[arm] ?? 0)));
  const counts = [
    count('all', sumOf(arms)),
    ...boroughs.map((code, index) => count(`borough/${code}`, sumOf(cells[index] ?? []))),
    ...arms.map((people, arm) => count(`arm/${arm}`, people)),
  ];
  const sums = [
    { total: 'all', parts: boroughs.map((code) => `borough/${code}`) },
    { total: 'all', parts: arms.map((_, arm) => `arm/${arm}`) },
  ];
  for (const [place, outcome] of outcomes.entries())
    for (const [arm, people] of arms.entries()) {
      const had = Math.floor((people * (shares[arm] ?? 0)) / (100 * (place + 1)));
      counts.push(count(`${outcome}/${arm}`, had), count(`${outcome}/${arm}/not`, people - had, 'derivable'));
      sums.push({ total: `arm/${arm}`, parts: [`${outcome}/${arm}`, `${outcome}/${arm}/not`] });
    }
  return { counts, sums };
}

/** What is held after all of it: true figures, and the sums every reader knows. */
type Held = { readonly figures: Map<string, number>; readonly sums: Sums; readonly hidden: Set<string> };

function held(releases: readonly Published[], truth: ReadonlyMap<string, number>, own: readonly LinkedCount[]): Held {
  const figures = new Map<string, number>();
  const ids = new Set(own.filter(({ kind, value }) => kind === 'published' || value < 10).map(({ id }) => id));
  for (const { shown } of releases)
    for (const [id, figure] of shown) {
      ids.add(id);
      const value = truth.get(id);
      // A figure that was wrong tells nothing once it is corrected.
      if (typeof figure === 'number' && (value === undefined || rounded(value) === figure)) figures.set(id, figure);
    }
  const hidden = new Set([...ids].filter((id) => !figures.has(id)));
  for (const { id, kind, value } of own) if (kind === 'derivable' && value >= 10) hidden.delete(id);
  const sums = new Map(releases.flatMap((one) => one.sums).map((sum) => [JSON.stringify(sum), sum]));
  return { figures, sums: [...sums.values()], hidden };
}

/** Given out while the trial ran: each a share of those randomised in the end, growing; each figure of a borough once. */
function progressOf(shares: readonly number[], truth: ReadonlyMap<string, number>) {
  const figures = [...shares]
    .sort((one, other) => one - other)
    .flatMap((share) =>
      boroughs.map((borough) => {
        const value = Math.floor(((truth.get(`borough/${borough}`) ?? 0) * share) / 100);
        return { borough, figure: value < 10 ? 0 : rounded(value), isFinal: false };
      }),
    );
  return [...new Map(figures.map((one) => [`${one.borough} ${one.figure}`, one])).values()];
}

/**
 * What leaves of a release and its correction. The release lacked an outcome, or counted one arm wrongly; the correction has all of it
 * right. Neither leaves where the proof finds no way.
 */
async function givenOut(progress: ReturnType<typeof progressOf>, releases: readonly LinkedCounts[]) {
  const out: Published[] = progress.length === 0 ? [] : [progressPublished(progress, rule)];
  for (const counts of releases) {
    const protection = await protect(counts, out, rule, solve);
    if (protection.kind === 'exposed') continue;
    expect(faultsOf(protection.proof)).toEqual([]);
    out.push({ rule, shown: protection.shown, sums: counts.sums });
  }
  return out;
}

const people: fc.Arbitrary<People> = fc.record({
  cells: fc.array(fc.tuple(fc.integer({ min: 0, max: 45 }), fc.integer({ min: 0, max: 45 })), {
    ...{ minLength: 2, maxLength: 2 },
  }),
  shares: fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })),
});

describe('everything a trial ever gave out', () => {
  test('confines no hidden count to fewer than ten numbers', async () => {
    await fc.assert(
      fc.asyncProperty(
        people,
        fc.array(fc.nat(100), { maxLength: 3 }),
        fc.boolean(),
        async (group, shares, isWrong) => {
          const full = countsOf(group, ['registered', 'volunteered']);
          const truth = new Map(full.counts.map(({ id, value }) => [id, value]));
          const progress = progressOf(shares, truth);
          const wrong: People = { ...group, shares: [Math.floor(group.shares[0] / 2), group.shares[1]] };
          const first = countsOf(isWrong ? wrong : group, ['registered']);
          const out = await givenOut(progress, [first, full]);
          const isCorrected = out.at(-1)?.shown.has('volunteered/0') ?? false;
          // A correction that would tell too much never leaves: then what is out was proved with what was right at the time.
          if (!isCorrected) return;
          const { figures, sums, hidden } = held(out, truth, full.counts);
          const domains = domainsOf(figures, sums, 200);
          for (const id of hidden) expect({ id, found: possibleNumbers(id, domains, sums) }).toEqual({ id, found: 10 });
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('would give a count away if the correction were held against nothing', async () => {
    const total = { total: 'all', parts: ['a', 'b', 'c'] };
    const counts = [count('all', 122), count('a', 60), count('b', 62), count('c', 0)];
    const first = await protect({ counts, sums: [total] }, [], rule, solve);
    const pair = { total: 'bc', parts: ['b', 'c'] };
    const corrected = { counts: [...counts.slice(0, 1), ...counts.slice(2), count('bc', 62)], sums: [pair] };
    const careless = await protect(corrected, [], rule, solve);
    if (first.kind === 'exposed' || careless.kind === 'exposed') throw new Error('Both can be made safe alone.');
    const truth = new Map(corrected.counts.map(({ id, value }) => [id, value]));
    const alone = [
      { rule, shown: first.shown, sums: [total] },
      { rule, shown: careless.shown, sums: [pair] },
    ];
    const { figures, sums } = held(alone, truth, corrected.counts);
    expect(possibleNumbers('c', domainsOf(figures, sums, 200), sums)).toBeLessThan(10);
  });
});
