/** People and successes of each arm for a binary outcome: all that a proportion, or a difference of two, needs. */
import type { Frame } from '../frame.ts';

export type ArmCount = { readonly n: number; readonly count: number };

/** One entry per arm, in the frame's order; exact, since both are sums of whole numbers. */
export function armCounts({ rows, outcome, arm, arms, weight }: Frame): readonly ArmCount[] {
  const n = new Float64Array(arms.length);
  const count = new Float64Array(arms.length);
  for (let row = 0; row < rows; row += 1) {
    const a = arm[row] ?? 0;
    const w = weight === null ? 1 : (weight[row] ?? 0);
    n[a] = (n[a] ?? 0) + w;
    if (outcome[row] === 1) count[a] = (count[a] ?? 0) + w;
  }
  return arms.map((_, a) => ({ n: n[a] ?? 0, count: count[a] ?? 0 }));
}
