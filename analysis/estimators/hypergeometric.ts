/**
 * Fisher's noncentral hypergeometric distribution: the treated successes given all margins of a two-by-two table, when the
 * odds ratio is e^θ. Source: R. A. Fisher 1935, JRSS 98:39–82; A. Agresti 1992, Stat. Sci. 7:131–153, section 2.
 */
import { exp } from '../numbers/exponential.ts';
import { ln } from '../numbers/logarithm.ts';

export type Hypergeometric = {
  /** Smallest possible number of treated successes; `logWeights` runs from it upwards by ones. */
  readonly smallest: number;
  /** Log of each number's probability at an odds ratio of 1, up to one constant. */
  readonly logWeights: Float64Array;
};

/** How many numbers of treated successes the margins allow. */
export function supportSize(treated: number, reference: number, successes: number): number {
  return Math.min(treated, successes) - Math.max(0, successes - reference) + 1;
}

/** `treated` and `reference` are the arms' people, `successes` those of both; whole numbers. */
export function hypergeometric(treated: number, reference: number, successes: number): Hypergeometric {
  const smallest = Math.max(0, successes - reference);
  const logWeights = new Float64Array(supportSize(treated, reference, successes));
  let sum = 0;
  let lost = 0;
  for (let index = 1; index < logWeights.length; index += 1) {
    const k = smallest + index;
    const step = ln((((treated - k + 1) / k) * (successes - k + 1)) / (reference - successes + k)) - lost;
    const next = sum + step;
    lost = next - sum - step;
    sum = next;
    logWeights[index] = sum;
  }
  return { smallest, logWeights };
}

export type Part = {
  /** Log of the part's probability under e^θ. */
  readonly logShare: number;
  /** Mean number of treated successes in that part. */
  readonly mean: number;
};

/** The whole distribution at θ, and its parts up to and from the observed number on. */
export function partsAt({ smallest, logWeights }: Hypergeometric, theta: number, observed: number) {
  const at = observed - smallest;
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < logWeights.length; index += 1) {
    largest = Math.max(largest, (logWeights[index] ?? 0) + theta * (index - at));
  }
  const [below, above] = [partOf(0, at), partOf(at, logWeights.length - 1)];
  const own = (logWeights[at] ?? 0) - largest;
  const total = below.sum + above.sum - exp(own);
  const mean = observed + (below.moment + above.moment) / total;
  const square = (below.square + above.square) / total - (mean - observed) * (mean - observed);
  return {
    mean,
    variance: square,
    atMost: { logShare: below.log - ln(total), mean: observed + below.ratio },
    atLeast: { logShare: above.log - ln(total), mean: observed + above.ratio },
  } satisfies { mean: number; variance: number; atMost: Part; atLeast: Part };

  /** Sums of the weights, relative to the largest, and of their distances from the observed number. */
  function partOf(from: number, to: number) {
    let peak = Number.NEGATIVE_INFINITY;
    for (let index = from; index <= to; index += 1) {
      peak = Math.max(peak, (logWeights[index] ?? 0) + theta * (index - at));
    }
    let sum = 0;
    let moment = 0;
    let square = 0;
    for (let index = from; index <= to; index += 1) {
      const weight = exp((logWeights[index] ?? 0) + theta * (index - at) - peak);
      sum += weight;
      moment += weight * (index - at);
      square += weight * (index - at) * (index - at);
    }
    const scale = exp(peak - largest);
    return {
      log: ln(sum) + peak - largest,
      ratio: moment / sum,
      sum: sum * scale,
      moment: moment * scale,
      square: square * scale,
    };
  }
}
