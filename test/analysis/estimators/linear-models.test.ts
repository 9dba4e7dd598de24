/** Linear models with covariates and fixed effects against R (test/golden/linear-models.R), plain and with weights. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Adjusting, adjustedLinear } from '../../../analysis/estimators/adjusted-linear.ts';
import type { LinearErrors, Term } from '../../../analysis/estimators/estimator.ts';
import { expectClosedForm, isSameTail } from '../numbers/tolerance.ts';
import { categoryColumn, numberColumn } from './columns-fixture.ts';
import { frameOf } from './frame-fixture.ts';
import { bounds, given } from './given.ts';

type Person = {
  readonly arm: string;
  readonly home: number;
  readonly walk: number;
  readonly block: number;
  readonly ward: string;
  readonly age: number;
  readonly before: number;
  readonly days: number;
  readonly weight: number;
};
type Coefficient = {
  readonly term: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
};
type Golden = {
  readonly arms: readonly string[];
  readonly people: readonly Person[];
  readonly linear: readonly {
    readonly model: 'additive' | 'interacted' | 'absorbed' | 'both' | 'twoWay';
    readonly isWeighted: boolean;
    readonly cluster: 'none' | 'home' | 'walk';
    readonly errors: LinearErrors;
    readonly n: number;
    readonly terms: readonly Coefficient[];
    readonly between: Coefficient;
  }[];
};

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/linear-models.golden.json', import.meta.url), 'utf8'),
);
const { people } = golden;
const age = numberColumn(
  'age',
  people.map((person) => person.age),
);
const before = numberColumn(
  'before',
  people.map((person) => person.before),
);
const ward = categoryColumn(
  'ward',
  people.map((person) => person.ward),
);
const block = categoryColumn(
  'block',
  people.map((person) => person.block),
);
const models: Readonly<Record<Golden['linear'][number]['model'], Adjusting>> = {
  additive: { adjustment: 'additive', covariates: [age, ward], fixedEffects: [] },
  interacted: { adjustment: 'interacted', covariates: [age, ward], fixedEffects: [] },
  absorbed: { adjustment: 'none', covariates: [], fixedEffects: [block] },
  both: { adjustment: 'additive', covariates: [age, before], fixedEffects: [block] },
  twoWay: { adjustment: 'additive', covariates: [age], fixedEffects: [block, ward] },
};

function frame(cluster: 'none' | 'home' | 'walk', isWeighted: boolean) {
  return frameOf(
    golden.arms,
    'continuous',
    people.map((person) => ({
      arm: person.arm,
      outcome: person.days,
      ...(cluster === 'none' ? {} : { cluster: person[cluster] }),
      ...(isWeighted ? { weight: person.weight } : {}),
    })),
  );
}

function expectCoefficient(ours: Omit<Term, 'term'>, theirs: Coefficient): void {
  const [low, high] = bounds(ours.interval);
  for (const key of ['estimate', 'standardError', 'statistic', 'df'] as const) {
    expectClosedForm(ours[key], theirs[key], `${theirs.term}, ${key}`);
  }
  expect(isSameTail(ours.p, ours.logP, theirs.p, Math.log(theirs.p)), `${theirs.term}: p ${ours.p}`).toBe(true);
  expectClosedForm(low, theirs.low, `${theirs.term}, lower bound`);
  expectClosedForm(high, theirs.high, `${theirs.term}, upper bound`);
}

describe('agrees with lm_robust and lm_lin', () => {
  const contrasts = [
    { treated: 1, reference: 0 },
    { treated: 2, reference: 1 },
  ];

  it.each(golden.linear)('$model $errors, cluster $cluster, weighted $isWeighted', (record) => {
    const { model, cluster, isWeighted, errors } = record;
    const results = adjustedLinear(frame(cluster, isWeighted), models[model], contrasts, { errors, level: 0.95 });
    const [letter, between] = results.map(given);
    if (letter === undefined || between === undefined) throw new Error('two contrasts were asked for');
    expect(letter.n).toBe(record.n);
    expect(letter.terms.map(({ term }) => term)).toEqual(record.terms.map(({ term }) => term));
    for (const [index, expected] of record.terms.entries()) expectCoefficient(given(letter.terms[index]), expected);
    expectCoefficient(between, record.between);
    expectCoefficient(letter, record.terms.find(({ term }) => term === 'arm=letter') ?? record.between);
  });
});
