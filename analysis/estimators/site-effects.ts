/**
 * The effect within each site, with its variance. Sites where a cell is empty get a half in each cell, as metafor's escalc
 * does by default; a site without people in both arms, or with one person in an arm of means, says nothing of its own.
 */
import type { CategoryColumn, Contrast, Frame } from '../frame.ts';
import { ln } from '../numbers/logarithm.ts';
import { armCells } from './arm-cells.ts';

export type SiteMeasure = 'risk-difference' | 'risk-ratio' | 'odds-ratio' | 'mean-difference';
/** On the log scale for ratios; `n` counts the people of both arms. */
export type SiteEffect = {
  readonly site: string;
  readonly value: number;
  readonly variance: number;
  readonly n: number;
};

/** In the order of the sites' levels, those that say nothing left out. */
export function siteEffects(
  frame: Frame,
  by: CategoryColumn,
  { treated, reference }: Contrast,
  measure: SiteMeasure,
): readonly SiteEffect[] {
  // Each site's two arms as arms of one frame: 2·site the reference, 2·site + 1 the treated; the last is for all others.
  const others = 2 * by.levels.length;
  const arm = frame.arm.map((own, row) => {
    if (own !== treated && own !== reference) return others;
    return 2 * (by.codes[row] ?? 0) + (own === treated ? 1 : 0);
  });
  const arms = Array.from({ length: others + 1 }, (_, index) => String(index));
  const cells = armCells({ ...frame, arm, arms });
  return by.levels.flatMap((site, index) => {
    const [zero, one] = [2 * index, 2 * index + 1].map((at) => ({
      n: cells.n[at] ?? 0,
      mean: cells.mean[at] ?? 0,
      squares: cells.squares[at] ?? 0,
    }));
    if (zero === undefined || one === undefined || zero.n === 0 || one.n === 0) return [];
    const effect = measure === 'mean-difference' ? ofMeans(one, zero) : ofRisks(one, zero, measure);
    return effect === null ? [] : [{ site, ...effect, n: one.n + zero.n }];
  });
}

type Cell = { readonly n: number; readonly mean: number; readonly squares: number };
type Effect = { readonly value: number; readonly variance: number };

function ofMeans(one: Cell, zero: Cell): Effect | null {
  if (one.n < 2 || zero.n < 2) return null;
  const variance = one.squares / (one.n - 1) / one.n + zero.squares / (zero.n - 1) / zero.n;
  return variance > 0 ? { value: one.mean - zero.mean, variance } : null;
}

function ofRisks(one: Cell, zero: Cell, measure: Exclude<SiteMeasure, 'mean-difference'>): Effect {
  const whole = [one, zero].map(({ n, mean }) => Math.round(n * mean));
  const [x1, x0] = [whole[0] ?? 0, whole[1] ?? 0];
  const half = [x1, x0, one.n - x1, zero.n - x0].includes(0) ? 0.5 : 0;
  const [a, b, c, d] = [x1 + half, one.n - x1 + half, x0 + half, zero.n - x0 + half];
  const [n1, n0] = [a + b, c + d];
  switch (measure) {
    case 'odds-ratio':
      return { value: ln((a * d) / (b * c)), variance: 1 / a + 1 / b + 1 / c + 1 / d };
    case 'risk-ratio':
      return { value: ln((a * n0) / (c * n1)), variance: b / a / n1 + d / c / n0 };
    case 'risk-difference':
      return { value: a / n1 - c / n0, variance: (a * b) / n1 / n1 / n1 + (c * d) / n0 / n0 / n0 };
  }
}
