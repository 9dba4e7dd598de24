/**
 * The odds ratio of a two-by-two table by conditional maximum likelihood, and its exact interval: each bound is the odds
 * ratio at which the number seen, or a more extreme one, has the probability of that side. Oracle: R's fisher.test, which
 * stops at about 1e-4; here log odds are solved to 1e-13.
 */

import type { Bound } from '../frame.ts';
import { exp } from '../numbers/exponential.ts';
import { increasingRoot } from '../numbers/increasing-root.ts';
import { ln } from '../numbers/logarithm.ts';
import { type Hypergeometric, partsAt } from './hypergeometric.ts';

/** The odds ratio at which `observed` is the mean: 0 and "Infinity" where it is the smallest or largest possible number. */
export function conditionalOddsRatio(table: Hypergeometric, observed: number): Bound {
  if (observed === table.smallest) return 0;
  if (observed === largestOf(table)) return 'Infinity';
  const theta = increasingRoot(
    (at) => {
      const { mean, variance } = partsAt(table, at, observed);
      return { value: mean - observed, slope: variance };
    },
    0,
    'the conditional odds ratio',
  );
  return exp(theta);
}

/** The odds ratio below which `observed` or more has a smaller probability than `tail`; 0 at the smallest number. */
export function lowerOddsBound(table: Hypergeometric, observed: number, tail: number): number {
  if (observed === table.smallest) return 0;
  const target = ln(tail);
  const theta = increasingRoot(
    (at) => {
      const { mean, atLeast } = partsAt(table, at, observed);
      return { value: atLeast.logShare - target, slope: atLeast.mean - mean };
    },
    0,
    'the lower bound of the odds ratio',
  );
  return exp(theta);
}

/** The odds ratio above which `observed` or fewer has a smaller probability than `tail`; infinite at the largest number. */
export function upperOddsBound(table: Hypergeometric, observed: number, tail: number): Bound {
  if (observed === largestOf(table)) return 'Infinity';
  const target = ln(tail);
  const theta = increasingRoot(
    (at) => {
      const { mean, atMost } = partsAt(table, at, observed);
      return { value: target - atMost.logShare, slope: mean - atMost.mean };
    },
    0,
    'the upper bound of the odds ratio',
  );
  return exp(theta);
}

function largestOf({ smallest, logWeights }: Hypergeometric): number {
  return smallest + logWeights.length - 1;
}
