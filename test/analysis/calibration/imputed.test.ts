/**
 * Outcomes missing at random: more often in one arm, and of older people. Filled in five times by a proper imputation, a normal
 * regression on age within each arm whose parameters are drawn anew for every set (Rubin 1987). The pooled intervals
 * hold the true difference.
 */
import { calibrate } from './calibrate.ts';
import type { Chance } from './chance.ts';
import { about } from './claims.ts';
import * as outcomes from './outcomes.ts';

const effect = 0.5;
const sets = 5;
type Person = { readonly arm: string; readonly age: number; readonly days: number; readonly isMissing: boolean };

function people(random: Chance): readonly Person[] {
  const arms = random.shuffled([
    ['letter', 40],
    ['standard', 60],
  ]);
  return arms.map((arm) => {
    const age = random.normal();
    const days = 0.7 * age + random.normal() + (arm === 'letter' ? effect : 0);
    const chance = (arm === 'letter' ? 0.45 : 0.25) + (age > 0 ? 0.15 : -0.15);
    return { arm, age, days, isMissing: random.happens(chance) === 1 };
  });
}

/** A chi-squared draw with whole degrees of freedom. */
function chiSquared(random: Chance, df: number): number {
  return Array.from({ length: df }, () => random.normal() ** 2).reduce((sum, square) => sum + square, 0);
}

/** Draws the line and its spread from their posterior given those seen, and then the missing outcomes. */
function fillIn(random: Chance, all: readonly Person[]): (person: Person) => number {
  const seen = all.filter(({ isMissing }) => !isMissing);
  const n = seen.length;
  const mean = (of: (person: Person) => number) => seen.reduce((sum, person) => sum + of(person), 0) / n;
  const [age, days] = [mean((person) => person.age), mean((person) => person.days)];
  const squares = n * mean((person) => (person.age - age) ** 2);
  const slope = (n * mean((person) => (person.age - age) * (person.days - days))) / squares;
  const residual = n * mean((person) => (person.days - days - slope * (person.age - age)) ** 2);
  const spread = Math.sqrt(residual / chiSquared(random, n - 2));
  const level = days + (spread * random.normal()) / Math.sqrt(n);
  const tilt = slope + (spread * random.normal()) / Math.sqrt(squares);
  return (person) => (person.isMissing ? level + tilt * (person.age - age) + spread * random.normal() : person.days);
}

function simulate(random: Chance): readonly string[] {
  const all = people(random);
  return Array.from({ length: sets }, (_, set) => {
    const filled = new Map(
      ['letter', 'standard'].map((name) => [
        name,
        fillIn(
          random,
          all.filter(({ arm }) => arm === name),
        ),
      ]),
    );
    return all.map((person) => {
      const days = filled.get(person.arm)?.(person) ?? Number.NaN;
      return [set + 1, person.arm, person.age.toFixed(6), days.toFixed(6)].join();
    });
  }).flat();
}

const days = about('days');
const difference = { truth: effect };

calibrate({
  name: 'outcomes imputed five times',
  trials: 1_000,
  plan: {
    ...outcomes.twoArms,
    covariates: ['age'],
    outcomes: [outcomes.days],
    imputations: { column: 'set' },
  },
  header: 'set,arm,age,days',
  simulate,
  claims: [
    days('linear, HC2', { method: 'linear' }, difference),
    days('linear, HC2, additive', { method: 'linear', adjust: 'additive' }, difference),
    days('t, Welch', { method: 't-test' }, difference),
  ],
});
