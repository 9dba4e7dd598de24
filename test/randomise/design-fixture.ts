/** A design to test the engine with, without a whole protocol around it. */
import type { Design, DesignArm } from '../../src/randomise/design.ts';
import type { Unit } from '../../src/randomise/draw-state.ts';
import { algorithm } from '../../src/randomise/stream.ts';
import { sha256Hex } from '../../src/trial/canonical.ts';
import type { Scheme } from '../../src/trial/scheme.ts';

/** Arms "arm-0", "arm-1", … with these ratios. */
export function armsWith(ratios: readonly number[]): readonly DesignArm[] {
  return ratios.map((ratio, index) => ({ name: `arm-${index}`, ratio }));
}

export function designWith(scheme: Scheme, ratios: readonly number[]): Design {
  const protocolHash = sha256Hex(JSON.stringify({ scheme, ratios }));
  return { algorithm, protocolHash, arms: armsWith(ratios), unit: 'household', scheme, strata: ['borough'] };
}

/** `count` units of one stratum: "u0", "u1", …, without households; `valuesOf` gives what the scheme reads of the n-th. */
export function unitsIn(
  stratum: string,
  count: number,
  valuesOf: (index: number) => readonly string[] = () => [],
): readonly Unit[] {
  return Array.from({ length: count }, (_, index) => ({
    unit: `u${index}`,
    stratum,
    household: null,
    values: valuesOf(index),
  }));
}

/** A seed for each number. */
export function seedOf(number: number): string {
  return sha256Hex(`seed ${number}`);
}
