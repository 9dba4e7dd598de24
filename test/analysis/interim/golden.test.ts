/**
 * Boundaries and spent error against rpact (test/golden/interim.R): one to ten looks, even and uneven, of one and two sides. rpact
 * solves for the error spent to about 1e-9, so where next to nothing is to be spent its boundary is loose, and far out it is
 * infinite; with looks close together its integration is coarse. There Simpson's rule on a fine grid says who is right.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type GroupSequentialDesign, groupSequentialBoundaries } from '../../../analysis/interim/boundaries.ts';
import { hasReferences, valuesOf } from '../estimators/references.ts';
import { expectFit, isBoundary } from '../numbers/tolerance.ts';
import { crossingProbabilities } from './crossing.ts';

type Case = GroupSequentialDesign & {
  readonly boundaries: readonly (number | 'Inf')[];
  readonly alphaSpent: readonly number[];
};
const { cases }: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../../golden/interim.golden.json', import.meta.url), 'utf8'),
);

/** rpact calls a lone look at any information a full one, and is used with 1 here. */
const described = cases.map((one) => ({
  ...one,
  name: `${one.spending}, ${one.sided}-sided ${one.alpha}, looks ${one.looks.map((t) => t.toFixed(2)).join(' ')}`,
  ours: groupSequentialBoundaries(one).boundaries.map(Number),
}));

const differs = ({ ours, boundaries }: (typeof described)[number]) =>
  boundaries.some((theirs, look) => theirs === 'Inf' || !isBoundary(ours[look] ?? Number.NaN, theirs));

describe('boundaries against rpact', () => {
  it('has designs of one to ten looks', () => {
    expect([...new Set(cases.map(({ looks }) => looks.length))].sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 7, 8, 10,
    ]);
  });

  it.each(described.filter((one) => !differs(one)))('$name', ({ ours, boundaries, alphaSpent, ...design }) => {
    expect(ours.every((z, look) => isBoundary(z, Number(boundaries[look])))).toBe(true);
    for (const [look, spent] of groupSequentialBoundaries(design).alphaSpent.entries()) {
      // The last look's rpact gives as 1e-8 less than alpha.
      expect(Math.abs(spent - (alphaSpent[look] ?? 0))).toBeLessThan(1.1e-8);
    }
  });

  it('agrees in most designs', () => {
    expect(described.filter(differs).length / described.length).toBeLessThan(0.2);
  });
});

describe('where rpact differs, the fine grid finds spent what was to be spent by our boundaries', () => {
  it.each(described.filter(differs))('$name', ({ ours, boundaries, ...design }) => {
    const { looks, sided } = design;
    const { alphaSpent } = groupSequentialBoundaries(design);
    const spentAt = alphaSpent.map((spent, look) => (spent - (alphaSpent[look - 1] ?? 0)) / sided);
    const byUs = crossingProbabilities(looks, ours, sided);
    for (const [look, wanted] of spentAt.entries()) {
      if (wanted > 1e-12) expectFit(byUs[look] ?? 0, wanted, `spent at look ${look + 1}`, 1e-6);
    }
    const finite = boundaries.map((z) => (z === 'Inf' ? 9 : z));
    const error = (found: readonly number[]) =>
      Math.max(...spentAt.map((wanted, look) => Math.abs((found[look] ?? 0) - wanted)));
    expect(error(byUs)).toBeLessThanOrEqual(error(crossingProbabilities(looks, finite, sided)));
  });
});

describe.runIf(hasReferences)('the reference results', () => {
  const designs: readonly (readonly [id: string, looks: readonly number[], spending: Case['spending']])[] = [
    ['asOF.0.5_1', [0.5, 1], 'obrien-fleming'],
    ['asP.0.5_1', [0.5, 1], 'pocock'],
    ['asOF.0.3_0.6_1', [0.3, 0.6, 1], 'obrien-fleming'],
    ['asP.0.3_0.6_1', [0.3, 0.6, 1], 'pocock'],
    ['asOF.0.25_0.5_0.75_1', [0.25, 0.5, 0.75, 1], 'obrien-fleming'],
    ['asP.0.25_0.5_0.75_1', [0.25, 0.5, 0.75, 1], 'pocock'],
    ['asOF.0.2_0.45_0.8_1', [0.2, 0.45, 0.8, 1], 'obrien-fleming'],
    ['asP.0.2_0.45_0.8_1', [0.2, 0.45, 0.8, 1], 'pocock'],
    ['asOF.2sided.K3', [1 / 3, 2 / 3, 1], 'obrien-fleming'],
  ];

  it.each(designs)('%s', (id, looks, spending) => {
    const sided = id.includes('2sided') ? 2 : 1;
    const { criticalValues, alphaSpent } = valuesOf('design_group_sequential', id);
    const ours = groupSequentialBoundaries({ looks, spending, alpha: 0.025 * sided, sided });
    expect(ours.boundaries).toHaveLength(looks.length);
    for (const look of looks.keys()) {
      const [z, theirs] = [Number(ours.boundaries[look]), Number((criticalValues as readonly number[])[look])]; // the reference's own list
      expect(isBoundary(z, theirs), `${z}, expected ${theirs}`).toBe(true);
      const spent = Number((alphaSpent as readonly number[])[look]); // the reference's own list
      expect(Math.abs((ours.alphaSpent[look] ?? 0) - spent)).toBeLessThan(1.1e-8);
    }
  });
});
