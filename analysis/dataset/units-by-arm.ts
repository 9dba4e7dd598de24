/** Which arm each cluster of a population belongs to, as counts: the units that were randomised. */
import type { Dataset } from './dataset.ts';
import type { Population } from './frames.ts';

/** Clusters of each arm in the order of `population.arms`; null where a cluster has people in two arms. */
export function clustersByArm(
  { arms, armOf }: Dataset,
  { isIn, cluster, arms: present }: Population,
): readonly number[] | null {
  if (cluster === null) throw new Error('the population has no clusters to count');
  const armOfCluster = new Int32Array(cluster.count).fill(-1);
  for (let row = 0; row < isIn.length; row += 1) {
    if (isIn[row] === 0) continue;
    const code = cluster.codes[row] ?? 0;
    const arm = armOf[row] ?? 0;
    if (armOfCluster[code] !== -1 && armOfCluster[code] !== arm) return null;
    armOfCluster[code] = arm;
  }
  const counts = new Float64Array(arms.length);
  for (const arm of armOfCluster) if (arm >= 0) counts[arm] = (counts[arm] ?? 0) + 1;
  return present.map((arm) => counts[arms.indexOf(arm)] ?? 0);
}
