/**
 * How covariates lie in the arms: mean, standard deviation and standardised difference from the reference arm. A category
 * gets a line for each level, as the share of people with it. No test: the arms were drawn, so every difference is chance.
 * Source: P. C. Austin 2009, Stat. Med. 28:3083–3107, with the unweighted mean of the two arms' sample variances.
 */
import type { Frame, FrameColumn } from '../frame.ts';
import { armCells } from './arm-cells.ts';
import { type NotGiven, notEstimable, type Result } from './estimator.ts';
import { tooLarge } from './refusals.ts';

/** A covariate over the rows in which it is known; `frame.outcome` is not looked at. */
export type KnownCovariate = { readonly frame: Frame; readonly column: FrameColumn };

type Line = { readonly covariate: string; readonly arm: string; readonly n: number };
/** An arm in which nobody has the covariate has no mean, one person no standard deviation. */
export type BalanceRow =
  | (Line & { readonly mean: number; readonly sd: number; readonly standardisedDifference?: number })
  | (Line & { readonly mean: number; readonly sd: number } & NotGiven)
  | (Line & { readonly mean: number } & NotGiven)
  | (Line & NotGiven);
export type BalanceResult = { readonly quantity: 'balance'; readonly n: number; readonly rows: readonly BalanceRow[] };

/** `people` counts all, those who lack a covariate too; `reference` is that arm's index, −1 where it has no row. */
export function balance(
  covariates: readonly KnownCovariate[],
  people: number,
  reference: number,
): Result<BalanceResult> {
  if (people === 0) return notEstimable('no-rows', 'No row is left to use.');
  return {
    quantity: 'balance',
    n: people,
    rows: covariates.flatMap(({ frame, column }) =>
      lines(column).flatMap(({ name, values }) => rowsOf({ ...frame, outcome: values }, name, reference)),
    ),
  };
}

function lines(column: FrameColumn): readonly { readonly name: string; readonly values: Float64Array }[] {
  if (column.kind === 'number') return [{ name: column.name, values: column.values }];
  return column.levels.map((level, index) => ({
    name: `${column.name}=${level}`,
    values: Float64Array.from(column.codes, (code) => Number(code === index)),
  }));
}

function rowsOf(frame: Frame, covariate: string, reference: number): readonly BalanceRow[] {
  const overflow = tooLarge(frame);
  const { n, mean, squares } = armCells(frame);
  const variance = (arm: number) => ((n[arm] ?? 0) < 2 ? null : (squares[arm] ?? 0) / ((n[arm] ?? 0) - 1));
  return frame.arms.map((name, arm): BalanceRow => {
    const line = { covariate, arm: name, n: n[arm] ?? 0 };
    if (overflow !== undefined) return { ...line, ...overflow };
    if (line.n === 0) return { ...line, ...notEstimable('empty-arm', 'Nobody in this arm has a value.') };
    const own = variance(arm);
    const withMean = { ...line, mean: mean[arm] ?? 0 };
    if (own === null)
      return { ...withMean, ...notEstimable('one-person-in-arm', 'One person has no standard deviation.') };
    const described = { ...withMean, sd: Math.sqrt(own) };
    if (arm === reference) return described;
    const other = variance(reference);
    if (other === null) {
      return {
        ...described,
        ...notEstimable('no-reference', 'The reference arm has fewer than two people with a value.'),
      };
    }
    if (own + other === 0) return { ...described, ...notEstimable('no-variation', 'The values do not vary.') };
    const difference = described.mean - (mean[reference] ?? 0);
    return { ...described, standardisedDifference: difference / Math.sqrt((own + other) / 2) };
  });
}
