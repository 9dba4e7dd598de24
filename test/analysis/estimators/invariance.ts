/**
 * What must hold of every estimator whatever the data: the order of rows does not matter, a frequency weight is that many
 * rows, and no figure is NaN or infinite. Arms of unequal size in every sample.
 */
import fc from 'fast-check';
import type { Contrast, Frame } from '../../../analysis/frame.ts';
import { expanded, frameOf, type Row, treatedAgainstReference } from './frame-fixture.ts';

const arms = ['standard', 'letter', 'visit'];
const settings = { numRuns: 120, seed: 1998 };
const outcomes = {
  binary: fc.integer({ min: 0, max: 1 }),
  ordinal: fc.integer({ min: 1, max: 5 }),
  count: fc.integer({ min: 0, max: 9 }),
  continuous: fc.integer({ min: -4000, max: 9000 }).map((value) => value / 7),
};

/** A row with what some methods read beside arm and outcome. */
export type Person = Row & { readonly city: number; readonly age: number };
export type Estimate = (frame: Frame, contrast: Contrast, people: readonly Person[]) => unknown;

/** Three arms, each of a size of its own between 4 and 19; four cities cross them; weights 1 to 3. */
export function people(kind: Frame['outcomeKind']): fc.Arbitrary<readonly Person[]> {
  const person = (arm: string) =>
    fc.record({
      arm: fc.constant(arm),
      outcome: outcomes[kind],
      weight: fc.integer({ min: 1, max: 3 }),
      city: fc.integer({ min: 0, max: 3 }),
      age: fc.integer({ min: 18, max: 80 }),
    });
  return fc
    .uniqueArray(fc.integer({ min: 4, max: 19 }), { minLength: 3, maxLength: 3 })
    .chain((sizes) =>
      fc.tuple(...arms.map((arm, a) => fc.array(person(arm), { minLength: sizes[a] ?? 4, maxLength: sizes[a] ?? 4 }))),
    )
    .map((groups) => groups.flat());
}

function ofPeople(kind: Frame['outcomeKind'], rows: readonly Person[], estimate: Estimate): unknown {
  return estimate(frameOf(arms, kind, rows), treatedAgainstReference, rows);
}

/** Shuffles the rows. `precision` is the relative rounding allowed. */
export function holdsInAnyOrder(kind: Frame['outcomeKind'], estimate: Estimate, precision = 1e-11): void {
  const sample = people(kind).chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length })),
  );
  fc.assert(
    fc.property(sample, ([rows, shuffled]) =>
      isSame(ofPeople(kind, rows, estimate), ofPeople(kind, shuffled, estimate), precision),
    ),
    settings,
  );
}

/** Writes each weighted row out as that many rows. */
export function holdsExpanded(kind: Frame['outcomeKind'], estimate: Estimate, precision = 1e-11): void {
  const property = fc.property(people(kind), (rows) => {
    // expanded() copies every other key of a row.
    const single = expanded(rows) as readonly Person[];
    return isSame(ofPeople(kind, rows, estimate), ofPeople(kind, single, estimate), precision);
  });
  fc.assert(property, settings);
}

/** Looks at every number of the figures. */
export function holdsFinite(kind: Frame['outcomeKind'], estimate: Estimate): void {
  fc.assert(
    fc.property(people(kind), (rows) => isAllFinite(ofPeople(kind, rows, estimate))),
    settings,
  );
}

function isAllFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null) return false;
  return typeof value !== 'object' || Object.values(value).every(isAllFinite);
}

/** Equal in shape and words, and in numbers to `precision`, relative to the larger of 1 and their size. */
export function isSame(a: unknown, b: unknown, precision: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return a === b || Math.abs(a - b) <= precision * Math.max(1, Math.abs(a), Math.abs(b));
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [keys, others] = [Object.entries(a), new Map(Object.entries(b))];
  return keys.length === others.size && keys.every(([key, value]) => isSame(value, others.get(key), precision));
}
