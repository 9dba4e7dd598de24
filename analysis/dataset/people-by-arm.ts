/** How many people, or units, each arm of a population has, whatever is known of their outcomes. */
import type { Dataset } from './dataset.ts';
import type { Population } from './frames.ts';

/** In the order of `population.arms`; a frequency weight counts as that many people. */
export function peopleByArm({ arms, armOf }: Dataset, { isIn, weights, arms: present }: Population): readonly number[] {
  const people = new Float64Array(arms.length);
  for (let row = 0; row < isIn.length; row += 1) {
    if (isIn[row] === 0) continue;
    const arm = armOf[row] ?? 0;
    people[arm] = (people[arm] ?? 0) + (weights?.[row] ?? 1);
  }
  return present.map((arm) => people[arms.indexOf(arm)] ?? 0);
}
