/**
 * Six boroughs, people drawn within each, 25 to 75 an arm, unlike sizes. First the same effect in all, then effects that differ
 * from borough to borough about their mean, which only Knapp and Hartung's interval holds as often as it says with six.
 */
import { calibrate, type Scenario } from './calibrate.ts';
import type { Chance } from './chance.ts';
import { about, largeSample } from './claims.ts';
import { prediction, withoutFirstSite } from './looks.ts';
import * as outcomes from './outcomes.ts';

const effect = 0.5;
const sizes = [50, 60, 80, 90, 120, 150];

/** `spread`: standard deviation of the boroughs' effects. */
function boroughs(spread: number) {
  return (random: Chance): readonly string[] =>
    sizes.flatMap((size, borough) => {
      const level = random.normal();
      const own = effect + spread * random.normal();
      const arms = random.shuffled([
        ['letter', size / 2],
        ['standard', size / 2],
      ]);
      return arms.map((arm) => {
        const isTreated = arm === 'letter';
        const mean = level + (isTreated ? own : 0) + random.normal();
        return [arm, borough, mean.toFixed(6), random.happens(0.2 + borough / 12)].join();
      });
    });
}

const shared: Pick<Scenario, 'plan' | 'header'> = {
  plan: {
    ...outcomes.twoArms,
    strata: ['borough'],
    outcomes: [outcomes.days, outcomes.voted],
  },
  header: 'arm,borough,days,voted',
};
const days = about('days');
const voted = about('voted');
const pooled = { method: 'sites', by: 'borough', measure: 'mean-difference' } as const;
const mean = { truth: effect };

calibrate({
  ...shared,
  name: 'six boroughs, one effect',
  trials: 400,
  simulate: boroughs(0),
  claims: [
    days('fixed', pooled, { ...mean, ...largeSample }),
    days(
      'DerSimonian-Laird',
      { ...pooled, model: 'dersimonian-laird' },
      { ...mean, above: 0.03, because: 'no variance between boroughs is left' },
    ),
    days(
      'REML',
      { ...pooled, model: 'reml' },
      { ...mean, above: 0.03, because: 'no variance between boroughs is left' },
    ),
    days(
      'fixed, without the first borough',
      { ...pooled, leaveOneOut: true },
      { ...mean, ...largeSample, interval: withoutFirstSite },
    ),
    days('linear, boroughs as fixed effects', { method: 'linear', fixedEffects: ['borough'] }, mean),
    days('difference in means, blocked', { method: 'difference-in-means', design: 'blocked' }, mean),
    voted('Mantel-Haenszel odds ratio', { method: 'mantel-haenszel' }, { truth: 1 }),
    voted('Mantel-Haenszel risk difference', { method: 'mantel-haenszel', measure: 'risk-difference' }, { truth: 0 }),
    voted('risk difference pooled, fixed', { method: 'sites', by: 'borough' }, { truth: 0, ...largeSample }),
  ],
});

calibrate({
  ...shared,
  name: 'six boroughs, effects that differ',
  trials: 600,
  simulate: boroughs(0.4),
  claims: [
    days('fixed', pooled, { ...mean, failsBy: 0.1, because: 'a fixed effect is not the mean of effects that differ' }),
    days(
      'DerSimonian-Laird',
      { ...pooled, model: 'dersimonian-laird' },
      {
        ...mean,
        failsBy: 0.02,
        because: 'a normal interval with six boroughs: IntHout, Ioannidis & Borm 2014',
      },
    ),
    days(
      'REML',
      { ...pooled, model: 'reml' },
      {
        ...mean,
        failsBy: 0.02,
        because: 'a normal interval with six boroughs: IntHout, Ioannidis & Borm 2014',
      },
    ),
    days('REML, Knapp-Hartung', { ...pooled, model: 'reml', knappHartung: true }, { ...mean, ...largeSample }),
  ],
});

/** The effect in a seventh borough, which no row of the trial is from, stands in the last cell of each row. */
calibrate({
  ...shared,
  name: 'six boroughs, and a seventh to come',
  trials: 600,
  header: 'arm,borough,days,voted,next',
  simulate: (random) => {
    const rows = boroughs(0.4)(random);
    const next = effect + 0.4 * random.normal();
    return rows.map((row) => `${row},${next}`);
  },
  claims: (['dersimonian-laird', 'reml'] as const).flatMap((model) =>
    [false, true].map((knappHartung) =>
      days(
        `prediction, ${model}${knappHartung ? ', Knapp-Hartung' : ''}`,
        { ...pooled, model, knappHartung },
        {
          truth: (rows) => Number(rows[0]?.split(',').at(-1)),
          interval: prediction,
          because: 'the variance between six boroughs is an estimate that the interval takes as known',
          ...(knappHartung ? { below: 0.04 } : { failsBy: 0.03 }),
        },
      ),
    ),
  ),
});
