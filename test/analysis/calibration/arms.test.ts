/** Three unequal arms of ceremonies, no effect: joint tests, and families of tests of which none may reject. */
import { calibrate } from './calibrate.ts';
import type { Chance } from './chance.ts';
import { about, largeSample } from './claims.ts';
import { smallestAdjustedP } from './looks.ts';
import * as outcomes from './outcomes.ts';

function simulate(random: Chance): readonly string[] {
  const arms = random.shuffled([
    ['standard', 30],
    ['letter', 18],
    ['visit', 12],
  ]);
  return arms.flatMap((arm, home) => {
    const common = 0.5 * random.normal();
    return Array.from({ length: random.integer(1, 5) }, () => {
      const cells = [arm, home, (common + random.normal()).toFixed(6), random.integer(1, 3), random.happens(0.4)];
      return [...cells, ...outcomes.followUp(random, 60, [30, 90])].join();
    });
  });
}

const days = about('days');
const alone = { cluster: null };
const joint = { below: 0.015, above: 0.015, because: 'approximate degrees of freedom' } as const;
const family = { below: 0.02, because: 'bounds on the error of a family are not sharp' } as const;

calibrate({
  name: 'three unequal arms, 60 households',
  trials: 1_000,
  plan: {
    ...outcomes.twoArms,
    cluster: 'home',
    outcomes: [outcomes.days, { name: 'grade', column: 'grade', kind: 'ordinal' }, outcomes.voted, outcomes.registered],
    multiplicity: { method: 'holm', across: 'contrasts' },
  },
  header: 'arm,home,days,grade,voted,seen,registered',
  simulate,
  claims: [
    days('CR2, either contrast, Holm', { method: 'linear', errors: 'CR2' }, { p: smallestAdjustedP, ...family }),
    days('Wald, HTZ', { method: 'wald-joint', of: 'claim-0', test: 'HTZ' }, joint),
    days(
      'CR1S, either contrast, Holm',
      { method: 'linear', errors: 'CR1S' },
      { p: smallestAdjustedP, ...family, above: 0.03 },
    ),
    days(
      'Wald, F',
      { method: 'wald-joint', of: 'claim-2' },
      { above: 0.04, because: 'the sandwich with 12 to 30 clusters' },
    ),
    about('grade')('chi-squared, all arms', { method: 'chi-squared', over: 'all-arms', ...alone }),
    about('voted')('chi-squared, all arms, binary', { method: 'chi-squared', over: 'all-arms', ...alone }, largeSample),
    about('registered')('log-rank, all arms', { method: 'log-rank', over: 'all-arms', ...alone }, largeSample),
    about('voted')(
      'risk difference, either contrast, Holm',
      { method: 'risk-difference', interval: 'miettinen-nurminen', ...alone },
      { p: smallestAdjustedP, ...family },
    ),
  ],
});

calibrate({
  name: 'three arms drawn simply, 5 : 3 : 2',
  trials: 2_000,
  plan: { ...outcomes.twoArms, outcomes: [outcomes.voted] },
  header: 'arm,voted',
  simulate: (random) =>
    Array.from({ length: 120 }, () => {
      const place = random.integer(1, 10);
      return `${place <= 5 ? 'standard' : place <= 8 ? 'letter' : 'visit'},${random.happens(0.4)}`;
    }),
  claims: [{ id: 'sample ratio', estimator: { method: 'sample-ratio', ratio: { standard: 5, letter: 3, visit: 2 } } }],
});
