/** What holds of every estimator whatever the data: arms of unequal size and clusters of unequal size in every sample. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { chiSquared } from '../../../analysis/estimators/chi-squared.ts';
import type { DifferenceInterval, LinearErrors } from '../../../analysis/estimators/estimator.ts';
import { icc } from '../../../analysis/estimators/icc.ts';
import { linear } from '../../../analysis/estimators/linear.ts';
import { proportions } from '../../../analysis/estimators/proportions.ts';
import { riskDifference } from '../../../analysis/estimators/risk-difference.ts';
import type { Contrast, Frame } from '../../../analysis/frame.ts';
import { expanded, frameOf, type Row, treatedAgainstReference } from './frame-fixture.ts';
import { bounds } from './given.ts';

const settings = { numRuns: 150, seed: 1998 };
const arms = ['standard', 'letter', 'visit'];
const errors: readonly LinearErrors[] = ['classical', 'HC0', 'HC1', 'HC2', 'HC3', 'CR0', 'CR1S', 'CR2'];
const intervals: readonly DifferenceInterval[] = [
  'wald',
  'newcombe',
  'newcombe-continuity',
  'agresti-caffo',
  'miettinen-nurminen',
];

const outcome = { binary: fc.integer({ min: 0, max: 1 }), continuous: fc.integer({ min: -4000, max: 9000 }) };

/** Three arms, each of a size of its own between 3 and 19, six walks crossing them, weights 1 to 4. */
function sample(kind: 'binary' | 'continuous'): fc.Arbitrary<readonly Row[]> {
  const person = (arm: string) =>
    fc.record({
      arm: fc.constant(arm),
      outcome: outcome[kind].map((value) => (kind === 'binary' ? value : value / 7)),
      cluster: fc.integer({ min: 0, max: 5 }),
      weight: fc.integer({ min: 1, max: 4 }),
    });
  const size = fc.uniqueArray(fc.integer({ min: 3, max: 19 }), { minLength: 3, maxLength: 3 });
  return size
    .chain((sizes) => fc.tuple(...arms.map((arm, a) => fc.array(person(arm), fixedLength(sizes[a] ?? 3)))))
    .map((groups) => groups.flat());
}
const fixedLength = (length: number) => ({ minLength: length, maxLength: length });

const shuffled = (rows: readonly Row[]) =>
  fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length });

/** All that the estimators say of a frame, as one value. */
function everything(frame: Frame, contrast: Contrast): unknown {
  const level = 0.95;
  const ofBinary =
    frame.outcomeKind === 'binary'
      ? [
          ...intervals.map((interval) => riskDifference(frame, contrast, { interval, level })),
          chiSquared(frame, contrast, { continuity: true }),
          chiSquared(frame, 'all-arms', { continuity: false }),
          proportions(frame, { interval: 'jeffreys', level }),
        ]
      : [];
  const ofAny = errors.map((kind) => linear(frame, [contrast], { errors: kind, level })[0]);
  return [...ofBinary, ...ofAny, icc(frame, { level })];
}

/** Equal in shape and words, and in numbers but for rounding in the twelfth digit of the outcome's own scale. */
function isSame(a: unknown, b: unknown, scale = 1): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return Math.abs(a - b) <= 1e-12 * Math.max(scale, Math.abs(a), Math.abs(b)) || isSameTail(a, b);
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [keys, others] = [Object.entries(a), new Map(Object.entries(b))];
  return keys.length === others.size && keys.every(([key, value]) => isSame(value, others.get(key), scale));
}

/** p-values magnify the rounding of a statistic by its own size. */
function isSameTail(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-10 * Math.abs(a);
}

