/**
 * What a rerandomised list is balanced on, as columns of numbers: a number as it stands, a category as one indicator for
 * each of its levels on the list. docs/randomisation.md, section 11.
 */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { decimalFault } from '../trial/decimal.ts';
import type { Scheme } from '../trial/scheme.ts';

type Rerandomised = Extract<Scheme, { readonly kind: 'rerandomised' }>;

/** `name` says it to a person: "people", or "age_band=25-34" for an indicator. One value for each unit in list order. */
export type CovariateColumn = { readonly name: string; readonly values: readonly number[] };

/**
 * The columns of a list, in the scheme's order, a category's levels in the order of their UTF-8 bytes. Under "mahalanobis"
 * a category's first level has no column (the others determine it, and the distance is the same whichever is left out);
 * under "standardised-difference" each level has one. `rows` are the units' values as the scheme names them. Throws where
 * a number is not written as one: units are checked where they come in.
 */
export function covariateColumns(
  { covariates, criterion }: Pick<Rerandomised, 'covariates' | 'criterion'>,
  rows: readonly (readonly string[])[],
): readonly CovariateColumn[] {
  return covariates.flatMap(({ column, as }, index) => {
    const texts = rows.map((values) => valueAt(values, index, column));
    if (as === 'number') return [{ name: column, values: texts.map((text) => numberOf(text, column)) }];
    const levels = [...new Set(texts)].toSorted(byBytes);
    return levels.slice(criterion === 'mahalanobis' ? 1 : 0).map((level) => ({
      name: `${column}=${level}`,
      values: texts.map((text) => (text === level ? 1 : 0)),
    }));
  });
}

function valueAt(values: readonly string[], index: number, column: string): string {
  const text = values[index];
  if (text === undefined) throw new Error(`a unit has no value for "${column}"`);
  return text;
}

function numberOf(text: string, column: string): number {
  if (decimalFault(text) !== undefined) throw new Error(`"${text}" of "${column}" is not a decimal number`);
  return Number(text);
}

/** By the bytes of their UTF-8, a text before every longer one that begins with it. */
function byBytes(a: string, b: string): number {
  const [left, right] = [utf8ToBytes(a), utf8ToBytes(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
