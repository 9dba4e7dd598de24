/**
 * Fisher's F distribution for any df1, df2 ≥ 1.
 * Source: Abramowitz & Stegun 26.6.2: with x = df1·F/(df1·F + df2), the lower tail is Iₓ(df1/2, df2/2).
 */
import { betaTails } from './beta.ts';
import { betaQuantile } from './beta-quantile.ts';
import type { Tails } from './tails.ts';

/** Tails at a statistic F ≥ 0. */
export function fisherFTails(statistic: number, df1: number, df2: number): Tails {
  const odds = (df1 / df2) * statistic;
  return betaTails(df1 / 2, df2 / 2, odds / (1 + odds), 1 / (1 + odds));
}

/** The F that cuts off `probability` on the given side; ask for the tail that is at most a half. */
export function fisherFQuantile(tail: 'lower' | 'upper', probability: number, df1: number, df2: number): number {
  const { x, y } = betaQuantile(df1 / 2, df2 / 2, tail, probability);
  return ((df2 / df1) * x) / y;
}
