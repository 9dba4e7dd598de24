/**
 * The difference of two arms' means by the design that drew them: blocks are weighted by their people, and the variance is
 * that of drawing people or clusters, within blocks or pairs. Oracle: estimatr::difference_in_means and its df.
 * Sources: K. Imai, G. King & C. Nall 2009, Statist. Sci. 24:29–53 (pairs of clusters, eq. 6; blocks); A. S. Gerber & D. P.
 * Green 2012, "Field Experiments", eq. 3.10 and p. 77 (blocks, matched pairs); Welch 1947, Biometrika 34:28–35.
 */
import type { CategoryColumn, Contrast, Frame, Interval } from '../frame.ts';
import { type Block, type BlockArm, type TwoArms, twoArms } from './block-cells.ts';
import { isNotGiven, type NotGiven, notEstimable, type Result, type StudentTest, type Warning } from './estimator.ts';
import { studentCritical, studentTest, symmetricInterval } from './inference.ts';
import { linear } from './linear.ts';
import { noVariation } from './model-coefficients.ts';
import { clusteringWarning, tooLarge } from './refusals.ts';

export type Design =
  | 'simple'
  | 'blocked'
  | 'clustered'
  | 'blocked-clustered'
  | 'matched-pair'
  | 'matched-pair-clustered';
export type DifferenceInMeansOptions = { readonly design: Design; readonly level: number };
export type DifferenceInMeansResult = {
  readonly quantity: 'risk-difference' | 'mean-difference';
  readonly estimate: number;
  readonly standardError: number;
} & StudentTest & {
    readonly interval: Interval;
    readonly level: number;
    readonly n: number;
    readonly clusters?: number;
    readonly warning?: Warning;
  };

/** Rounding of a mean's square, relative to the largest outcome's: 2⁻¹⁰⁰. */
const roundingUnit = 7.888609052210118e-31;

/**
 * `n` and `clusters` are the two arms'. A design without blocks leaves them aside, and one without clusters takes people as
 * independent and warns. Refuses a block without both arms or, unless it is a pair, with one unit in an arm; a block that is
 * no pair where pairs are the design; a cluster across arms or blocks; a single pair; and an outcome that does not vary.
 */
export function differenceInMeans(
  frame: Frame,
  blocks: readonly CategoryColumn[],
  contrast: Contrast,
  { design, level }: DifferenceInMeansOptions,
): Result<DifferenceInMeansResult> {
  const overflow = tooLarge(frame);
  if (overflow !== undefined) return overflow;
  const isClustered = design.endsWith('clustered');
  const isBlocked = design !== 'simple' && design !== 'clustered';
  const arms = twoArms(frame, contrast, isBlocked ? blocks : [], isClustered ? 'cluster' : 'person');
  if (isNotGiven(arms)) return arms;
  const refused = refusedBlock(arms, design);
  if (refused !== undefined) return refused;
  const n = sum(arms.blocks, people);
  const estimate = sum(arms.blocks, (block) => (people(block) / n) * difference(block));
  const found = design.startsWith('matched-pair') ? ofPairs(arms, design, estimate, n) : ofBlocks(arms, design, n);
  if (isNotGiven(found)) return found;
  const { variance, df } = found;
  if (variance <= roundingUnit * arms.largest * arms.largest) return noVariation();
  const standardError = Math.sqrt(variance);
  return {
    quantity: frame.outcomeKind === 'binary' ? 'risk-difference' : 'mean-difference',
    estimate,
    standardError,
    ...studentTest(estimate / standardError, df),
    interval: symmetricInterval(estimate, standardError, studentCritical(level, df)),
    level,
    n,
    ...(isClustered ? { clusters: arms.frame.clusterCount } : clusteringWarning(frame)),
  };
}

const people = ({ treated, reference }: Block) => treated.n + reference.n;
const difference = ({ treated, reference }: Block) => treated.mean - reference.mean;
const variance = ({ treated, reference }: Block) => treated.variance + reference.variance;

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function refusedBlock({ blocks, frame }: TwoArms, design: Design): NotGiven | undefined {
  const unit = design.endsWith('clustered') ? 'cluster' : 'person';
  const isPaired = design.startsWith('matched-pair');
  for (const { name, treated, reference } of blocks) {
    const place = name === '' ? '' : ` in the block ${name}`;
    for (const [index, { units }] of [reference, treated].entries()) {
      const arm = frame.arms[index] ?? '';
      if (units === 0) return notEstimable('empty-arm', `Nobody in the arm ${arm} has this outcome${place}.`);
      if (isPaired && units > 1) {
        return notEstimable('not-a-pair', `The arm ${arm} has more than one ${unit}${place}, which is then no pair.`);
      }
      if (!isPaired && units === 1) {
        const reason = `The arm ${arm} has one ${unit}${place}, so its sampling variation cannot be estimated.`;
        return notEstimable(`one-${unit}-in-arm`, reason);
      }
    }
  }
  return blocks.length === 0 ? notEstimable('no-rows', 'No row is left to use.') : undefined;
}

type Spread = { readonly variance: number; readonly df: number };

/** Pairs of people weigh their differences alike, as n is 2 in each; pairs of clusters by their people. */
function ofPairs({ blocks }: TwoArms, design: Design, estimate: number, n: number): Result<Spread> {
  const pairs = blocks.length;
  if (pairs < 2) return notEstimable('one-pair', 'There is one pair, so sampling variation cannot be estimated.');
  const squares =
    design === 'matched-pair'
      ? sum(blocks, (pair) => (difference(pair) - estimate) * (difference(pair) - estimate)) / pairs / pairs
      : sum(blocks, (pair) => {
          const apart = (people(pair) / n) * difference(pair) - estimate / pairs;
          return apart * apart;
        });
  return { variance: (pairs / (pairs - 1)) * squares, df: pairs - 1 };
}

function ofBlocks({ blocks, frame }: TwoArms, design: Design, n: number): Result<Spread> {
  const total = sum(blocks, (block) => (people(block) / n) * (people(block) / n) * variance(block));
  const units = sum(blocks, ({ treated, reference }) => treated.units + reference.units);
  const [only] = blocks;
  if (design === 'simple' && only !== undefined) return { variance: total, df: welch(only.treated, only.reference) };
  if (design !== 'clustered') return { variance: total, df: units - 2 * blocks.length };
  const [satterthwaite] = linear(frame, [{ treated: 1, reference: 0 }], { errors: 'CR2', level: 0.95 });
  if (satterthwaite === undefined || isNotGiven(satterthwaite)) return satterthwaite ?? noVariation();
  return { variance: total, df: satterthwaite.df };
}

/** Satterthwaite's approximation for two independent means. */
function welch(a: BlockArm, b: BlockArm): number {
  const whole = a.variance + b.variance;
  const [left, right] = [a.variance / whole, b.variance / whole];
  return 1 / ((left * left) / (a.n - 1) + (right * right) / (b.n - 1));
}
