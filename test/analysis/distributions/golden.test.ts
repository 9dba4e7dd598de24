/** Against R, over the grid of test/golden/distributions.R. Where R and we differ, where-r-differs.test.ts says who is right. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { betaTails } from '../../../analysis/distributions/beta.ts';
import { betaQuantile } from '../../../analysis/distributions/beta-quantile.ts';
import { chiSquaredTails } from '../../../analysis/distributions/chi-squared.ts';
import { fisherFQuantile, fisherFTails } from '../../../analysis/distributions/fisher-f.ts';
import { normalQuantile, normalTails } from '../../../analysis/distributions/normal.ts';
import { studentQuantile, studentTwoSided } from '../../../analysis/distributions/student.ts';
import type { Tails } from '../../../analysis/distributions/tails.ts';
import { lnGamma } from '../../../analysis/numbers/log-gamma.ts';
import { isRelative, isSameTail } from '../numbers/tolerance.ts';
import { type Difference, differences } from './where-r-differs.ts';

type Golden = Readonly<Record<string, readonly (readonly (number | '-Inf')[])[]>>;
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/distributions.golden.json', import.meta.url), 'utf8'),
);

/** The rows of one function, numbers all. */
function rowsOf(name: string): readonly (readonly number[])[] {
  const rows = golden[name];
  if (rows === undefined) throw new Error(`${name} is not in the golden file`);
  return rows.map((row) => row.map((value) => (value === '-Inf' ? Number.NEGATIVE_INFINITY : value)));
}

type Misses = Difference[];
const no = Number.NaN;

function miss(misses: Misses, figure: Difference['figure'], at: readonly number[]): void {
  misses.push({ figure, at });
}

/** Rows are `arguments…, upper, log upper, lower, log lower`. */
function tailMisses(name: 'normal' | 'chiSquared' | 'fisherF', size: number, ours: (at: readonly number[]) => Tails) {
  const misses: Misses = [];
  for (const row of rowsOf(name)) {
    const at = row.slice(0, size);
    const [upper = no, logUpper = no, lower = no, logLower = no] = row.slice(size);
    const tails = ours(at);
    if (!isSameTail(tails.upper, tails.logUpper, upper, logUpper)) miss(misses, `${name} upper`, at);
    if (!isSameTail(tails.lower, tails.logLower, lower, logLower)) miss(misses, `${name} lower`, at);
  }
  return misses;
}

/** Rows are `arguments…, quantile, …`, one per function. */
function quantileMisses(
  name: Difference['figure'],
  rows: string,
  size: number,
  ...ours: readonly ((at: readonly number[]) => number)[]
) {
  const misses: Misses = [];
  for (const row of rowsOf(rows)) {
    const at = row.slice(0, size);
    for (const [index, quantile] of ours.entries()) {
      if (!isRelative(quantile(at), row[size + index] ?? no)) miss(misses, name, at);
    }
  }
  return misses;
}

const known = (figure: Difference['figure']) =>
  differences
    .filter((difference) => difference.figure === figure)
    .map(({ figure: name, at }) => ({ figure: name, at }));

describe('tails, both and their logs, agree with R', () => {
  it('normal', () => expect(tailMisses('normal', 1, ([z = no]) => normalTails(z))).toEqual([]));

  it('chi-squared', () =>
    expect(tailMisses('chiSquared', 2, ([x = no, df = no]) => chiSquaredTails(x, df))).toEqual([]));

  it('F', () =>
    expect(tailMisses('fisherF', 3, ([f = no, df1 = no, df2 = no]) => fisherFTails(f, df1, df2))).toEqual([]));

  it('t, two-sided', () => {
    const misses = rowsOf('student').filter(([t = no, df = no, p = no, logP = no]) => {
      const ours = studentTwoSided(t, df);
      return !isSameTail(ours.p, ours.logP, p, logP);
    });
    expect(misses).toEqual([]);
  });

  it('beta', () => {
    const misses: Misses = [];
    for (const [x = no, a = no, b = no, lower = no, logLower = no, upper = no, logUpper = no] of rowsOf('beta')) {
      const tails = betaTails(a, b, x, 1 - x);
      if (!isSameTail(tails.lower, tails.logLower, lower, logLower)) miss(misses, 'beta lower', [x, a, b]);
      if (!isSameTail(tails.upper, tails.logUpper, upper, logUpper)) miss(misses, 'beta upper', [x, a, b]);
    }
    expect(misses).toEqual(known('beta lower'));
  });
});

describe('quantiles agree with R', () => {
  it('normal', () =>
    expect(quantileMisses('normal quantile', 'normalQuantile', 1, ([p = no]) => normalQuantile(p))).toEqual([]));

  it('t', () =>
    expect(quantileMisses('t quantile', 'studentQuantile', 2, ([p = no, df = no]) => studentQuantile(p, df))).toEqual(
      [],
    ));

  it('F', () => {
    const lower = ([p = no, df1 = no, df2 = no]: readonly number[]) => fisherFQuantile('lower', p, df1, df2);
    const upper = ([p = no, df1 = no, df2 = no]: readonly number[]) => fisherFQuantile('upper', p, df1, df2);
    const misses = quantileMisses('F quantile', 'fisherFQuantile', 3, lower, upper);
    expect(misses).toEqual(known('F quantile'));
  });

  it('beta', () => {
    const lower = ([p = no, a = no, b = no]: readonly number[]) => betaQuantile(a, b, 'lower', p).x;
    const upper = ([p = no, a = no, b = no]: readonly number[]) => betaQuantile(a, b, 'upper', p).x;
    expect(quantileMisses('beta quantile', 'betaQuantile', 3, lower, upper)).toEqual([]);
  });
});

describe('ln Γ agrees with R', () => {
  it('over three hundred orders of magnitude', () => {
    const misses = rowsOf('logGamma').filter(([x = no, value = no]) => !isRelative(lnGamma(x), value));
    expect(misses).toEqual([]);
  });
});
