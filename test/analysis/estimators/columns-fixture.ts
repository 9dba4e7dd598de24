/** Further columns of a frame for tests, from values as a person would write them. */
import { inFactorOrder } from '../../../analysis/dataset/levels.ts';
import type { CategoryColumn, NumberColumn } from '../../../analysis/frame.ts';

export function numberColumn(name: string, values: readonly number[]): NumberColumn {
  return { kind: 'number', name, values: Float64Array.from(values) };
}

/** Levels in R's order. */
export function categoryColumn(name: string, texts: readonly (string | number)[]): CategoryColumn {
  const levels = inFactorOrder([...new Set(texts.map(String))]);
  return { kind: 'category', name, codes: Int32Array.from(texts, (text) => levels.indexOf(String(text))), levels };
}
