/** Three unequal arms of ceremonies, no effect: joint tests, and families of tests of which none may reject. */
import { calibrate } from './calibrate.ts';
import type { Chance } from './chance.ts';
import { about, largeSample } from './claims.ts';
import { smallestAdjustedP } from './looks.ts';

function simulate(random: Chance): readonly string[] {
  const arms = random.shuffled([
    ['standard', 30],
    ['letter', 18],
    ['visit', 12],
  ]);
  return arms.flatMap((arm, home) => {
    const common = 0.5 * random.normal();
    return Array.from({ length: random.integer(1, 5) }, () => {
      const wait = random.waiting(60);
      const seenFor = 30 + 60 * random.uniform();
      const cells = [arm, home, (common + random.normal()).toFixed(6), random.integer(1, 3), random.happens(0.4)];
      return [...cells, Math.min(wait, seenFor).toFixed(6), wait <= seenFor ? 1 : 0].join();
    });
  });
}

const days = about('days');
const alone = { cluster: null };
const joint = { below: 0.015, above: 0.015, because: 'approximate degrees of freedom' } as const;
const family = { below: 0.02, because: 'bounds on the error of a family are not sharp' } as const;

calibrate({
  name: 'three unequal arms, 60 households',
  seed: 1979,
  trials: 1_000,
  plan: {
    arm: { column: 'arm', reference: 'standard' },
    cluster: 'home',
    outcomes: [
      { name: 'days', column: 'days', kind: 'continuous' },
      { name: 'grade', column: 'grade', kind: 'ordinal' },
      { name: 'voted', column: 'voted', kind: 'binary' },
      { name: 'registered', kind: 'time-to-event', time: 'seen', event: 'registered' },
    ],
    contrasts: 'each-against-reference',
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
    {
      id: 'sample ratio',
      estimator: { method: 'sample-ratio', ratio: { standard: 5, letter: 3, visit: 2 } },
      below: 0.05,
      because: 'the draw keeps the ratio exactly',
    },
  ],
});
