/** Joint tests and subgroups: against R (test/golden/linear-models.R), against HTZ written out, and what is refused. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fisherFTails } from '../../../analysis/distributions/fisher-f.ts';
import type { Adjusting } from '../../../analysis/estimators/adjusted-linear.ts';
import type { LinearErrors } from '../../../analysis/estimators/estimator.ts';
import type { FisherTest } from '../../../analysis/estimators/joint-test.ts';
import { linear } from '../../../analysis/estimators/linear.ts';
import { subgroup } from '../../../analysis/estimators/subgroup.ts';
import { waldJoint } from '../../../analysis/estimators/wald-joint.ts';
import { expectClosedForm, isSameTail } from '../numbers/tolerance.ts';
import { categoryColumn, numberColumn } from './columns-fixture.ts';
import { frameOf, type Row, treatedAgainstReference } from './frame-fixture.ts';
import { bounds, codeOf, given } from './given.ts';
import { at, inverse, inverseRoot, type Matrix, product, transposed } from './textbook.ts';

type Person = {
  readonly arm: string;
  readonly home: number;
  readonly walk: number;
  readonly block: number;
  readonly ward: string;
  readonly age: number;
  readonly days: number;
  readonly weight: number;
};
type Fisher = { readonly statistic: number; readonly df1: number; readonly df2: number; readonly p: number };
type Setting = {
  readonly isWeighted: boolean;
  readonly cluster: 'none' | 'home' | 'walk';
  readonly errors: LinearErrors;
};
type LevelRow = {
  readonly level: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
};
type Golden = {
  readonly arms: readonly string[];
  readonly people: readonly Person[];
  readonly joint: readonly (Setting & Fisher & { model: 'bare' | 'additive' | 'absorbed'; test: 'F' | 'HTZ' })[];
  readonly subgroup: readonly (Setting & { readonly rows: readonly LevelRow[]; readonly interaction: Fisher })[];
};

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/linear-models.golden.json', import.meta.url), 'utf8'),
);
const { people, arms } = golden;
const column = <Key extends keyof Person>(key: Key) => people.map((person) => person[key]);
const ward = categoryColumn('ward', column('ward'));
const bare: Adjusting = { adjustment: 'none', covariates: [], fixedEffects: [] };
const models: Readonly<Record<Golden['joint'][number]['model'], Adjusting>> = {
  bare,
  additive: { adjustment: 'additive', covariates: [numberColumn('age', column('age')), ward], fixedEffects: [] },
  absorbed: { adjustment: 'none', covariates: [], fixedEffects: [categoryColumn('block', column('block'))] },
};

function frame({ cluster, isWeighted }: Omit<Setting, 'errors'>) {
  return frameOf(
    arms,
    'continuous',
    people.map((person) => ({
      arm: person.arm,
      outcome: person.days,
      ...(cluster === 'none' ? {} : { cluster: person[cluster] }),
      ...(isWeighted ? { weight: person.weight } : {}),
    })),
  );
}

function expectFisher(ours: Omit<FisherTest, 'distribution'>, theirs: Fisher): void {
  for (const key of ['statistic', 'df1', 'df2'] as const) expectClosedForm(ours[key], theirs[key], key);
  expect(isSameTail(ours.p, ours.logP, theirs.p, Math.log(theirs.p)), `p ${ours.p}, expected ${theirs.p}`).toBe(true);
}

describe('all arms equal agrees with clubSandwich and Wald’s statistic', () => {
  it.each(golden.joint)('$model $errors $test, cluster $cluster, weighted $isWeighted', (record) => {
    const { model, errors, test } = record;
    const result = given(waldJoint(frame(record), models[model], { errors, test }));
    expectFisher(result, record);
    expect(result.distribution).toBe('F');
  });
});

describe('subgroups agree with lm_robust and clubSandwich', () => {
  it.each(golden.subgroup)('$errors, cluster $cluster, weighted $isWeighted', (record) => {
    const options = { errors: record.errors, level: 0.95 };
    const [result] = subgroup(frame(record), ward, [treatedAgainstReference], options);
    const { rows, interaction } = given(result);
    expect(rows.map(({ level }) => level)).toEqual(record.rows.map(({ level }) => level));
    for (const [index, theirs] of record.rows.entries()) {
      const ours = given(rows[index]);
      const [low, high] = bounds(ours.interval);
      for (const key of ['estimate', 'standardError', 'df'] as const) expectClosedForm(ours[key], theirs[key], key);
      expect(isSameTail(ours.p, ours.logP, theirs.p, Math.log(theirs.p))).toBe(true);
      expectClosedForm(low, theirs.low, 'lower bound');
      expectClosedForm(high, theirs.high, 'upper bound');
    }
    expectFisher(given(interaction), record.interaction);
  });
});

const walkers: readonly Row[] = [
  { arm: 'visit', outcome: 7.5, cluster: 'Tuesday' },
  { arm: 'standard', outcome: 2, cluster: 'Monday' },
  { arm: 'letter', outcome: 3.25, cluster: 'Friday' },
  { arm: 'standard', outcome: 5, cluster: 'Sunday' },
  { arm: 'visit', outcome: 4, cluster: 'Monday' },
  { arm: 'letter', outcome: -1, cluster: 'Tuesday' },
  { arm: 'standard', outcome: 4.5, cluster: 'Thursday' },
  { arm: 'letter', outcome: 0.5, cluster: 'Friday' },
  { arm: 'visit', outcome: 9, cluster: 'Sunday' },
  { arm: 'standard', outcome: 1, cluster: 'Friday' },
];

/** HTZ with whole matrices: D = Ω^(−½) V Ω^(−½), and the variance of each of its entries over every pair of clusters. */
function longhandHtz(rows: readonly Row[]): Fisher {
  const x: Matrix = rows.map(({ arm }) => arms.map((name, index) => (index === 0 || name === arm ? 1 : 0)));
  const bread = inverse(product(transposed(x), x));
  const y = rows.map(({ outcome }) => [outcome]);
  const beta = product(bread, product(transposed(x), y));
  const c: Matrix = [
    [0, 1, 0],
    [0, 0, 1],
  ];
  const whiten = inverseRoot(product(product(c, bread), transposed(c)));
  const hat = product(product(x, bread), transposed(x));
  const maker = hat.map((row, i) => row.map((value, j) => Number(i === j) - value));
  const fitted = product(x, beta);
  const groups = [...new Set(rows.map(({ cluster }) => cluster))].map((name) =>
    rows.flatMap(({ cluster }, i) => (cluster === name ? [i] : [])),
  );
  const influence = product(product(x, bread), product(transposed(c), whiten));
  const pieces = groups.map((members) => {
    const own = members.map((i) => members.map((j) => at(maker, i, j)));
    const a = product(
      inverseRoot(own),
      members.map((i) => influence[i] ?? []),
    );
    const e = members.map((i) => [at(y, i, 0) - at(fitted, i, 0)]);
    const p = product(
      maker.map((row) => members.map((i) => row[i] ?? 0)),
      a,
    );
    return { p, score: product(transposed(a), e) };
  });
  const q = c.length;
  const d = [0, 1].map((s) =>
    [0, 1].map((t) => pieces.reduce((sum, g) => sum + at(g.score, s, 0) * at(g.score, t, 0), 0)),
  );
  let variance = 0;
  for (const one of pieces) {
    for (const other of pieces) {
      const shared = product(transposed(one.p), other.p);
      for (const s of [0, 1]) {
        for (const t of [0, 1]) variance += at(shared, s, s) * at(shared, t, t) + at(shared, s, t) * at(shared, t, s);
      }
    }
  }
  const eta = (q * (q + 1)) / variance;
  const standardised = product(whiten, product(c, beta));
  const square = at(product(transposed(standardised), product(inverse(d), standardised)), 0, 0);
  const df2 = eta - q + 1;
  const statistic = (df2 / (eta * q)) * square;
  return { statistic, df1: q, df2, p: fisherFTails(statistic, q, df2).upper };
}

