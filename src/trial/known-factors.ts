/**
 * What the service knows of a unit when its list closes: the variables it can stratify by, and the number of people the unit
 * has on the list. Minimisation and rerandomisation may read these and no others.
 */
import { isKnownStratum, isWithin, knownStrata, type UnitKind } from './unit.ts';

/** How many eligible people of the unit are on its list as it closes: a whole number of at least 1, known of every unit. */
export const unitSize = 'unit_size';

/** The level at which a factor is the same for everybody; undefined where the service records no such thing. */
function levelOf(name: string): UnitKind | undefined {
  if (name === unitSize) return 'ceremony';
  return isKnownStratum(name) ? knownStrata[name] : undefined;
}

export type FactorFault = 'unknown' | 'differs-within' | null;

/** Why a trial that draws this unit cannot read the factor; null where it can. */
export function factorFault(name: string, unit: UnitKind): FactorFault {
  const level = levelOf(name);
  if (level === undefined) return 'unknown';
  return isWithin(unit, level) ? null : 'differs-within';
}
