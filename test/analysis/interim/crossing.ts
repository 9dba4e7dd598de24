/**
 * The probability of first crossing at each look, by Simpson's rule on one even grid over all looks: the same recursion as the
 * engine's with another way to integrate.
 */
import { normalTails } from '../../../analysis/distributions/normal.ts';

/** Parts of a standard deviation of the narrowest increment, and the widest step. */
const parts = 20;
const widestStep = 0.01;
const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** On one side, in the order of the looks; `boundaries` are finite. */
export function crossingProbabilities(
  looks: readonly number[],
  boundaries: readonly number[],
  sided: 1 | 2,
): readonly number[] {
  const narrowest = Math.min(...looks.slice(1).map((t, look) => Math.sqrt((t - (looks[look] ?? 0)) / t)));
  const step = Math.min(widestStep, narrowest / parts);
  const crossed = [normalTails(boundaries[0] ?? 0).upper];
  let { nodes, weights } = simpson(boundaries[0] ?? 0, sided, step);
  let mass = weights.map((weight, i) => weight * density(nodes[i] ?? 0));
  for (let look = 1; look < looks.length; look += 1) {
    const [then = 0, now = 0, boundary = 0] = [looks[look - 1], looks[look], boundaries[look]];
    const gained = Math.sqrt(now - then);
    const stepTo = (z: number, u: number) => (z * Math.sqrt(now) - u * Math.sqrt(then)) / gained;
    crossed.push(mass.reduce((sum, share, i) => sum + share * normalTails(stepTo(boundary, nodes[i] ?? 0)).upper, 0));
    const grid = simpson(boundary, sided, step);
    const [before, at] = [mass, nodes];
    mass = grid.weights.map((weight, j) => {
      const z = grid.nodes[j] ?? 0;
      const sum = before.reduce((total, share, i) => total + share * density(stepTo(z, at[i] ?? 0)), 0);
      return (weight * sum * Math.sqrt(now)) / gained;
    });
    nodes = grid.nodes;
  }
  return crossed;
}

function simpson(boundary: number, sided: 1 | 2, step: number) {
  const [low, high] = [Math.max(-9, sided === 2 ? -boundary : -9), Math.min(boundary, 9)];
  const intervals = 2 * Math.ceil((high - low) / (2 * step));
  const width = (high - low) / intervals;
  const nodes = Array.from({ length: intervals + 1 }, (_, i) => low + i * width);
  const weights = nodes.map((_, i) => (width / 3) * (i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2));
  return { nodes, weights };
}
