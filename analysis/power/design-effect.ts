/**
 * By how much the variance of a mean grows when whole clusters are drawn, of unequal size and analysed person by person.
 * Source: S. M. Eldridge, D. Ashby & S. Kerry 2006, Int. J. Epidemiol. 35:1292–1300.
 */
export type Clustering = {
  /** People in a cluster on average, at least 1. */
  readonly size: number;
  /** Coefficient of variation of that number, 0 where all are the same. */
  readonly sizeVariation: number;
  /** Intraclass correlation of the outcome, from 0 to below 1. */
  readonly icc: number;
};

export function designEffect({ size, sizeVariation, icc }: Clustering): number {
  return 1 + ((1 + sizeVariation * sizeVariation) * size - 1) * icc;
}
