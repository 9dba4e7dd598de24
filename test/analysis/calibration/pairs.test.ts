/**
 * Pairs of people, and pairs of ceremonies of unlike size, one of each pair drawn; the two of a pair are alike. No effect for
 * anybody, then one that all share.
 */
import { calibrate, type Scenario } from './calibrate.ts';
import type { Chance } from './chance.ts';
import { about } from './claims.ts';
import * as outcomes from './outcomes.ts';

const pairs = 16;
const days = about('days');

/** Each pair has a common part; `sizes` gives how many people a unit of it has, 1 where people are drawn. */
function paired(effect: number, [least, most]: readonly [number, number]) {
  return (random: Chance): readonly string[] =>
    Array.from({ length: pairs }, (_, pair) => {
      const level = random.normal();
      const arms = random.shuffled([
        ['letter', 1],
        ['standard', 1],
      ]);
      return arms.flatMap((arm, half) => {
        const own = level + 0.3 * random.normal();
        return Array.from({ length: random.integer(least, most) }, () => {
          const value = own + random.normal() + (arm === 'letter' ? effect : 0);
          return [arm, pair, 2 * pair + half, value.toFixed(6)].join();
        });
      });
    }).flat();
}

const shared: Pick<Scenario, 'plan' | 'header' | 'trials'> = {
  trials: 1_500,
  plan: { ...outcomes.twoArms, cluster: 'ceremony', outcomes: [outcomes.days] },
  header: 'arm,pair,ceremony,days',
};
const clustered = { method: 'difference-in-means', design: 'matched-pair-clustered', blocks: ['pair'] } as const;

calibrate({
  ...shared,
  name: 'sixteen pairs of people',
  simulate: paired(0, [1, 1]),
  claims: [
    days('t, pairs', { method: 't-test', pairs: 'pair' }),
    days('difference in means, pairs', { method: 'difference-in-means', design: 'matched-pair', blocks: ['pair'] }),
    days(
      't, pairs ignored',
      { method: 't-test' },
      { below: 0.05, because: 'people of a pair are alike, which this test does not know' },
    ),
  ],
});

calibrate({
  ...shared,
  name: 'sixteen pairs of ceremonies, an effect',
  simulate: paired(0.5, [4, 12]),
  claims: [days('difference in means, pairs of ceremonies', clustered, { truth: 0.5 })],
});
