/**
 * Ordinary least squares of the outcome on given columns, beside an absorbed effect: a frequency weight w stands for w equal
 * rows. An effect is absorbed by taking its levels' means out of every column and of the outcome, which is exact (R. Frisch
 * & F. V. Waugh 1933, Econometrica 1:387–401); the columns are then made orthonormal.
 */
import type { Frame } from '../frame.ts';
import type { DesignColumn } from './design.ts';
import type { AbsorbedEffect, Fit } from './fit.ts';
import { orthonormalBasis } from './orthonormal-basis.ts';

export type LeastSquares = {
  readonly fit: Fit;
  /** For each column given its place among the fit's; -1 for one that depends on those before it. */
  readonly placeOf: readonly number[];
  /** What was taken out of the outcome before the fit: its mean, or 0 where an effect is absorbed. */
  readonly shift: number;
};

export function leastSquares(
  frame: Frame,
  columns: readonly DesignColumn[],
  effect: AbsorbedEffect | null,
): LeastSquares {
  const { rows, outcome, weight } = frame;
  const width = columns.length;
  const x = new Float64Array(rows * width);
  const scales = new Float64Array(width);
  for (const [place, { values }] of columns.entries()) {
    const scaled = scaledRows(frame, values);
    scales[place] = norm(scaled);
    const rest = effect === null ? scaled : scaledRows(frame, withoutMeans(frame, values, effect));
    for (let row = 0; row < rows; row += 1) x[row * width + place] = rest[row] ?? 0;
  }
  const { kept, q, triangle } = orthonormalBasis(x, rows, width, scales);
  const mean = weightedMean(frame, outcome);
  const around = outcome.map((value) => value - mean);
  const residual = scaledRows(frame, effect === null ? around : withoutMeans(frame, around, effect));
  const coordinates = new Float64Array(kept.length);
  for (let pass = 0; pass < 2; pass += 1) takeOut(residual, q, coordinates);
  const people = weight === null ? rows : weight.reduce((sum, w) => sum + w, 0);
  return {
    fit: {
      rows,
      width: kept.length,
      q,
      triangle,
      coordinates,
      residual,
      weight,
      effect,
      people,
      parameters: kept.length + (effect?.people.length ?? 0),
      largest: outcome.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    },
    placeOf: columns.map((_, column) => kept.indexOf(column)),
    shift: effect === null ? mean : 0,
  };
}

/** √w times the values. */
function scaledRows({ weight }: Frame, values: Float64Array): Float64Array {
  return weight === null ? values.slice() : values.map((value, row) => Math.sqrt(weight[row] ?? 0) * value);
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

function weightedMean({ rows, weight }: Frame, values: Float64Array): number {
  let people = 0;
  let sum = 0;
  for (let row = 0; row < rows; row += 1) {
    const w = weight === null ? 1 : (weight[row] ?? 0);
    people += w;
    sum += w * (values[row] ?? 0);
  }
  return sum / people;
}

/** The values less the mean of their level, in two passes: the second takes out what rounding left. */
export function withoutMeans({ weight }: Frame, values: Float64Array, { codes, people }: AbsorbedEffect): Float64Array {
  let rest = values;
  for (let pass = 0; pass < 2; pass += 1) {
    const sums = new Float64Array(people.length);
    for (let row = 0; row < rest.length; row += 1) {
      const code = codes[row] ?? 0;
      sums[code] = (sums[code] ?? 0) + (weight === null ? 1 : (weight[row] ?? 0)) * (rest[row] ?? 0);
    }
    const before = rest;
    rest = before.map((value, row) => value - (sums[codes[row] ?? 0] ?? 0) / (people[codes[row] ?? 0] ?? 1));
  }
  return rest;
}

/** Takes the part that the basis explains out of the residual, and adds it to the coordinates. */
function takeOut(residual: Float64Array, q: Float64Array, coordinates: Float64Array): void {
  const width = coordinates.length;
  const explained = new Float64Array(width);
  for (let row = 0; row < residual.length; row += 1) {
    const value = residual[row] ?? 0;
    for (let k = 0; k < width; k += 1) explained[k] = (explained[k] ?? 0) + (q[row * width + k] ?? 0) * value;
  }
  for (let row = 0; row < residual.length; row += 1) {
    let fitted = 0;
    for (let k = 0; k < width; k += 1) fitted += (q[row * width + k] ?? 0) * (explained[k] ?? 0);
    residual[row] = (residual[row] ?? 0) - fitted;
  }
  for (let k = 0; k < width; k += 1) coordinates[k] = (coordinates[k] ?? 0) + (explained[k] ?? 0);
}
