/** How close a figure must come to its oracle: the contract's accuracy, each rule under a name. */
import { expect } from 'vitest';
import { recordDifference } from './record.ts';

/** Distance in units in the last place of the expected value. */
export function unitsInLastPlace(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  const size = Math.abs(expected);
  const next = nextUp(size);
  return Math.abs(actual - expected) / (next === Number.POSITIVE_INFINITY ? size * 2 ** -52 : next - size);
}

function nextUp(size: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, size);
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return view.getFloat64(0);
}

/** Relative distance; a size under `floor` counts as that. NaN and infinities never come close to a number. */
export function relativeDistance(actual: number, expected: number, floor: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.max(floor, Math.abs(expected));
}

function isWithin(distance: number, most: number, label: string): boolean {
  recordDifference(distance, label, most);
  return distance <= most;
}

/** Closed forms: 1e-9 relative, 1e-12 absolute. */
export function isClosedForm(actual: number, expected: number, label = 'figure'): boolean {
  return isWithin(relativeDistance(actual, expected, 1e-3), 1e-9, label);
}

export function expectClosedForm(actual: number, expected: number, label: string): void {
  expect(isClosedForm(actual, expected, label), `${label}: ${actual}, expected ${expected}`).toBe(true);
}

/** Quantiles and other figures that keep their relative accuracy however small they are. */
export function isRelative(actual: number, expected: number): boolean {
  return isWithin(relativeDistance(actual, expected, 0), 1e-9, 'relative');
}

/** Iterative fits: 1e-7 relative. `precision` is that of an oracle that stopped earlier. */
export function expectFit(actual: number, expected: number, label: string, precision = 1e-7): void {
  const isFit = isWithin(relativeDistance(actual, expected, 0), precision, label);
  expect(isFit, `${label}: ${actual}, expected ${expected}`).toBe(true);
}

/** A tail: 1e-9 relative above 1e-12, and everywhere |ΔlogP| ≤ 1e-9·max(1, |logP|). */
export function isSameTail(p: number, logP: number, expectedP: number, expectedLogP: number): boolean {
  if (expectedP > 1e-12 && !isRelative(p, expectedP)) return false;
  if (expectedLogP === Number.NEGATIVE_INFINITY) return p === 0;
  return isWithin(relativeDistance(logP, expectedLogP, 1), 1e-9, 'log p');
}

/** Miettinen-Nurminen bounds: 1e-6 of their definition. */
export function expectScoreBound(actual: number, expected: number, label: string): void {
  expect(isWithin(Math.abs(actual - expected), 1e-6, label), `${label}: ${actual}, expected ${expected}`).toBe(true);
}

/** Boundaries of a group sequential test: 1e-6, the precision rpact states for its own. */
export function isBoundary(actual: number, expected: number, label = 'boundary'): boolean {
  return isWithin(relativeDistance(actual, expected, 1), 1e-6, label);
}