describe('HTZ', () => {
  it('is Tipton and Pustejovsky’s, cluster by cluster', () => {
    const ours = given(waldJoint(frameOf(arms, 'continuous', walkers), bare, { errors: 'CR2', test: 'HTZ' }));
    expectFisher(ours, longhandHtz(walkers));
    expect([ours.n, ours.clusters]).toEqual([10, 5]);
  });

  it('of two arms is the square of t with Satterthwaite’s degrees of freedom', () => {
    const two = frameOf(
      ['standard', 'visit'],
      'continuous',
      walkers.filter(({ arm }) => arm !== 'letter'),
    );
    const joint = given(waldJoint(two, bare, { errors: 'CR2', test: 'HTZ' }));
    const [t] = linear(two, [treatedAgainstReference], { errors: 'CR2', level: 0.95 });
    expectClosedForm(joint.statistic, given(t).statistic ** 2, 't²');
    expectClosedForm(joint.df2, given(t).df, 'degrees of freedom');
    expectClosedForm(joint.p, given(t).p, 'p');
  });
});

describe('what cannot be tested says so', () => {
  const kinds: readonly LinearErrors[] = ['classical', 'HC2', 'CR0', 'CR1S', 'CR2'];

  it.each(kinds)('%s: a single arm, one cluster in an arm, an outcome that does not vary', (errors) => {
    const options = { errors, test: errors === 'CR2' ? 'HTZ' : 'F' } as const;
    const of = (rows: readonly Row[]) => waldJoint(frameOf(arms, 'continuous', rows), bare, options);
    expect(codeOf(of(walkers.filter(({ arm }) => arm === 'visit')))).toBe('no-contrast');
    expect(codeOf(of(walkers.map((row) => ({ ...row, outcome: 3 }))))).toBe('no-variation');
    if (errors === 'classical' || errors === 'HC2') return;
    const alone = walkers.map((row) => (row.arm === 'letter' ? { ...row, cluster: 'Friday' } : row));
    expect(codeOf(of(alone))).toBe('one-cluster-in-arm');
  });

  it('an empty arm is no part of the test', () => {
    const rows = walkers.filter(({ arm }) => arm !== 'letter');
    expect(given(waldJoint(frameOf(arms, 'continuous', rows), bare, { errors: 'HC2', test: 'F' })).df1).toBe(1);
  });

  it('clusters without clustering in the errors carry the warning', () => {
    const result = given(waldJoint(frameOf(arms, 'continuous', walkers), bare, { errors: 'HC2', test: 'F' }));
    expect([result.warning, result.clusters]).toEqual(['ignores-clustering', undefined]);
  });

  it('a level that an arm is missing from, and a single level', () => {
    const where = walkers.map(({ arm }, index) =>
      arm === 'letter' ? 'north' : ['north', 'south'][index % 2],
    ) as string[];
    const options = { errors: 'HC2', level: 0.95 } as const;
    const rows = frameOf(arms, 'continuous', [...walkers, ...walkers]);
    const both = categoryColumn('side', [...where, ...where]);
    const [letter] = subgroup(rows, both, [treatedAgainstReference], options);
    const { rows: levels, interaction } = given(letter);
    expect(given(levels[0]).standardError).toBeGreaterThan(0);
    expect(levels.slice(1).map(codeOf)).toEqual(['empty-arm']);
    expect(codeOf(interaction)).toBe('empty-arm');
    const [one] = subgroup(
      rows,
      categoryColumn('side', [...where, ...where].fill('north')),
      [treatedAgainstReference],
      options,
    );
    expect(codeOf(given(one).interaction)).toBe('one-level');
  });
});
