/** The scheme by which randomisation inference draws again: as its estimator declares it, else the design the plan declares. */
import type { Plan, PlannedEstimator } from './schema.ts';
import type { Finding } from './schema-problems.ts';

export type RedrawEstimator = Extract<PlannedEstimator, { readonly method: 'randomisation-inference' }>;
export type RedrawSchemeInPlan =
  | { readonly kind: 'protocol' }
  | {
      readonly kind: 'complete' | 'blocked' | 'clustered' | 'blocked-clustered';
      /** Columns whose values together name the block; none where arms are drawn over all units. */
      readonly blocks: readonly string[];
    };

/** Names the unit that was drawn, in every data set of a trial. */
export const unitColumn = 'unit';

/** Without a scheme, clusters are drawn where there is a cluster, within the strata where there are any. */
export function redrawSchemeOf(
  plan: Plan,
  { scheme, strata: own, cluster: ownCluster }: RedrawEstimator,
): RedrawSchemeInPlan {
  const strata = own ?? plan.strata;
  if (scheme === 'protocol') return { kind: 'protocol' };
  if (scheme !== undefined) {
    const isBlocked = scheme.kind.startsWith('blocked');
    return { kind: scheme.kind, blocks: isBlocked ? (scheme.blocks ?? strata) : [] };
  }
  const isClustered = (ownCluster === undefined ? plan.cluster : ownCluster) != null;
  if (strata.length === 0) return { kind: isClustered ? 'clustered' : 'complete', blocks: [] };
  return { kind: isClustered ? 'blocked-clustered' : 'blocked', blocks: strata };
}

/** One finding for each estimator that needs the trial's own draw, where only a file is given. */
export function unknownDraw({ estimators }: Plan): readonly Finding[] {
  return estimators.flatMap((estimator, index): readonly Finding[] => {
    if (estimator.method !== 'randomisation-inference' || estimator.scheme !== 'protocol') return [];
    const message =
      'a file does not say how its trial was drawn: the trial’s own scheme runs in the service, with the locked plan; here declare one, such as { "kind": "complete" }';
    return [{ path: ['estimators', index, 'scheme'], message, part: 'value' }];
  });
}
