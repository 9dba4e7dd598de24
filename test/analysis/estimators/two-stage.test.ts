/** Two-stage least squares: against R (test/golden/designs.R), against its definition, and what is refused. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Adjusting } from '../../../analysis/estimators/adjusted-linear.ts';
import type { LinearErrors } from '../../../analysis/estimators/estimator.ts';
import { studentCritical } from '../../../analysis/estimators/inference.ts';
import { linear } from '../../../analysis/estimators/linear.ts';
import { twoStage } from '../../../analysis/estimators/two-stage.ts';
import { expectClosedForm, isSameTail } from '../numbers/tolerance.ts';
import { categoryColumn, numberColumn } from './columns-fixture.ts';
import { expanded, frameOf, type Row, treatedAgainstReference } from './frame-fixture.ts';
import { bounds, codeOf, given } from './given.ts';

type Person = {
  readonly arm: string;
  readonly home: number;
  readonly days: number;
  readonly weight: number;
  readonly received: number;
  readonly first: number;
  readonly block: string;
};
type Golden = {
  readonly people: readonly Person[];
  readonly twoStage: readonly {
    readonly isAdjusted: boolean;
    readonly isWeighted: boolean;
    readonly errors: LinearErrors;
    readonly estimate: number;
    readonly standardError: number;
    readonly df: number;
    readonly p: number;
    readonly low: number;
    readonly high: number;
    readonly n: number;
    readonly firstStatistic: number;
    readonly firstDf: number;
    readonly firstP: number;
    readonly andersonRubin: readonly [number, number];
  }[];
};
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/designs.golden.json', import.meta.url), 'utf8'));
const arms = ['standard', 'letter'];
const kinds: readonly LinearErrors[] = ['classical', 'HC0', 'HC1', 'HC2', 'HC3', 'CR0', 'CR1S', 'CR2'];
type Recipient = Row & { readonly received: number };

const of = (
  rows: readonly Recipient[],
  errors: LinearErrors,
  contrast = treatedAgainstReference as { treated: number; reference: number },
  adjusting: Adjusting = { adjustment: 'none', covariates: [], fixedEffects: [] },
) =>
  twoStage(
    frameOf(arms, 'continuous', rows),
    numberColumn(
      'visit',
      rows.map(({ received }) => received),
    ),
    contrast,
    { adjusting, errors, level: 0.95, andersonRubin: true },
  );

function intervalOf(result: object | undefined): readonly [number, number] {
  if (result === undefined || !('interval' in result)) throw new Error(`no interval: ${JSON.stringify(result)}`);
  return bounds(result.interval as readonly [number, number]); // an Anderson-Rubin interval's bounds
}

describe('agrees with estimatr’s iv_robust', () => {
  const byFirstAndBlock: Adjusting = {
    adjustment: 'additive',
    covariates: [
      numberColumn(
        'first',
        golden.people.map(({ first }) => first),
      ),
    ],
    fixedEffects: [
      categoryColumn(
        'block',
        golden.people.map(({ block }) => block),
      ),
    ],
  };
  it.each(golden.twoStage)('$errors, weighted $isWeighted, adjusted $isAdjusted', (record) => {
    const { errors, isWeighted, isAdjusted } = record;
    const rows = golden.people.map((person) => ({
      arm: person.arm,
      outcome: person.days,
      received: person.received,
      cluster: person.home,
      ...(isWeighted ? { weight: person.weight } : {}),
    }));
    const ours = given(of(rows, errors, treatedAgainstReference, isAdjusted ? byFirstAndBlock : undefined));
    const [low, high] = bounds(ours.interval);
    for (const key of ['estimate', 'standardError', 'df', 'n'] as const) expectClosedForm(ours[key], record[key], key);
    expectClosedForm(low, record.low, 'lower bound');
    expectClosedForm(high, record.high, 'upper bound');
    expect(isSameTail(ours.p, ours.logP, record.p, Math.log(record.p))).toBe(true);
    const first = given(ours.firstStage);
    expectClosedForm(first.statistic, record.firstStatistic, 'first stage');
    expectClosedForm(first.df2, record.firstDf, 'its df');
    expect(isSameTail(first.p, first.logP, record.firstP, Math.log(record.firstP))).toBe(true);
    const [lower, upper] = intervalOf(ours.andersonRubin);
    expect(Math.abs(lower - record.andersonRubin[0])).toBeLessThan(1e-8);
    expect(Math.abs(upper - record.andersonRubin[1])).toBeLessThan(1e-8);
    expect(ours.clusters === undefined).toBe(!errors.startsWith('CR'));
    expect(ours.warning).toBe(errors.startsWith('CR') ? undefined : 'ignores-clustering');
  });
});

const recipients: readonly Recipient[] = [
  { arm: 'letter', outcome: 7, received: 1, cluster: 'a' },
  { arm: 'standard', outcome: 2, received: 0, cluster: 'b' },
  { arm: 'letter', outcome: 4, received: 0, cluster: 'c' },
  { arm: 'standard', outcome: 5, received: 0, cluster: 'd' },
  { arm: 'letter', outcome: 9, received: 1, cluster: 'e' },
  { arm: 'standard', outcome: 3, received: 1, cluster: 'd' },
  { arm: 'letter', outcome: 8, received: 1, cluster: 'a' },
  { arm: 'standard', outcome: 1, received: 0, cluster: 'f' },
];

describe('the definition written out', () => {
  it('is the ratio of two differences, with the residuals of what was received', () => {
    const result = given(of(recipients, 'HC0'));
    const beta = (7 - 2.75) / (0.75 - 0.25);
    const residual = ({ outcome, received }: Recipient) => outcome - beta * received;
    const spread = (arm: string) => {
      const own = recipients.filter((row) => row.arm === arm).map(residual);
      const mean = own.reduce((sum, e) => sum + e, 0) / 4;
      return own.reduce((sum, e) => sum + (e - mean) ** 2, 0) / 16;
    };
    expectClosedForm(result.estimate, beta, 'estimate');
    expectClosedForm(result.standardError, Math.sqrt(spread('letter') + spread('standard')) / 0.5, 'standard error');
    expect(result.df).toBe(6);
  });
});

describe('whatever the data', () => {
  const sample = fc.array(
    fc
      .record({
        outcome: fc.integer({ min: -400, max: 900 }).map((value) => value / 7),
        received: fc.integer({ min: 0, max: 3 }),
        cluster: fc.integer({ min: 0, max: 9 }),
        weight: fc.integer({ min: 1, max: 3 }),
      })
      .map(
        (row): Recipient => ({
          ...row,
          arm: arms[row.cluster % 2] ?? '',
          received: row.received + 4 * (row.cluster % 2),
        }),
      ),
    { minLength: 25, maxLength: 50 },
  );
  const close = (a: number, b: number, scale: number) => Math.abs(a - b) <= 1e-8 * Math.max(scale, Math.abs(b));
  const isSame = (left: ReturnType<typeof of>, right: ReturnType<typeof of>) => {
    if ('notEstimable' in left || 'notEstimable' in right) return codeOf(left) === codeOf(right);
    return (
      close(left.estimate, right.estimate, left.standardError) &&
      close(left.standardError, right.standardError, 0) &&
      close(left.df, right.df, 0)
    );
  };
  const every = (holds: (rows: readonly Recipient[], errors: LinearErrors) => boolean) =>
    fc.assert(
      fc.property(sample, (rows) => kinds.every((errors) => holds(rows, errors))),
      { numRuns: 60, seed: 1996 },
    );

  it('a weight is so many rows, their order does not matter, and swapping the arms changes nothing', () => {
    every((rows, errors) => {
      const people = expanded(rows) as readonly Recipient[]; // copies of rows, with what was received
      const swapped = of(rows, errors, { treated: 0, reference: 1 });
      return [of(people, errors), of(rows.toReversed(), errors), swapped].every((other) =>
        isSame(of(rows, errors), other),
      );
    });
  });

  it('at an Anderson-Rubin bound the arms differ just as much as chance allows', () => {
    every((rows, errors) => {
      const result = of(rows, errors);
      if ('notEstimable' in result || result.andersonRubin === undefined || 'notEstimable' in result.andersonRubin)
        return true;
      return result.andersonRubin.interval.every((bound) => {
        if (typeof bound !== 'number') return true;
        const rest = rows.map((row) => ({ ...row, outcome: row.outcome - bound * row.received }));
        const [test] = linear(frameOf(arms, 'continuous', rest), [treatedAgainstReference], { errors, level: 0.95 });
        const { statistic, df } = given(test);
        return Math.abs(Math.abs(statistic) / studentCritical(0.95, df) - 1) < 1e-7;
      });
    });
  });
});

describe('what cannot be told says so', () => {
  it.each(kinds)('%s: arms that received the same', (errors) => {
    expect(
      codeOf(
        of(
          recipients.map((row) => ({ ...row, received: 1 })),
          errors,
        ),
      ),
    ).toBe('no-first-stage');
    expect(
      codeOf(
        of(
          recipients.map((row, index) => ({ ...row, received: Math.floor(index / 2) % 2 })),
          errors,
        ),
      ),
    ).toBe('no-first-stage');
  });

  it.each(kinds)('%s: everybody received what the arm says, so there is no first stage to test', (errors) => {
    const complied = recipients.map((row) => ({ ...row, received: row.arm === 'letter' ? 1 : 0 }));
    const result = given(of(complied, errors));
    const [effect] = linear(frameOf(arms, 'continuous', complied), [treatedAgainstReference], { errors, level: 0.95 });
    expect(codeOf(result.firstStage)).toBe('no-variation');
    expectClosedForm(result.estimate, given(effect).estimate, 'estimate');
    expectClosedForm(result.standardError, given(effect).standardError, 'standard error');
    const [low, high] = intervalOf(result.andersonRubin);
    const [wald, other] = bounds(result.interval);
    expectClosedForm(low, wald, 'lower bound');
    expectClosedForm(high, other, 'upper bound');
  });

  it('a weak instrument: every effect, or two rays', () => {
    const weak = recipients.map((row, index) => ({ ...row, received: [1, 0, 0, 1, 1, 0, 1, 1][index] ?? 0 }));
    const alike = weak.map((row, index) => ({ ...row, outcome: [2, 5, 4, 3, 1, 2, 5, 4][index] ?? 0 }));
    expect(given(of(alike, 'classical')).andersonRubin).toEqual({ interval: ['-Infinity', 'Infinity'] });
    const apart = weak.map((row) => ({ ...row, outcome: row.arm === 'letter' ? row.outcome + 40 : row.outcome }));
    expect(codeOf(given(of(apart, 'classical')).andersonRubin)).toBe('not-an-interval');
  });

  it('an arm without people', () => {
    expect(
      codeOf(
        of(
          recipients.filter(({ arm }) => arm === 'letter'),
          'HC2',
        ),
      ),
    ).toBe('empty-arm');
  });

  it.each(['CR0', 'CR1S', 'CR2'] as const)('%s: one cluster in an arm', (errors) => {
    const alone = recipients.map((row) => (row.arm === 'letter' ? { ...row, cluster: 'a' } : row));
    expect(codeOf(of(alone, errors))).toBe('one-cluster-in-arm');
  });
});
