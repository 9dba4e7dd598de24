/** A rerandomised design for simulated trials, which are too many to try a hundred thousand times each. */
import type { Design } from '../randomise/design.ts';

/** With at most `most` tries; null where it makes no more anyway, or is no rerandomised design. */
export function withFewerTries(design: Design, most: number): Design | null {
  const { scheme } = design;
  if (scheme.kind !== 'rerandomised' || scheme.maximumTries <= most) return null;
  return { ...design, scheme: { ...scheme, maximumTries: most } };
}
