/** A rare outcome, two in a hundred of 300 and of 200 people: no effect, so the difference is 0 and the ratios are 1. */
import { calibrate } from './calibrate.ts';
import type { Chance } from './chance.ts';
import { about, conservative, wide } from './claims.ts';
import { intervalOfArm } from './looks.ts';
import { twoArms } from './outcomes.ts';

const rate = 0.02;
const sizes = [
  ['standard', 300],
  ['letter', 200],
] as const;

/** Counts as frequency weights: four lines are a trial. */
function simulate(random: Chance): readonly string[] {
  return sizes.flatMap(([arm, size]) => {
    let count = 0;
    for (let person = 0; person < size; person += 1) count += random.happens(rate);
    return [`${arm},1,${count}`, `${arm},0,${size - count}`];
  });
}

const rare = about('registered');
const sparse = { below: 0.05, because: 'four to six events an arm: conservative' } as const;
const loose = { above: 0.045, below: 0.02, because: 'four to six events an arm' } as const;
/** An arm without events has no ratio: (1 − 0.02)²⁰⁰ = 0.018 of trials, and a few more in the other arm. */
const emptyArm = 0.035;

calibrate({
  name: 'a rare outcome, 2% of 200 to 300',
  trials: 2_000,
  plan: {
    ...twoArms,
    weight: 'people',
    outcomes: [{ name: 'registered', column: 'registered', kind: 'binary' }],
  },
  header: 'arm,registered,people',
  simulate,
  claims: [
    rare('chi-squared', { method: 'chi-squared' }, { ...sparse, refusals: 0.002 }),
    rare('Fisher', { method: 'fisher-exact' }, { ...conservative, refusals: 0.002 }),
    rare('score test', { method: 'risk-difference', interval: 'miettinen-nurminen' }, { ...sparse, refusals: 0.002 }),
    rare('risk ratio', { method: 'risk-ratio' }, { ...sparse, refusals: emptyArm }),
    rare('odds ratio', { method: 'odds-ratio' }, { ...sparse, refusals: emptyArm }),
    rare('difference, wald', { method: 'risk-difference' }, { truth: 0, ...loose, refusals: 0.002 }),
    rare('difference, newcombe', { method: 'risk-difference', interval: 'newcombe' }, { truth: 0, ...loose }),
    rare('difference, agresti-caffo', { method: 'risk-difference', interval: 'agresti-caffo' }, { truth: 0, ...loose }),
    rare(
      'difference, miettinen-nurminen',
      { method: 'risk-difference', interval: 'miettinen-nurminen' },
      { truth: 0, ...loose },
    ),
    rare('odds ratio, exact', { method: 'fisher-exact' }, { truth: 1, ...wide, refusals: 0.002 }),
    ...(['wilson', 'jeffreys', 'agresti-coull'] as const).map((interval) =>
      rare(
        `proportion, ${interval}`,
        { method: 'proportions', interval },
        { truth: rate, ...loose, interval: intervalOfArm(1) },
      ),
    ),
    rare(
      'proportion, clopper-pearson',
      { method: 'proportions', interval: 'clopper-pearson' },
      { truth: rate, ...wide, interval: intervalOfArm(1) },
    ),
    rare(
      'proportion, wald',
      { method: 'proportions' },
      {
        truth: rate,
        failsBy: 0.02,
        because: 'Wald leaves the truth out too often where events are rare: Brown, Cai & DasGupta 2001',
        refusals: emptyArm,
        interval: intervalOfArm(1),
      },
    ),
  ],
});
