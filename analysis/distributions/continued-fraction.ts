/**
 * The continued fraction 1/(b₀ + a₁/(b₁ + a₂/(b₂ + …))) by the modified Lentz method.
 * Source: I. J. Thompson & A. R. Barnett 1986, "Coulomb and Bessel functions of complex arguments and order",
 * J. Comput. Phys. 64:490–509; W. J. Lentz 1976, Appl. Opt. 15:668–671.
 */
import { didNotConverge } from './tails.ts';

export type Step = (n: number) => { readonly a: number; readonly b: number };

const tiny = 1e-300;
const enough = 2.220446049250313e-16;

/** `step(n)` gives aₙ and bₙ for n ≥ 1; `first` is b₀. */
export function reciprocalFraction(first: number, step: Step, name: string): number {
  let value = first === 0 ? tiny : first;
  let c = value;
  let d = 0;
  for (let n = 1; n <= 1_000_000; n += 1) {
    const { a, b } = step(n);
    d = b + a * d;
    c = b + a / c;
    d = 1 / (d === 0 ? tiny : d);
    if (c === 0) c = tiny;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) <= enough) return 1 / value;
  }
  throw didNotConverge(name, first);
}