describe.each(['binary', 'continuous'] as const)('%s outcomes', (kind) => {
  it('the order of rows does not matter', () => {
    fc.assert(
      fc.property(
        sample(kind).chain((rows) => fc.tuple(fc.constant(rows), shuffled(rows))),
        ([rows, others]) =>
          isSame(
            everything(frameOf(arms, kind, rows), treatedAgainstReference),
            everything(frameOf(arms, kind, others), treatedAgainstReference),
          ),
      ),
      settings,
    );
  });

  it('a weight gives what the expanded rows give', () => {
    fc.assert(
      fc.property(sample(kind), (rows) =>
        isSame(
          everything(frameOf(arms, kind, rows), treatedAgainstReference),
          everything(frameOf(arms, kind, expanded(rows)), treatedAgainstReference),
        ),
      ),
      settings,
    );
  });

  it('swapping the two arms turns the sign and the interval, and leaves p', () => {
    fc.assert(
      fc.property(sample(kind), (rows) => {
        const frame = frameOf(arms, kind, rows);
        const swapped = { treated: 0, reference: 1 };
        return errors.every((kindOfErrors) => {
          const options = { errors: kindOfErrors, level: 0.95 };
          const [there] = linear(frame, [treatedAgainstReference], options);
          const [back] = linear(frame, [swapped], options);
          return there !== undefined && back !== undefined && isMirrored(there, back);
        });
      }),
      settings,
    );
  });
});

type Difference = ReturnType<typeof riskDifference> | NonNullable<ReturnType<typeof linear>[0]>;

function isMirrored(there: Difference, back: Difference): boolean {
  if ('notEstimable' in there || 'notEstimable' in back) {
    return 'notEstimable' in there && 'notEstimable' in back && there.notEstimable.code === back.notEstimable.code;
  }
  const [low, high] = bounds(there.interval);
  const [otherLow, otherHigh] = bounds(back.interval);
  const isTurned = isSame([there.estimate, low, high], [-back.estimate, -otherHigh, -otherLow]);
  return isTurned && (!('p' in there) || !('p' in back) || isSame(there.p, back.p));
}

const counts = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }))
  .filter(([n1, n0]) => n1 !== n0)
  .chain(([n1, n0]) =>
    fc.tuple(fc.integer({ min: 0, max: n1 }), fc.constant(n1), fc.integer({ min: 0, max: n0 }), fc.constant(n0)),
  );

describe('risk differences', () => {
  const frame = (x1: number, n1: number, x0: number, n0: number) =>
    frameOf(
      ['standard', 'letter'],
      'binary',
      [
        { arm: 'letter', outcome: 1, weight: x1 },
        { arm: 'letter', outcome: 0, weight: n1 - x1 },
        { arm: 'standard', outcome: 1, weight: x0 },
        { arm: 'standard', outcome: 0, weight: n0 - x0 },
      ].filter(({ weight }) => weight > 0),
    );

  it.each(intervals)('%s: swapping arms, or success and failure, mirrors the interval', (interval) => {
    fc.assert(
      fc.property(counts, ([x1, n1, x0, n0]) => {
        const options = { interval, level: 0.95 };
        const there = riskDifference(frame(x1, n1, x0, n0), treatedAgainstReference, options);
        const swapped = riskDifference(frame(x0, n0, x1, n1), treatedAgainstReference, options);
        const failures = riskDifference(frame(n1 - x1, n1, n0 - x0, n0), treatedAgainstReference, options);
        return isMirrored(there, swapped) && isMirrored(there, failures);
      }),
      settings,
    );
  });

  it.each(intervals)('%s: a higher level gives a wider interval', (interval) => {
    fc.assert(
      fc.property(counts, ([x1, n1, x0, n0]) => {
        const at = (level: number) =>
          riskDifference(frame(x1, n1, x0, n0), treatedAgainstReference, { interval, level });
        const [narrow, wide] = [at(0.8), at(0.99)];
        if ('notEstimable' in narrow || 'notEstimable' in wide) return interval === 'wald';
        const [low, high] = bounds(narrow.interval);
        const [lower, higher] = bounds(wide.interval);
        return lower <= low && higher >= high;
      }),
      settings,
    );
  });

  it('the score test without N/(N − 1) is Pearson’s chi-squared', () => {
    fc.assert(
      fc.property(counts, ([x1, n1, x0, n0]) => {
        const people = frame(x1, n1, x0, n0);
        const options = { interval: 'miettinen-nurminen', level: 0.95 } as const;
        const score = riskDifference(people, treatedAgainstReference, options);
        const pearson = chiSquared(people, treatedAgainstReference, { continuity: false });
        if ('notEstimable' in pearson) return 'test' in score;
        const total = n1 + n0;
        return 'statistic' in score && isSame((score.statistic ** 2 * total) / (total - 1), pearson.statistic);
      }),
      settings,
    );
  });
});
