/** Allocations that are alike counted together: the same p as one by one, and where there are far too many to count, coin's. */
import { describe, expect, it } from 'vitest';
import { compute } from '../../../analysis/compute.ts';
import { codeOf, given } from '../estimators/given.ts';
import { expectClosedForm, isSameTail } from '../numbers/tolerance.ts';
import { sharedFile } from '../shared-file.ts';
import { declared, type Kind, kinds } from './declared.ts';
import type { Pair, Person } from './longhand.ts';

const pair: Pair = ['letter', 'standard'];

/** Twenty units in two blocks, four in ten treated: people with or without the outcome, or homes of two of whom some have it. */
function unitsOf(kind: Kind): readonly Person[] {
  return Array.from({ length: 20 }, (_, unit) => {
    const own = { arm: unit % 5 < 2 ? 'letter' : 'standard', unit: `${unit}`, block: unit < 10 ? 'one' : 'other' };
    const people = kind.endsWith('clustered') ? [unit % 7 < 3, unit % 3 === 0] : [(unit * unit) % 11 < 4];
    return people.map((happened) => ({ ...own, outcome: happened ? 1 : 0 }));
  }).flat();
}

function of(kind: Kind, options: Parameters<typeof declared>[4]) {
  return given(declared(kind, unitsOf(kind), ['standard', 'letter'], [pair], options)[0]);
}

describe('the same p as one by one', () => {
  const cases = kinds.flatMap((kind) => (['difference', 'studentised'] as const).map((name) => [kind, name] as const));

  it.each(cases)('%s, %s', (kind, statistic) => {
    const [together, apart] = [
      of(kind, { statistic, exactBelow: 1_000 }),
      of(kind, { statistic, exactBelow: 200_000 }),
    ];
    expect([together.notes, apart.notes]).toEqual([['allocations-alike-counted-together'], undefined]);
    expect([together.exact, apart.exact, together.draws < 100]).toEqual([true, true, true]);
    expect(apart.draws).toBe(kind.startsWith('blocked') ? 210 * 210 : 125_970);
    expectClosedForm(together.p, apart.p, 'p');
  });

  it('and the same interval', () => {
    const both = [1_000, 200_000].map((exactBelow) => of('complete', { exactBelow, interval: true, level: 0.9 }));
    const [together, apart] = both.map((one) => ('interval' in one ? one.interval : []));
    expect(both.map(({ notes }) => notes?.length)).toEqual([2, 1]);
    expectClosedForm(Number(together?.[0]), Number(apart?.[0]), 'lower bound');
    expectClosedForm(Number(together?.[1]), Number(apart?.[1]), 'upper bound');
  });
});

describe('where p is exact and the interval is not', () => {
  it('p is that without an interval, and the interval says that it was drawn', () => {
    const options = { exactBelow: 30, draws: 500, level: 0.9 };
    const [alone, both] = [of('clustered', options), of('clustered', { ...options, interval: true })];
    expect([both.p, both.exact, both.draws]).toEqual([alone.p, true, alone.draws]);
    expect(both.notes).toContain('interval-is-drawn');
    expect('interval' in both && both.interval.every((bound) => typeof bound === 'number')).toBe(true);
  });
});

describe('strep_tb: the exact permutation test of R’s coin', () => {
  const data = sharedFile('data/strep_tb.csv', 'the exact permutation test of strep_tb');
  const reference = sharedFile('reference/strep_tb.json', 'the exact permutation test of strep_tb');

  it.runIf(data !== null && reference !== null)(
    'of a share and of a score, with one allocation in 10³⁰ counted each',
    async () => {
      if (data === null || reference === null) throw new Error('the files were there');
      const plan = {
        title: 'Streptomycin',
        arm: { column: 'arm', reference: 'Control' },
        contrasts: 'each-against-reference',
        outcomes: [
          { name: 'improved', column: 'improved', kind: 'binary' },
          { name: 'score', column: 'rad_num', kind: 'continuous' },
        ],
        estimators: [{ id: 'i', method: 'randomisation-inference', statistic: 'difference', exactBelow: 10_000_000 }],
      };
      const { results } = await compute({
        planText: JSON.stringify(plan),
        data: new Uint8Array(data),
        engineVersion: '0',
      });
      // A file of ours.
      const records = JSON.parse(reference.toString()).results as readonly { id: string; values: { p: number } }[];
      for (const [row, id] of ['perm.exact_improved', 'perm.exact_radnum'].entries()) {
        const expected = records.find((record) => record.id === id)?.values.p ?? Number.NaN;
        const figures = results.rows[row]?.figures;
        if (figures === undefined || !('monteCarloError' in figures)) throw new Error(codeOf(figures));
        expect(figures.exact).toBe(true);
        expect(isSameTail(figures.p, figures.logP, expected, Math.log(expected))).toBe(true);
      }
    },
  );
});
