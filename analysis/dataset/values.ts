/**
 * What the distinct values of a column mean: which of them stand for "missing", and which number each one writes. Worked out
 * once per distinct value, not once per row.
 */
import type { Column } from './csv.ts';

const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** 1 for each value code that is one of the plan's missing markers. */
export function missingCodes(column: Column, markers: readonly string[]): Uint8Array {
  const missing = new Uint8Array(column.values.count);
  for (const marker of markers) {
    const code = column.values.find(marker);
    if (code !== -1) missing[code] = 1;
  }
  return missing;
}

/** The number a text writes in decimal, spaces around it aside; NaN where it writes none. Words such as "Inf" are none. */
export function numberIn(text: string): number {
  const trimmed = text.trim();
  if (!numberPattern.test(trimmed)) return Number.NaN;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : Number.NaN;
}

/** true and false, in any case; undefined for every other text. */
export function truthIn(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (word === 'true') return true;
  return word === 'false' ? false : undefined;
}

/** One reading per value code. */
export function readingPerCode<T>(column: Column, read: (text: string) => T): readonly T[] {
  return Array.from({ length: column.values.count }, (_, code) => read(column.values.text(code)));
}
