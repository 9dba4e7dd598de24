/**
 * A fitted linear model as its results need it: which combinations of coefficients compare two arms, and which are the terms
 * that results.json lists. One shape for a model of arms alone and for one with covariates or absorbed effects.
 */
import type { Contrast, Frame } from '../frame.ts';
import {
  isNotGiven,
  type LinearErrors,
  type LinearOptions,
  type LinearResult,
  type NotGiven,
  type Result,
  type TermRow,
} from './estimator.ts';
import type { Fit } from './fit.ts';
import { type Coefficient, type Combination, modelCoefficients } from './model-coefficients.ts';
import type { Clusters } from './model-covariance.ts';
import { clusteringWarning, emptyArm, oneInArm } from './refusals.ts';

export type ArmModel = {
  readonly fit: Fit;
  /** Cluster of each row of the fit; null where the row itself is the unit. */
  readonly clusters: Clusters | null;
  /** Arm a's mean outcome less arm b's, at the same covariates; or why it cannot be had. */
  readonly difference: (a: number, b: number) => Result<Combination>;
  readonly terms: readonly { readonly term: string; readonly combination: Result<Combination> }[];
};

/** Why an arm has no variation of its own under these errors: nobody there, or one person or cluster. */
export function unknownArms(frame: Frame, errors: LinearErrors): readonly (NotGiven | undefined)[] {
  const units = unitsInArms(frame, errors.startsWith('CR'));
  return frame.arms.map((_, arm) => {
    if (units[arm] === 0) return emptyArm(frame, arm);
    if (units[arm] !== 1 || errors === 'classical') return undefined;
    return oneInArm(frame, arm, errors.startsWith('CR') ? 'cluster' : 'person');
  });
}

/** People, or clusters with people, in each arm. */
function unitsInArms({ rows, arm, arms, weight, cluster, clusterCount }: Frame, isClustered: boolean): Float64Array {
  const units = new Float64Array(arms.length);
  const seen = isClustered && cluster !== null ? new Uint8Array(clusterCount * arms.length) : null;
  for (let row = 0; row < rows; row += 1) {
    const a = arm[row] ?? 0;
    const place = (cluster?.[row] ?? 0) * arms.length + a;
    if (seen !== null && seen[place] === 1) continue;
    units[a] = (units[a] ?? 0) + (seen !== null || weight === null ? 1 : (weight[row] ?? 0));
    if (seen !== null) seen[place] = 1;
  }
  return units;
}

/** One result per contrast, in their order; `n` counts the people of all arms. */
export function armModelResults(
  frame: Frame,
  model: ArmModel,
  contrasts: readonly Contrast[],
  { errors, level }: LinearOptions,
): readonly Result<LinearResult>[] {
  const wanted = [
    ...model.terms.map(({ combination }) => combination),
    ...contrasts.map(({ treated, reference }) => model.difference(treated, reference)),
  ];
  const found = modelCoefficients(model.fit, model.clusters, errors, wanted, level);
  if (isNotGiven(found)) return contrasts.map(() => found);
  const terms = model.terms.map(({ term }, index) => termRow(term, found.given[index]));
  return contrasts.map((_, index) => {
    const difference = found.given[model.terms.length + index];
    if (difference === undefined) throw new Error('a contrast has no coefficient');
    if (isNotGiven(difference)) return difference;
    const { interval, ...figures } = difference;
    return {
      quantity: frame.outcomeKind === 'binary' ? 'risk-difference' : 'mean-difference',
      ...figures,
      interval,
      level,
      n: model.fit.people,
      ...(found.clusters === null ? clusteringWarning(frame) : { clusters: found.clusters }),
      terms,
    };
  });
}

/** A coefficient under its name, without the name of its distribution: every term has the model's. */
export function termRow(term: string, given: Result<Coefficient> | undefined): TermRow {
  if (given === undefined) throw new Error(`the term ${term} has no coefficient`);
  if (isNotGiven(given)) return { term, ...given };
  const { estimate, standardError, statistic, df, p, logP, interval } = given;
  return { term, estimate, standardError, statistic, df, p, logP, interval };
}
