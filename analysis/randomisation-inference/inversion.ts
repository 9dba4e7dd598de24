/**
 * The interval by inverting the test of a constant additive effect: every τ that is not rejected when the outcomes of the treated
 * arm are moved back by it. The statistic of an allocation is a known function of τ, so where it is as extreme as the observed
 * one follows from the roots of a polynomial: no grid. With d and v of tally.ts and δ the observed difference, that is
 * |d − τc| ≥ |δ − τ|, or (d − τc)²·V ≥ (δ − τ)²·v(τ); all hold at τ = δ, and V does not depend on τ.
 * Source: P. R. Rosenbaum 2002, "Observational Studies", 2nd ed., chapter 2.
 */
import type { Bound, Interval } from '../frame.ts';
import { realRoots, valueAt } from '../numbers/real-roots.ts';
import type { Form } from './tally.ts';

/** A closed stretch of τ, in units about the observed difference. */
type Stretch = readonly [low: number, high: number];
type Weighted = { readonly low: number; readonly high: number; readonly weight: number };

const always: Stretch = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
/** Beyond so many standard errors (or units of the outcome) nothing is looked for. */
const reach = 1e12;
/** An allocation that is the observed one, or its mirror, is as extreme whatever τ is. */
const isSame = 1e-12;

/** Where each allocation of the reference set is as extreme as the observed one. */
export class Inversion {
  readonly #observed: Form;
  readonly #isStudentised: boolean;
  readonly #stretches: Weighted[] = [];

  constructor(observed: Form, isStudentised: boolean) {
    this.#observed = observed;
    this.#isStudentised = isStudentised;
  }

  add(form: Form, weight: number): void {
    const own = this.#isStudentised ? this.#studentised(form) : [this.#difference(form)];
    for (const [low, high] of own) this.#stretches.push({ low, high, weight });
  }

  /** The smallest and the largest τ that are kept, judged by the weight of the allocations as extreme there; all where none need be. */
  interval(isKept: (weight: number) => boolean): Interval {
    if (isKept(0)) return ['-Infinity', 'Infinity'];
    const { d } = this.#observed;
    const unit = this.#isStudentised ? Math.sqrt(this.#observed.yy) : 1;
    const mirrored = this.#stretches.map(({ low, high, weight }) => ({ low: -high, high: -low, weight }));
    return [boundOf(d - unit * outermost(mirrored, isKept)), boundOf(d + unit * outermost(this.#stretches, isKept))];
  }

  #difference({ d, c }: Form): Stretch {
    if (Number.isNaN(d) || Math.abs(c) >= 1 - isSame) return always;
    // With σ = τ − δ: |(d − δc) − σc| ≥ |σ|.
    const apart = d - this.#observed.d * c;
    const [one, other] = [apart / (c - 1), apart / (c + 1)];
    return [Math.min(one, other), Math.max(one, other)];
  }

  #studentised({ d, c, yy, yz, zz }: Form): readonly Stretch[] {
    if (Number.isNaN(d) || Number.isNaN(yy) || (Math.abs(c) >= 1 - isSame && zz < isSame)) return [always];
    const { d: observed, yy: variance } = this.#observed;
    const unit = Math.sqrt(variance);
    // With s = (τ − δ) ÷ √V, everything is about 1 in size.
    const apart = (d - observed * c) / unit;
    const constant = (yy - 2 * observed * yz + observed * observed * zz) / variance;
    const linear = (2 * (observed * zz - yz)) / unit;
    const polynomial = [apart * apart, -2 * apart * c, c * c - constant, -linear, -zz];
    const ends = [-reach, ...realRoots(polynomial, reach), reach];
    return ends.slice(1).flatMap((high, index): readonly Stretch[] => {
      const low = ends[index] ?? -reach;
      if (valueAt(polynomial, low / 2 + high / 2) < 0) return [];
      return [[low === -reach ? Number.NEGATIVE_INFINITY : low, high === reach ? Number.POSITIVE_INFINITY : high]];
    });
  }
}

/** The largest value whose stretches have enough weight together. */
function outermost(stretches: readonly Weighted[], isKept: (weight: number) => boolean): number {
  const byHigh = stretches.toSorted((a, b) => b.high - a.high || 0);
  const byLow = stretches.toSorted((a, b) => b.low - a.low || 0);
  let open = 0;
  let closed = 0;
  for (const { high, weight } of byHigh) {
    for (let next = byLow[closed]; next !== undefined && next.low > high; next = byLow[closed]) {
      open -= next.weight;
      closed += 1;
    }
    open += weight;
    if (isKept(open)) return high;
  }
  return Number.NEGATIVE_INFINITY;
}

function boundOf(value: number): Bound {
  if (value === Number.POSITIVE_INFINITY) return 'Infinity';
  return value === Number.NEGATIVE_INFINITY ? '-Infinity' : value;
}
