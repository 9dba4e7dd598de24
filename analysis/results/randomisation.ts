/** Runs randomisation inference for the contrasts of an estimator, by its declared scheme or by the trial's own draw. */
import type { FrameWithColumns } from '../dataset/frames.ts';
import type { Result } from '../estimators/estimator.ts';
import { groupsOf } from '../estimators/groups.ts';
import type { CategoryColumn, Contrast } from '../frame.ts';
import { type RedrawEstimator, redrawSchemeOf } from '../plan/redraw-scheme.ts';
import type { Plan } from '../plan/schema.ts';
import { randomisationInference } from '../randomisation-inference/randomisation-inference.ts';
import type { RandomisationResult } from '../randomisation-inference/randomisation-result.ts';
import type { RedrawScheme } from '../randomisation-inference/scheme.ts';
import type { TrialRedraws } from '../randomisation-inference/trial-redraws.ts';

/** One for each contrast, in their order. @param trial needed by the scheme "protocol" alone */
export function inferByRedraws(
  plan: Plan,
  estimator: RedrawEstimator,
  framed: FrameWithColumns,
  contrasts: readonly Contrast[],
  trial: TrialRedraws | null,
  level: number,
): readonly Result<RandomisationResult>[] {
  const scheme = schemeOf(plan, estimator, framed, trial);
  return randomisationInference(framed.frame, contrasts, scheme, { ...estimator, seed: String(estimator.seed), level });
}

function schemeOf(
  plan: Plan,
  estimator: RedrawEstimator,
  { frame, columns }: FrameWithColumns,
  trial: TrialRedraws | null,
): RedrawScheme {
  const planned = redrawSchemeOf(plan, estimator);
  const categories = columns.filter((column) => column.kind === 'category');
  if (planned.kind === 'protocol') {
    const [unit] = categories;
    if (trial === null || unit === undefined) throw new Error('the trial’s own scheme was let pass without its draw');
    return { kind: 'protocol', trial, unit };
  }
  const { cluster, clusterCount } = frame;
  const isClustered = planned.kind.endsWith('clustered') && cluster !== null;
  return {
    kind: 'declared',
    drawn: {
      unit: isClustered ? { codes: cluster, count: clusterCount } : null,
      cell: categories.length === 0 ? null : blockNumbers(categories),
      isBlocked: categories.length > 0,
    },
  };
}

/** Blocks numbered by their levels, not by which row comes first. */
function blockNumbers(columns: readonly CategoryColumn[]): Int32Array {
  const { codes, count } = groupsOf(columns);
  const firstRow = new Int32Array(count).fill(-1);
  for (const [row, code] of codes.entries()) if (firstRow[code] === -1) firstRow[code] = row;
  const inOrder = Int32Array.from(firstRow.keys()).sort((a, b) => {
    for (const { codes: own } of columns) {
      const apart = (own[firstRow[a] ?? 0] ?? 0) - (own[firstRow[b] ?? 0] ?? 0);
      if (apart !== 0) return apart;
    }
    return 0;
  });
  const numberOf = new Int32Array(count);
  for (const [number, code] of inOrder.entries()) numberOf[code] = number;
  return codes.map((code) => numberOf[code] ?? 0);
}
