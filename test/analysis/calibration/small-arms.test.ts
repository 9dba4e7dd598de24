/** Counts of small, unequal arms: 30 people in the reference with a share of 0.2, 45 in the other with one of 0.35. */
import { calibrate } from './calibrate.ts';
import { about } from './claims.ts';
import { intervalOfArm } from './looks.ts';
import { twoArms, voted } from './outcomes.ts';

const arms = [
  ['standard', 30, 0.2],
  ['letter', 45, 0.35],
] as const;
const share = about('voted');
const because = 'counts of small arms are discrete';

calibrate({
  name: 'small arms, 45 to 30',
  trials: 2_500,
  plan: { ...twoArms, weight: 'people', outcomes: [voted] },
  header: 'arm,voted,people',
  simulate: (random) =>
    arms.flatMap(([arm, size, chance]) => {
      const count = Array.from({ length: size }, () => random.happens(chance)).filter((one) => one === 1).length;
      return [`${arm},1,${count}`, `${arm},0,${size - count}`];
    }),
  claims: [
    ...(
      [
        ['newcombe', 0.01, 0.03],
        ['newcombe-continuity', 0, 0.05],
        ['agresti-caffo', 0.01, 0.03],
        ['miettinen-nurminen', 0.01, 0.03],
      ] as const
    ).map(([interval, below, above]) =>
      share(`difference, ${interval}`, { method: 'risk-difference', interval }, { truth: 0.15, below, above, because }),
    ),
    ...(
      [
        ['clopper-pearson', 0, 0.05],
        ['wilson', 0.02, 0.03],
        ['jeffreys', 0.02, 0.03],
        ['agresti-coull', 0.01, 0.04],
      ] as const
    ).map(([interval, below, above]) =>
      share(
        `proportion, ${interval}`,
        { method: 'proportions', interval },
        { truth: 0.2, below, above, because, interval: intervalOfArm(0) },
      ),
    ),
  ],
});
