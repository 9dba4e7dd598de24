/** How close a figure must come to its oracle: the contract's accuracy, each rule under a name. */
import { expect } from 'vitest';

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

/** Closed forms: 1e-9 relative, 1e-12 absolute. */
export function isClosedForm(actual: number, expected: number): boolean {
  const distance = Math.abs(actual - expected);
  return distance <= 1e-12 || distance <= 1e-9 * Math.abs(expected);
}

export function expectClosedForm(actual: number, expected: number, label: string): void {
  expect(isClosedForm(actual, expected), `${label}: ${actual}, expected ${expected}`).toBe(true);
}

/** Quantiles and other figures that keep their relative accuracy however small they are. */
export function isRelative(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= 1e-9 * Math.abs(expected);
}

/** A tail: 1e-9 relative above 1e-12, and everywhere |ΔlogP| ≤ 1e-9·max(1, |logP|). */
export function isSameTail(p: number, logP: number, expectedP: number, expectedLogP: number): boolean {
  if (expectedP > 1e-12 && !isRelative(p, expectedP)) return false;
  if (expectedLogP === Number.NEGATIVE_INFINITY) return p === 0;
  return Math.abs(logP - expectedLogP) <= 1e-9 * Math.max(1, Math.abs(expectedLogP));
}

/** Miettinen-Nurminen bounds: 1e-6 of their definition. */
export function expectScoreBound(actual: number, expected: number, label: string): void {
  expect(Math.abs(actual - expected), `${label}: ${actual}, expected ${expected}`).toBeLessThanOrEqual(1e-6);
}
