/**
 * The same kind of trial with an effect: intervals hold the true one. 60 people to 90; registering to vote rises from 0.35
 * to 0.5, days fall by 6, the hazard of registering is 1.5 times as high, and a visit, which reaches two in three, saves 9 days.
 */
import { calibrate } from './calibrate.ts';
import type { Chance } from './chance.ts';
import { about, discrete, largeSample, wide } from './claims.ts';
import { andersonRubin, intervalOfArm, medianOf, survivalAt } from './looks.ts';
import * as outcomes from './outcomes.ts';

const [reference, treated] = [0.35, 0.5];
const effectOfVisit = -9;
const visits = 2 / 3;
const hazardRatio = 1.5;
const meanWait = 60;
const horizon = 40;

/** ∫₀ʰ exp(−t/mean) dt. */
const restricted = (mean: number) => mean * (1 - Math.exp(-horizon / mean));

function simulate(random: Chance): readonly string[] {
  const arms = random.shuffled([
    ['letter', 60],
    ['standard', 90],
  ]);
  return arms.map((arm) => {
    const isTreated = arm === 'letter';
    const visited = isTreated ? random.happens(visits) : 0;
    const days = 40 + 8 * random.normal() + effectOfVisit * visited;
    const voted = random.happens(isTreated ? treated : reference);
    const seen = outcomes.followUp(random, isTreated ? meanWait / hazardRatio : meanWait, [45, 105]);
    return [arm, voted, days.toFixed(6), visited, ...seen].join();
  });
}

const share = about('voted');
const mean = about('days');
const time = about('registered');
const difference = { truth: treated - reference };
const odds = treated / (1 - treated) / (reference / (1 - reference));
const saved = { truth: effectOfVisit * visits };
const longer = { truth: restricted(meanWait / hazardRatio) - restricted(meanWait) };

calibrate({
  name: 'people, 60 to 90, with an effect',
  trials: 1_000,
  plan: {
    ...outcomes.twoArms,
    outcomes: [outcomes.voted, outcomes.days, outcomes.registered],
  },
  header: 'arm,voted,days,visited,seen,registered',
  simulate,
  claims: [
    ...(['wald', 'agresti-coull', 'wilson', 'jeffreys'] as const).map((interval) =>
      share(
        `proportion, ${interval}`,
        { method: 'proportions', interval },
        { truth: treated, ...discrete, interval: intervalOfArm(1) },
      ),
    ),
    share(
      'proportion, clopper-pearson',
      { method: 'proportions', interval: 'clopper-pearson' },
      { truth: treated, ...wide, interval: intervalOfArm(1) },
    ),
    share('risk difference, wald', { method: 'risk-difference' }, { ...difference, ...largeSample }),
    share('risk difference, newcombe', { method: 'risk-difference', interval: 'newcombe' }, difference),
    share(
      'risk difference, newcombe-continuity',
      { method: 'risk-difference', interval: 'newcombe-continuity' },
      { ...difference, ...wide },
    ),
    share('risk difference, agresti-caffo', { method: 'risk-difference', interval: 'agresti-caffo' }, difference),
    share(
      'risk difference, miettinen-nurminen',
      { method: 'risk-difference', interval: 'miettinen-nurminen' },
      difference,
    ),
    share('risk ratio', { method: 'risk-ratio' }, { truth: treated / reference, ...largeSample }),
    share('odds ratio', { method: 'odds-ratio' }, { truth: odds, ...largeSample }),
    share('odds ratio, exact', { method: 'fisher-exact' }, { truth: odds, ...wide }),
    share('risk difference, linear HC2', { method: 'linear' }, { ...difference, ...largeSample }),
    share('odds ratio, logistic', { method: 'logistic' }, { truth: odds, ...largeSample }),
    share(
      'risk ratio, modified Poisson',
      { method: 'poisson', errors: 'HC0' },
      { truth: treated / reference, ...largeSample },
    ),
    mean('mean difference, Welch', { method: 't-test' }, saved),
    mean('equivalence at its margin', { method: 'equivalence', margin: -saved.truth }),
    mean('mean difference, linear HC2', { method: 'linear' }, saved),
    mean('mean difference, linear HC3', { method: 'linear', errors: 'HC3' }, saved),
    mean(
      'complier effect',
      { method: 'two-stage-least-squares', received: 'visited' },
      { truth: effectOfVisit, ...largeSample },
    ),
    mean(
      'complier effect, Anderson-Rubin',
      { method: 'two-stage-least-squares', received: 'visited', andersonRubin: true },
      { truth: effectOfVisit, interval: andersonRubin },
    ),
    time('hazard ratio', { method: 'cox' }, { truth: hazardRatio, ...largeSample }),
    time('restricted mean difference', { method: 'restricted-mean', horizon }, { ...longer, ...largeSample }),
    ...(['log', 'log-log'] as const).map((interval) =>
      time(
        `survival at day 30, ${interval}`,
        { method: 'kaplan-meier', interval },
        { truth: Math.exp(-30 / meanWait), interval: survivalAt('standard', 30), ...largeSample },
      ),
    ),
    ...(['log', 'log-log'] as const).map((interval) =>
      time(
        `median, ${interval}`,
        { method: 'kaplan-meier', interval },
        { truth: meanWait * Math.LN2, interval: medianOf('standard'), ...largeSample },
      ),
    ),
  ],
});
