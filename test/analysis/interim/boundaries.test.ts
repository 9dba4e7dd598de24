/** Error-spending boundaries by hand, by simulation, and what holds of every design. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalTails } from '../../../analysis/distributions/normal.ts';
import { type GroupSequentialDesign, groupSequentialBoundaries } from '../../../analysis/interim/boundaries.ts';
import { chance } from '../calibration/chance.ts';
import { expectClosedForm } from '../numbers/tolerance.ts';
import { crossingProbabilities } from './crossing.ts';

const zOf = (design: GroupSequentialDesign) => groupSequentialBoundaries(design).boundaries.map(Number);

describe('longhand', () => {
  it('two looks of two sides, by a double integral of the two statistics', () => {
    const t = 0.4;
    const design = { looks: [t, 1], spending: 'pocock', alpha: 0.1, sided: 2 } as const;
    const [c1 = 0, c2 = 0] = zOf(design);
    expectClosedForm(2 * normalTails(c1).upper, 0.1 * Math.log(1 + (Math.E - 1) * t), 'first look');
    // Midpoints of (z₁, z₂) over the region |z₁| < c₁, c₂ < z₂ < 9, with correlation √t.
    const [across, up] = [1500, 3000];
    const root = Math.sqrt(1 - t);
    let inside = 0;
    for (let i = 0; i < across; i += 1) {
      const z1 = -c1 + ((i + 0.5) * 2 * c1) / across;
      for (let j = 0; j < up; j += 1) {
        const z2 = c2 + ((j + 0.5) * (9 - c2)) / up;
        const rest = (z2 - Math.sqrt(t) * z1) / root;
        inside += Math.exp((-z1 * z1 - rest * rest) / 2);
      }
    }
    const area = ((2 * c1) / across) * ((9 - c2) / up);
    const crossed = (2 * inside * area) / (2 * Math.PI * root);
    expect(Math.abs(2 * normalTails(c1).upper + crossed - 0.1)).toBeLessThan(1e-6);
  });

  it.each([
    [[1], 'obrien-fleming', 0.05, 2, [1.959963984540054]],
    [[1], 'pocock', 0.05, 1, [1.6448536269514722]],
  ] as const)('a lone look at all of the information is the usual test: %j, %s', (looks, spending, alpha, sided, z) => {
    const ours = groupSequentialBoundaries({ looks, spending, alpha, sided });
    expectClosedForm(Number(ours.boundaries[0]), z[0], 'z');
    expect(ours.alphaSpent).toEqual([alpha]);
  });

  it('an O’Brien-Fleming look far too early is out of reach, not a made-up number', () => {
    const ours = groupSequentialBoundaries({ looks: [0.0001, 1], spending: 'obrien-fleming', alpha: 0.05, sided: 2 });
    expect(ours.boundaries[0]).toBe('Infinity');
    expectClosedForm(Number(ours.boundaries[1]), 1.959963984540054, 'the last look has all of alpha');
  });
});

describe('simulated trials without an effect stop as often as was to be spent', () => {
  const designs: readonly GroupSequentialDesign[] = [
    { looks: [0.3, 0.6, 1], spending: 'obrien-fleming', alpha: 0.05, sided: 2 },
    { looks: [0.2, 0.25, 0.9, 1], spending: 'pocock', alpha: 0.1, sided: 1 },
  ];
  const trials = 60_000;

  it.each(designs)('$spending, $sided-sided', (design) => {
    const random = chance(`interim ${design.spending}`);
    const { boundaries, alphaSpent } = groupSequentialBoundaries(design);
    const stopsAt = (): number => {
      let score = 0;
      return design.looks.findIndex((information, look) => {
        score += random.normal() * Math.sqrt(information - (design.looks[look - 1] ?? 0));
        const z = score / Math.sqrt(information);
        return (design.sided === 2 ? Math.abs(z) : z) >= Number(boundaries[look]);
      });
    };
    const stops = Array.from({ length: trials }, stopsAt).filter((look) => look !== -1);
    for (const [look, spent] of alphaSpent.entries()) {
      const seen = stops.filter((at) => at <= look).length / trials;
      expect(Math.abs(seen - spent), `by look ${look + 1}`).toBeLessThan(4 * Math.sqrt((spent * (1 - spent)) / trials));
    }
  });
});

const design = fc.record({
  looks: fc
    .uniqueArray(fc.integer({ min: 5, max: 99 }), { minLength: 1, maxLength: 5 })
    .map((shares) => [...shares.toSorted((a, b) => a - b).map((share) => share / 100), 1]),
  spending: fc.constantFrom('obrien-fleming' as const, 'pocock' as const),
  alpha: fc.integer({ min: 1, max: 200 }).map((thousandths) => thousandths / 1000),
  sided: fc.constantFrom(1 as const, 2 as const),
});
const settings = { numRuns: 40, seed: 1983 };

describe('of every design', () => {
  it('the error spent grows from look to look, and is alpha at the end', () => {
    fc.assert(
      fc.property(design, (one) => {
        const { alphaSpent } = groupSequentialBoundaries(one);
        return (
          alphaSpent.every((spent, look) => spent > (alphaSpent[look - 1] ?? 0)) && alphaSpent.at(-1) === one.alpha
        );
      }),
      settings,
    );
  });

  it('each boundary spends what was to be spent at its look', () => {
    fc.assert(
      fc.property(design, (one) => {
        const { boundaries, alphaSpent } = groupSequentialBoundaries(one);
        const crossed = crossingProbabilities(one.looks, boundaries.map(Number), one.sided);
        return crossed.every((found, look) => {
          const wanted = (alphaSpent[look] ?? 0) - (alphaSpent[look - 1] ?? 0);
          return Math.abs(found * one.sided - wanted) < 1e-9;
        });
      }),
      { ...settings, numRuns: 12 },
    );
  });

  it('a look does not depend on those after it', () => {
    fc.assert(
      fc.property(design, (one) => {
        const whole = zOf(one);
        return zOf({ ...one, looks: one.looks.slice(0, -1) }).every(
          (z, look) => Math.abs(z - (whole[look] ?? 0)) < 1e-12 * Math.max(1, z),
        );
      }),
      settings,
    );
  });

  it('more alpha lowers the first boundary, and looking takes a price at the last', () => {
    fc.assert(
      fc.property(design, (one) => {
        const [alone = 0] = zOf({ ...one, looks: [1] });
        const z = zOf(one);
        const [first = 0] = zOf({ ...one, alpha: one.alpha * 1.5 });
        return first < (z[0] ?? 0) && (z.at(-1) ?? 0) > alone;
      }),
      settings,
    );
  });

  it('O’Brien-Fleming boundaries fall from look to look at even distances', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), design, (count, one) => {
        const looks = Array.from({ length: count }, (_, look) => (look + 1) / count);
        const z = zOf({ ...one, looks, spending: 'obrien-fleming' });
        return z.every((boundary, look) => look === 0 || boundary < (z[look - 1] ?? 0));
      }),
      settings,
    );
  });
});
