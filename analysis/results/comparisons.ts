/** Runs the methods of plan/comparisons.ts: one result for each contrast, or one for all arms. */
import type { Dataset } from '../dataset/dataset.ts';
import type { FrameWithColumns, Population } from '../dataset/frames.ts';
import { peopleByArm } from '../dataset/people-by-arm.ts';
import { attrition } from '../estimators/attrition.ts';
import { equivalence } from '../estimators/equivalence.ts';
import { fisherExact } from '../estimators/fisher-exact.ts';
import { groupsOf } from '../estimators/groups.ts';
import { mantelHaenszel } from '../estimators/mantel-haenszel.ts';
import { rankSum } from '../estimators/rank-sum.ts';
import { oddsRatio, riskRatio } from '../estimators/risk-ratio.ts';
import { sites } from '../estimators/sites.ts';
import { pairedTTest, tTest } from '../estimators/t-test.ts';
import type { Contrast, Frame } from '../frame.ts';
import type { ComparisonEstimator } from '../plan/comparisons.ts';
import type { Settings } from '../plan/settings.ts';
import type { Figures } from './result.ts';

/** The rows compared, with the further columns that the method needs, and the population they are of. */
type Compared = FrameWithColumns & {
  readonly dataset: Dataset;
  readonly population: Population;
  readonly settings: Settings;
};

/** False for a test over all arms. */
export function isAboutTwoArms(estimator: ComparisonEstimator): boolean {
  return !('over' in estimator) || estimator.over === 'contrast';
}

/** One for each contrast, in their order. */
export function compareArms(
  estimator: ComparisonEstimator,
  { dataset, population, frame, columns, settings }: Compared,
  contrasts: readonly Contrast[],
): readonly Figures[] {
  const { level } = settings;
  switch (estimator.method) {
    case 'risk-ratio':
      return contrasts.map((contrast) => riskRatio(frame, contrast, { level }));
    case 'odds-ratio':
      return contrasts.map((contrast) => oddsRatio(frame, contrast, { level }));
    case 'fisher-exact':
      return contrasts.map((contrast) => fisherExact(frame, contrast, { ...estimator, level }));
    case 'mantel-haenszel': {
      const groups = groupsOf(columns);
      return contrasts.map((contrast) => mantelHaenszel(frame, groups, contrast, { ...estimator, level }));
    }
    case 't-test': {
      const { pairs } = estimator;
      if (pairs === undefined) return contrasts.map((contrast) => tTest(frame, contrast, { ...estimator, level }));
      const groups = groupsOf(columns);
      return contrasts.map((contrast) => pairedTTest(frame, groups, contrast, { level }));
    }
    case 'sites': {
      const [by] = columns;
      if (by?.kind !== 'category') throw new Error(`the column ${estimator.by} was to be read as categories`);
      return contrasts.map((contrast) => sites(frame, by, contrast, { ...estimator, level }));
    }
    case 'equivalence':
      return contrasts.map((contrast) => equivalence(frame, contrast, { ...estimator, level }));
    case 'attrition': {
      const people = peopleByArm(dataset, population);
      return contrasts.map((contrast) => attrition(frame, people, contrast));
    }
    case 'rank-sum':
      return contrasts.map((contrast) => rankSum(frame, contrast, { ...estimator, level }));
  }
}

export function compareAllArms(estimator: ComparisonEstimator, frame: Frame, level: number): Figures {
  if (estimator.method === 'fisher-exact') return fisherExact(frame, 'all-arms', { ...estimator, level });
  throw new Error(`${estimator.method} compares two arms`);
}
