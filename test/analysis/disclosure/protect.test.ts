/** Which counts of a release are shown, held against an attacker who tries every table there could be. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { solveWithHighs } from '../../../analysis/disclosure/highs.ts';
import {
  type LinkedCount,
  type LinkedCounts,
  type Published,
  together,
} from '../../../analysis/disclosure/linked-counts.ts';
import { faultsOf } from '../../../analysis/disclosure/proof.ts';
import { type Protection, protect } from '../../../analysis/disclosure/protect.ts';

const rule = { threshold: 10, base: 5 };
const solve = await solveWithHighs();

function count(id: string, value: number, kind: LinkedCount['kind'] = 'published'): LinkedCount {
  return { id, value, kind, largestHouseholds: [1, 1] };
}

/** One total of parts, all published. */
function oneSum(values: Readonly<Record<string, number>>): LinkedCounts {
  const parts = Object.keys(values);
  const whole = Object.values(values).reduce((sum, value) => sum + value, 0);
  return {
    counts: [count('all', whole), ...parts.map((id) => count(id, values[id] ?? 0))],
    sums: [{ total: 'all', parts }],
  };
}

function protectedOf(protection: Protection) {
  if (protection.kind !== 'protected') throw new Error(`exposed: ${protection.ids.join(', ')}`);
  return protection;
}

const shownOf = ({ published }: ReturnType<typeof protectedOf>) => Object.fromEntries(published.shown);

describe('a release', () => {
  test('of large counts shows all of them, rounded', async () => {
    const { published, reasons } = protectedOf(await protect(oneSum({ a: 63, b: 58, c: 61 }), [], rule, solve));
    expect(Object.fromEntries(published.shown)).toEqual({ all: 180, a: 65, b: 60, c: 60 });
    expect(reasons.size).toBe(0);
  });

  test('with a nought that a subtraction would give away hides the smallest other part too', async () => {
    // 122 is shown as 120, 60 as 60 and 62 as 60, so that c would be at most 122 - 58 - 58 = 6.
    const protection = protectedOf(await protect(oneSum({ a: 60, b: 62, c: 0 }), [], rule, solve));
    expect(shownOf(protection)).toEqual({ all: 120, a: 'suppressed', b: 60, c: 'suppressed' });
    expect(Object.fromEntries(protection.reasons)).toEqual({ c: 'below-threshold', a: 'protects-another' });
    expect(faultsOf(protection.proof)).toEqual([]);
  });

  test('hides what readers miss least, though it is larger', async () => {
    const { counts, sums } = oneSum({ a: 60, b: 62, c: 0 });
    const weighed = counts.map((one) => ({ ...one, worth: one.id === 'b' ? 0 : 2 }));
    const protection = protectedOf(await protect({ counts: weighed, sums }, [], rule, solve));
    expect(shownOf(protection)).toEqual({ all: 120, a: 60, b: 'suppressed', c: 'suppressed' });
    expect(faultsOf(protection.proof)).toEqual([]);
  });

  test('does not hide another where rounding leaves ten possible numbers', async () => {
    // With three parts shown the unknown fourth lies within 100-2-3·(2) and 100+2+3·2: 0 to 13 for 95 shown of 100.
    const protection = protectedOf(await protect(oneSum({ a: 30, b: 30, c: 33, d: 7 }), [], rule, solve));
    expect(shownOf(protection)).toEqual({ all: 100, a: 30, b: 30, c: 35, d: 'suppressed' });
  });

  test('hides a count that two households make up', async () => {
    const table: LinkedCounts = {
      counts: [count('all', 200), count('a', 189), { ...count('b', 11), largestHouseholds: [6, 4] }],
      sums: [{ total: 'all', parts: ['a', 'b'] }],
    };
    const { reasons } = protectedOf(await protect(table, [], rule, solve));
    expect(reasons.get('b')).toBe('few-households');
  });

  test('hides those with an outcome where those without it are few and in no table', async () => {
    const table: LinkedCounts = {
      counts: [count('known', 60), count('happened', 57), count('rest', 3, 'derivable')],
      sums: [{ total: 'known', parts: ['happened', 'rest'] }],
    };
    expect(shownOf(protectedOf(await protect(table, [], rule, solve)))).toMatchObject({ happened: 'suppressed' });
  });

  test('is refused where an earlier one has given a count away already', async () => {
    const before: Published = {
      rule,
      shown: new Map([
        ['all', 120],
        ['a', 60],
        ['b', 60],
      ]),
      sums: [{ total: 'all', parts: ['a', 'b', 'c'] }],
    };
    const protection = await protect(oneSum({ a: 60, b: 62, c: 0 }), [before], rule, solve);
    expect(protection).toEqual({ kind: 'exposed', ids: ['c'] });
  });

  test('counts what an earlier release showed and this one leaves out as known', async () => {
    const first = protectedOf(await protect(oneSum({ a: 63, b: 58, c: 61 }), [], rule, solve)).published;
    const later: LinkedCounts = {
      counts: [count('a', 63), count('a-left', 3), count('a-stayed', 60)],
      sums: [{ total: 'a', parts: ['a-left', 'a-stayed'] }],
    };
    const protection = protectedOf(await protect(later, [first], rule, solve));
    expect(protection.published.shown.get('a')).toBe(65);
    expect(shownOf(protection)).toMatchObject({ 'a-left': 'suppressed' });
    expect(faultsOf(protection.proof)).toEqual([]);
  });

  test('whose sums do not hold is a fault of the program', async () => {
    const wrong: LinkedCounts = { counts: [count('all', 10), count('a', 9)], sums: [{ total: 'all', parts: ['a'] }] };
    await expect(protect(wrong, [], rule, solve)).rejects.toThrow('The parts of all do not add up to it.');
  });
});

