/**
 * Whole ceremonies drawn, 24 to 36, of which a visit reaches some: in every second ceremony nearly all people, in the others few.
 * The visit saves the same days for everybody whom it reaches, and people of one ceremony are alike.
 */
import { calibrate } from './calibrate.ts';
import type { Chance } from './chance.ts';
import { about } from './claims.ts';
import { andersonRubin } from './looks.ts';
import * as outcomes from './outcomes.ts';

const saved = -0.6;
const days = about('days');

function simulate(random: Chance): readonly string[] {
  const arms = random.shuffled([
    ['letter', 24],
    ['standard', 36],
  ]);
  return arms.flatMap((arm, ceremony) => {
    const common = 0.4 * random.normal();
    const reach = random.happens(0.5) === 1 ? 0.9 : 0.4;
    return Array.from({ length: random.integer(3, 15) }, () => {
      const visited = arm === 'letter' ? random.happens(reach) : 0;
      return [arm, ceremony, visited, (common + random.normal() + saved * visited).toFixed(6)].join();
    });
  });
}

const stages = { method: 'two-stage-least-squares', received: 'visited' } as const;
const effect = { truth: saved };

calibrate({
  name: 'ceremonies, 24 to 36, a visit to some',
  trials: 1_500,
  plan: { ...outcomes.twoArms, cluster: 'ceremony', outcomes: [outcomes.days] },
  header: 'arm,ceremony,visited,days',
  simulate,
  claims: [
    days('complier effect, CR2', { ...stages, errors: 'CR2' }, effect),
    days(
      'complier effect, CR1S',
      { ...stages, errors: 'CR1S' },
      { ...effect, below: 0.02, because: 'the sandwich is too small with 24 to 36 clusters' },
    ),
    days(
      'complier effect, Anderson-Rubin, CR2',
      { ...stages, errors: 'CR2', andersonRubin: true },
      { ...effect, interval: andersonRubin },
    ),
    days(
      'complier effect, HC2, ceremonies ignored',
      { ...stages, errors: 'HC2' },
      { ...effect, failsBy: 0.05, because: 'people of a ceremony are alike' },
    ),
  ],
});
