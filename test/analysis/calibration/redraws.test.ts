/**
 * Randomisation inference: unequal arms of unlike clusters, blocks with unequal shares, a family of three arms. Then an effect that
 * differs between people and is 0 on average: the hypothesis that nobody is affected is wrong, and only the studentised
 * statistic keeps its level for the average (Chung & Romano 2013, Ann. Statist. 41:484–507).
 */
import { calibrate } from './calibrate.ts';
import type { Chance } from './chance.ts';
import { about } from './claims.ts';
import { smallestAdjustedP } from './looks.ts';
import * as outcomes from './outcomes.ts';

const method = { method: 'randomisation-inference', draws: 199, exactBelow: 0 } as const;
/** p is below 0.05, not at it, in 9 of 200. */
const strict = { below: 0.005, because: 'p has steps of 1/200' } as const;
const days = about('days');
const voted = about('voted');

/** Clusters of 1 to 8, unlike in the arms; `effect` is added for the treated. */
function clusters(arms: readonly (readonly [arm: string, count: number])[], effect: number) {
  return (random: Chance): readonly string[] =>
    random.shuffled(arms).flatMap((arm, home) => {
      const common = 0.7 * random.normal();
      return Array.from({ length: random.integer(1, 8) }, () => {
        const value = common + random.normal() + (arm === 'letter' ? effect : 0);
        return [arm, home, value.toFixed(6), random.happens(0.3)].join();
      });
    });
}

calibrate({
  name: 're-draws, 6 and 14 clusters',
  trials: 1_500,
  plan: { ...outcomes.twoArms, cluster: 'home', outcomes: [outcomes.days, outcomes.voted] },
  header: 'arm,home,days,voted',
  simulate: clusters(
    [
      ['letter', 6],
      ['standard', 14],
    ],
    0,
  ),
  claims: [
    days('clustered, studentised', method, strict),
    days('clustered, difference', { ...method, statistic: 'difference' }, strict),
    voted('clustered, a share', method, strict),
    days(
      'complete, clusters ignored',
      { ...method, scheme: { kind: 'complete' } },
      { failsBy: 0.05, because: 'people of a cluster are alike' },
    ),
  ],
});

calibrate({
  name: 're-draws, 6 and 14 clusters, an effect',
  trials: 1_000,
  plan: { ...outcomes.twoArms, cluster: 'home', outcomes: [outcomes.days] },
  header: 'arm,home,days,voted',
  simulate: clusters(
    [
      ['letter', 6],
      ['standard', 14],
    ],
    0.5,
  ),
  claims: [
    days('interval, studentised', { ...method, interval: true }, { truth: 0.5 }),
    days('interval, difference', { ...method, interval: true, statistic: 'difference' }, { truth: 0.5 }),
  ],
});

calibrate({
  name: 're-draws, three arms in blocks of unequal shares',
  trials: 1_500,
  plan: { ...outcomes.twoArms, strata: ['borough'], outcomes: [outcomes.days, outcomes.voted] },
  header: 'arm,borough,days,voted',
  simulate: (random) =>
    [
      [12, 6, 6],
      [4, 9, 5],
      [8, 3, 10],
    ].flatMap(([standard = 0, letter = 0, visit = 0], borough) =>
      random
        .shuffled([
          ['standard', standard],
          ['letter', letter],
          ['visit', visit],
        ])
        .map((arm) => [arm, borough, (borough + random.normal()).toFixed(6), random.happens(0.2 + borough / 4)].join()),
    ),
  claims: [
    days('blocked', method, strict),
    voted('blocked, a share', method, { below: 0.02, because: 'shares of few people are discrete' }),
    days('blocked, global null', { ...method, null: 'global' }, strict),
    days('max-T, either contrast', { ...method, maxT: true }, { p: smallestAdjustedP, ...strict }),
    days(
      'max-T, either contrast, difference',
      { ...method, maxT: true, statistic: 'difference' },
      { p: smallestAdjustedP, ...strict },
    ),
  ],
});

calibrate({
  name: 're-draws, effects that differ about 0',
  trials: 1_500,
  plan: { ...outcomes.twoArms, outcomes: [outcomes.days] },
  header: 'arm,days',
  simulate: (random) =>
    random
      .shuffled([
        ['letter', 15],
        ['standard', 60],
      ])
      .map((arm) => `${arm},${((arm === 'letter' ? 3 : 1) * random.normal()).toFixed(6)}`),
  claims: [
    days('studentised', method, { above: 0.02, because: 'its level for averages is of large samples' }),
    days(
      'difference',
      { ...method, statistic: 'difference' },
      { failsBy: 0.1, because: 'the smaller arm varies more' },
    ),
  ],
});
