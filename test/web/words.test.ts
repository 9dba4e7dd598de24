/** How figures, dates and times read on a page. */
import { describe, expect, test } from 'vitest';
import { schemeSchema } from '../../src/trial/scheme.ts';
import { points, probability } from '../../src/web/figures.ts';
import { clockTime, dayInFull, londonDay, optionWords, people, schemeWords } from '../../src/web/words.ts';

describe('figures', () => {
  test.each([
    [0.0813, '+8.1'],
    [-0.003, '−0.3'],
    [-0.0004, '0.0'],
    [0, '0.0'],
    [1, '+100.0'],
  ])('a difference of %d reads %s points', (difference, text) => expect(points(difference)).toBe(text));

  test.each([
    [0.0178, '0.018'],
    [0.001, '0.001'],
    [0.00099, 'less than 0.001'],
    [1, '1.000'],
  ])('p = %d reads %s', (p, text) => expect(probability(p)).toBe(text));
});

describe('times', () => {
  test.each([
    ['00:00', 'midnight'],
    ['09:05', '9:05am'],
    ['12:00', 'midday'],
    ['12:30', '12:30pm'],
    ['14:00', '2pm'],
  ])('%s reads %s', (time, text) => expect(clockTime(time)).toBe(text));

  test('a calendar date keeps its day, and an instant late on a summer evening is the next day in London', () => {
    expect(dayInFull('2026-03-29')).toBe('Sunday 29 March 2026');
    expect(londonDay(new Date('2026-07-01T23:30:00Z'))).toBe('2026-07-02');
    expect(londonDay(new Date('2026-01-01T23:30:00Z'))).toBe('2026-01-01');
  });
});

test('one person is not people', () => {
  expect([0, 1, 1302].map(people)).toEqual(['0 people', '1 person', '1,302 people']);
});

test('options of an estimator read as the plan gives them', () => {
  expect(optionWords({ errors: 'CR1S', draws: 1000, cluster: null, fixedEffects: [], strata: undefined })).toBe(
    'errors: CR1S, draws: 1000, cluster: null',
  );
  expect(optionWords({})).toBe('None');
});

test('each scheme in a sentence, with what it is set to', () => {
  const words = [
    { kind: 'big-stick', limit: 3 },
    { kind: 'minimisation', factors: ['borough', 'hall', 'weekday'], randomShare: 0.125 },
    { kind: 'minimisation', factors: ['borough'], randomShare: 0 },
    { kind: 'rerandomised', covariates: ['people', 'distance'], threshold: 0.5 },
  ].map((scheme) => schemeWords(schemeSchema.parse(scheme)));
  expect(words).toEqual([
    'Every arm equally likely, until one is 3 ahead of another in its stratum (big stick)',
    'The arm that leaves the least imbalance in borough, hall and weekday, 12.5% by the ratio alone (minimisation)',
    'The arm that leaves the least imbalance in borough, without a random share (minimisation)',
    'One closed list, drawn again until people and distance are balanced (rerandomised: Mahalanobis distance at most 0.5)',
  ]);
});
