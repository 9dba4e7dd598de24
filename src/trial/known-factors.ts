/**
 * What the service knows of a unit when its list closes: the variables it can stratify by, and the number of people the unit
 * has on the list. Minimisation and rerandomisation may read these and no others.
 */
import { isKnownStratum } from './unit.ts';

/** How many eligible people of the unit are on its list as it closes: a whole number of at least 1, known of every unit. */
export const unitSize = 'unit_size';

export function isKnownFactor(name: string): boolean {
  return name === unitSize || isKnownStratum(name);
}
