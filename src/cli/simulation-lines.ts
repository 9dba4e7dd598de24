/** A simulated power in words, below the formula's: one line for each correlation, estimator and comparison. */
import type { SimulatedPower } from '../actions/simulate-power.ts';
import { aligned } from './aligned.ts';
import { percent, points } from './planned-figures.ts';

export function simulationLines({ trials, seed, people, rows, notes }: SimulatedPower): readonly string[] {
  const count = trials.toLocaleString('en-GB');
  const size = people.toLocaleString('en-GB', { maximumFractionDigits: 0 });
  const found = rows.flatMap(({ icc, results }) =>
    results.map(({ estimator, contrast, difference, rejected, standardError, notEstimable }) => [
      String(icc),
      estimator,
      contrast.join(' - '),
      difference === 0 ? 'none' : points(difference),
      `${percent(rejected)} (Monte Carlo error ${percent(standardError)})`,
      notEstimable === 0 ? '' : `${notEstimable} not estimable`,
    ]),
  );
  return [
    `Simulated: ${count} trials at each correlation, of ${size} people on average, drawn by the protocol's scheme and analysed by its plan (seed "${seed}")`,
    ...aligned([['correlation', 'estimator', 'comparison', 'true difference', 'rejected', ''], ...found]),
    ...notes.map((note) => `  assumed: ${note}`),
  ];
}
