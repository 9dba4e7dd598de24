/**
 * Whole ceremonies drawn, their sizes from 3 to 22 and unlike in the arms, people of one ceremony alike (intraclass correlation
 * about 0.08); no effect. Then the same with few ceremonies, where only CR2 with its degrees of freedom is near its level.
 */
import { calibrate, type Scenario } from './calibrate.ts';
import type { Chance } from './chance.ts';
import { about, largeSample } from './claims.ts';
import * as outcomes from './outcomes.ts';

const ceremonyShift = 0.3;

/** People of `treated` and of `other` ceremonies; each ceremony has a common part of its outcomes. */
function ceremonies(treated: number, other: number) {
  return (random: Chance): readonly string[] => {
    const arms = random.shuffled([
      ['letter', treated],
      ['standard', other],
    ]);
    return arms.flatMap((arm, ceremony) => {
      const size = 3 + Math.floor(20 * random.uniform() * random.uniform());
      const common = ceremonyShift * random.normal();
      return Array.from({ length: size }, () => {
        const voted = random.happens(Math.min(1, Math.max(0, 0.4 + 0.5 * common)));
        const days = common + random.normal();
        const seen = outcomes.followUp(random, 60 * Math.exp(-common), [30, 90]);
        return [arm, ceremony, voted, days.toFixed(6), ...seen].join();
      });
    });
  };
}

const shared: Pick<Scenario, 'plan' | 'header'> = {
  plan: {
    ...outcomes.twoArms,
    cluster: 'ceremony',
    outcomes: [outcomes.voted, outcomes.days, outcomes.registered],
  },
  header: 'arm,ceremony,voted,days,seen,registered',
};
const voted = about('voted');
const days = about('days');
const time = about('registered');
const liberal = { above: 0.02, because: 'the sandwich is too small with 24 to 36 clusters' } as const;

calibrate({
  ...shared,
  name: 'ceremonies, 24 to 36 of unlike size',
  trials: 2_500,
  simulate: ceremonies(24, 36),
  claims: [
    voted('linear, CR2, a share', { method: 'linear', errors: 'CR2' }, largeSample),
    days('linear, CR2', { method: 'linear', errors: 'CR2' }),
    days('linear, CR1S', { method: 'linear', errors: 'CR1S' }, liberal),
    days('linear, CR0', { method: 'linear', errors: 'CR0' }, { above: 0.03, because: liberal.because }),
    days('difference in means, clustered', { method: 'difference-in-means', design: 'clustered' }),
    days('Wald, HTZ', { method: 'wald-joint', of: 'claim-1', test: 'HTZ' }),
    voted('logistic, CR1', { method: 'logistic', errors: 'CR1' }, liberal),
    voted('logistic standardised, CR1', { method: 'logistic', errors: 'CR1', report: 'standardised' }, liberal),
    voted('Poisson, CR1', { method: 'poisson', errors: 'CR1' }, liberal),
    days('GEE, independence', { method: 'gee' }, liberal),
    days('GEE, exchangeable', { method: 'gee', working: 'exchangeable' }, liberal),
    voted('GEE, exchangeable, logit', { method: 'gee', working: 'exchangeable', link: 'logit' }, liberal),
    time('Cox, CR0', { method: 'cox', errors: 'CR0' }, liberal),
    days(
      'intraclass correlation',
      { method: 'icc' },
      {
        truth: ceremonyShift ** 2 / (1 + ceremonyShift ** 2),
        ...largeSample,
        because: "Searle's interval is for equal sizes",
      },
    ),
    days(
      'linear, HC2, ceremonies ignored',
      { method: 'linear', errors: 'HC2' },
      {
        failsBy: 0.05,
        because: 'ceremonies are alike: the reason for the warning ignores-clustering',
      },
    ),
    time(
      'log-rank, ceremonies ignored',
      { method: 'log-rank' },
      {
        failsBy: 0.02,
        because: 'ceremonies are alike: the reason for the warning ignores-clustering',
      },
    ),
  ],
});

calibrate({
  ...shared,
  name: 'few ceremonies, 4 to 9',
  trials: 1_500,
  simulate: ceremonies(4, 9),
  claims: [
    days(
      'linear, CR2',
      { method: 'linear', errors: 'CR2' },
      {
        below: 0.02,
        above: 0.015,
        because: 'Satterthwaite’s df with 4 clusters',
      },
    ),
    days(
      'difference in means, clustered',
      { method: 'difference-in-means', design: 'clustered' },
      {
        below: 0.02,
        above: 0.015,
        because: 'Satterthwaite’s df with 4 clusters',
      },
    ),
    days(
      'linear, CR1S',
      { method: 'linear', errors: 'CR1S' },
      {
        failsBy: 0.02,
        because: 'the sandwich with df G − 1 is too small with 4 clusters: the reason for the default CR2',
      },
    ),
    days(
      'GEE, independence',
      { method: 'gee' },
      { failsBy: 0.04, because: 'the sandwich with a normal tail, 4 clusters' },
    ),
  ],
});
