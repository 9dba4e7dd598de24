/** Claims as the scenarios write them, and the biases that methods are known for. */
import type { Claim } from './calibrate.ts';

/** Normal theory in samples this small is a little off, to either side. */
export const largeSample = { below: 0.015, above: 0.015, because: 'large-sample theory' } as const;
export const conservative = { below: 0.05, because: 'exact, or corrected for continuity: conservative' } as const;
/** The same of an interval: it holds the truth more often than it says. */
export const wide = { above: 0.05, because: conservative.because } as const;
/** Discreteness of small counts moves coverage to either side. */
export const discrete = { below: 0.02, above: 0.035, because: 'small counts are discrete' } as const;

/** Makes claims about one outcome. */
export function about(outcome: string) {
  return (id: string, estimator: Claim['estimator'], more: Partial<Claim> = {}): Claim => ({
    id,
    estimator: { outcomes: [outcome], ...estimator },
    ...more,
  });
}
