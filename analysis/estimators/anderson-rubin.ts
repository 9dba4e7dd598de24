/**
 * The effects of what was received that the test of Anderson and Rubin does not reject, as an interval: exact however weak the
 * instrument. Source: T. W. Anderson & H. Rubin 1949, Ann. Math. Stat. 20:46–63.
 */
import type { Interval } from '../frame.ts';
import { isNotGiven, type LinearResult, type NotGiven, notEstimable, type Result } from './estimator.ts';

/** The difference of the arms in factor · y − times · d, with its standard error. */
export type Combined = (factor: number, times: number) => Result<LinearResult>;

/**
 * The β with (Δy − βΔd)² ≤ critical² · Var(Δy − βΔd): a quadratic inequality, since the variance of a difference is a quadratic
 * form of the residuals and its degrees of freedom depend on the design and clusters alone. `toldApart` is Δy, `apart` Δd.
 * Refuses two rays.
 */
export function inverted(
  combined: Combined,
  toldApart: number,
  apart: number,
  critical: number,
): { readonly interval: Interval } | NotGiven {
  const [ofOutcome, ofDose] = [combined(1, 0), combined(0, -1)];
  if (isNotGiven(ofOutcome)) return ofOutcome;
  const y = ofOutcome.standardError;
  const d = isNotGiven(ofDose) ? 0 : ofDose.standardError;
  const square = critical * critical;
  const a = apart * apart - square * d * d;
  const b = toldApart * apart - square * (d === 0 ? 0 : covariance(combined, y, d));
  const c = toldApart * toldApart - square * y * y;
  const discriminant = b * b - a * c;
  if (a > 0) {
    // The root of larger size first, the other by their product: no digits are lost where they differ much.
    const root = Math.sqrt(Math.max(0, discriminant));
    const far = b + (b < 0 ? -root : root);
    const roots = far === 0 ? [0, 0] : [far / a, c / far];
    return { interval: [Math.min(...roots), Math.max(...roots)] };
  }
  if (discriminant <= 0) return { interval: ['-Infinity', 'Infinity'] };
  return notEstimable(
    'not-an-interval',
    'The instrument is weak: the effects not rejected are two rays and no interval.',
  );
}

/** Of the two differences, from the variance of their sum, each in units of its own standard error. */
function covariance(combined: Combined, y: number, d: number): number {
  const both = combined(1 / y, -1 / d);
  const variance = isNotGiven(both) ? 0 : both.standardError * both.standardError;
  return (variance / 2 - 1) * y * d;
}
