/** What the report's charts show, as data: the figures beside the table they belong to, each drawn as an SVG by the page. */
import type { Bound } from '../../frame.ts';

/** One estimate with its interval, or the word for one that is not there. */
export type ForestRow = {
  readonly label: string;
  readonly value: { readonly estimate: number; readonly lower: Bound; readonly upper: Bound } | null;
};

/** Estimates under each other: differences from 0 on a plain scale, ratios from 1 on a logarithmic one. */
export type ForestChart = {
  readonly kind: 'forest';
  readonly title: string;
  readonly scale: 'difference' | 'ratio';
  /** What the axis counts: "percentage points". */
  readonly unit: string;
  readonly rows: readonly ForestRow[];
};

/** The share without the event over time: one step curve for each arm, from 1 at time 0 to the last time of anybody in it. */
export type CurvesChart = {
  readonly kind: 'curves';
  readonly title: string;
  /** In what time is counted: the name of its column. */
  readonly unit: string;
  readonly curves: readonly {
    readonly arm: string;
    readonly lastSeen: number;
    readonly steps: readonly { readonly time: number; readonly share: number }[];
  }[];
};

/** Standardised differences of covariates: one mark for each arm on the line of its covariate. */
export type BalanceChart = {
  readonly kind: 'balance';
  readonly title: string;
  readonly arms: readonly string[];
  readonly lines: readonly { readonly covariate: string; readonly differences: readonly (number | null)[] }[];
};

export type Chart = ForestChart | CurvesChart | BalanceChart;