describe('a proof', async () => {
  const { proof } = protectedOf(await protect(oneSum({ a: 60, b: 62, c: 0 }), [], rule, solve));
  const places = proof.possible.c ?? [];

  test('with one table fewer, or a table changed, does not stand', async () => {
    expect(faultsOf({ ...proof, possible: { ...proof.possible, c: places.slice(1) } })).toEqual([
      'c has not 10 possible values.',
    ]);
    const changed = proof.tables.map((table, index) => (index === 0 ? table.map((value) => value + 1) : table));
    expect(faultsOf({ ...proof, tables: changed }).join(' ')).toMatch('do not add up');
  });

  test('that says nothing of a count that is not shown does not stand', async () => {
    const { c: _, ...others } = proof.possible;
    expect(faultsOf({ ...proof, possible: others })).toEqual(['Nothing is said of c, which is not shown.']);
  });

  test('for other figures than were released does not stand', async () => {
    expect(faultsOf({ ...proof, shown: { ...proof.shown, b: 90 } })).not.toEqual([]);
  });
});

/** The attacker: every way to split the totals that agrees with all that is shown, by trying all numbers, without a solver. */
function possibleValues({ shown, sums }: Published, leaves: readonly string[], most: number) {
  const figures = (value: number) =>
    value < rule.threshold ? 'below' : Math.floor(value / rule.base + 0.5) * rule.base;
  const agrees = (id: string, value: number) => {
    const figure = shown.get(id);
    return figure === undefined || figure === 'suppressed' || figures(value) === figure;
  };
  const found = new Map<string, Set<number>>();
  const table = new Map<string, number>();
  const settle = (): void => {
    const all = new Map(table);
    for (const { total, parts } of sums) {
      const sum = parts.reduce((one, part) => one + (all.get(part) ?? 0), 0);
      if (!agrees(total, sum) || (all.has(total) && all.get(total) !== sum)) return;
      all.set(total, sum);
    }
    for (const [id, value] of all) found.set(id, (found.get(id) ?? new Set()).add(value));
  };
  const from = (index: number): void => {
    const id = leaves[index];
    if (id === undefined) {
      settle();
      return;
    }
    for (let value = 0; value <= most; value++) {
      if (!agrees(id, value)) continue;
      table.set(id, value);
      from(index + 1);
    }
    table.delete(id);
  };
  from(0);
  return found;
}

function withAPair({ counts, sums }: LinkedCounts, a: number, b: number): LinkedCounts {
  return { counts: [...counts, count('ab', a + b)], sums: [...sums, { total: 'ab', parts: ['a', 'b'] }] };
}

/** What of these tables is released, in their order; a refused release is never published, and the earlier ones stand. */
async function releasedOf(tables: readonly LinkedCounts[]): Promise<readonly Published[]> {
  const releases: Published[] = [];
  for (const table of tables) {
    const protection = await protect(table, releases, rule, solve);
    if (protection.kind === 'exposed') continue;
    expect(faultsOf(protection.proof)).toEqual([]);
    releases.push(protection.published);
  }
  return releases;
}

test('an attacker with a whole sequence of releases finds ten or more possible numbers for every count that is not shown', async () => {
  const part = fc.integer({ min: 0, max: 40 });
  await fc.assert(
    fc.asyncProperty(part, part, part, fc.boolean(), async (a, b, c, isSequence) => {
      const first = oneSum({ a, b, c });
      const second = withAPair(first, a, b);
      const releases = await releasedOf(isSequence ? [first, second] : [second]);
      if (releases.length === 0) return;
      const { shown } = together(releases);
      const possible = possibleValues({ rule, shown, sums: second.sums }, ['a', 'b', 'c'], 60);
      for (const [id, figure] of shown)
        if (figure === 'suppressed') expect(possible.get(id)?.size ?? 0).toBeGreaterThanOrEqual(rule.threshold);
    }),
    { numRuns: 40 },
  );
});
