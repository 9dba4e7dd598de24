/**
 * Both tails of a distribution at a point, and their natural logs, which stay exact where the tail itself underflows.
 * The smaller tail is computed; the larger follows from it, so no small tail is ever 1 − cdf.
 */
import { exp, expm1 } from '../numbers/exponential.ts';
import { ln, log1p } from '../numbers/logarithm.ts';

export type Tails = {
  readonly lower: number;
  readonly upper: number;
  readonly logLower: number;
  readonly logUpper: number;
};

/** ln(1 − e^logP) for logP ≤ 0 (M. Mächler 2012, "Accurately computing log(1 − exp(−|a|))"). */
function logComplement(logP: number): number {
  if (logP > -Math.LN2) return ln(-expm1(logP));
  const p = exp(logP);
  return p === 0 ? 0 : log1p(-p);
}

/** Both tails from the log of the lower one. Rounding may have left it a hair above 0. */
export function tailsFromLower(log: number): Tails {
  const logLower = Math.min(log, 0);
  return { lower: exp(logLower), upper: -expm1(logLower), logLower, logUpper: logComplement(logLower) };
}

export function mirrored(tails: Tails): Tails {
  return { lower: tails.upper, upper: tails.lower, logLower: tails.logUpper, logUpper: tails.logLower };
}

/** An expansion that did not settle is a mistake of ours, never an answer. */
export function didNotConverge(name: string, ...parameters: readonly number[]): Error {
  return new Error(`${name} did not converge at ${parameters.join(', ')}`);
}
