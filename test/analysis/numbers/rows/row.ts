/**
 * A row of the numbers page, as declared: what is computed, from which source, and which recorded tests compare it with what.
 * How close the figures came and how often a test erred is not declared: it comes from a run (see ../compose.ts).
 */
import type { PlannedEstimator } from '../../../../analysis/plan/schema.ts';

/** The figures that are no method of a plan. */
export type Shared = 'multiplicity' | 'imputations' | 'power' | 'distributions';

export type NumbersRow = {
  readonly method: PlannedEstimator['method'] | Shared;
  readonly quantity: string;
  /** Author and year, or the definition. */
  readonly formula: string;
  /** Tool, version and call. */
  readonly oracle: string;
  /** The widest that a test of this row may use (../tolerance.ts). */
  readonly tolerance: number;
  readonly compared: readonly Compared[];
  readonly calibrated?: Calibrated;
  /** What must be known of the oracle. */
  readonly note?: string;
};

/** Comparisons that the tests record under `describe` of a file (path below test/analysis, without .test.ts). */
export type Compared = {
  readonly file: string;
  readonly describe: string;
  /** Of the tests in it, by their names. */
  readonly only?: RegExp;
  readonly except?: RegExp;
  /** Of the figures that a test compares, by what it calls them. */
  readonly label?: RegExp;
};

/** The scenarios of ../../calibration under the words by which the page calls them. */
export const scenarios = {
  people: 'people, 30 to 60 in three boroughs, no effect',
  effect: 'people, 60 to 90, with an effect',
  rare: 'a rare outcome, 2% of 200 to 300',
  small: 'small arms, 45 to 30',
  arms: 'three unequal arms, 60 households',
  simple: 'three arms drawn simply, 5 : 3 : 2',
  ceremonies: 'ceremonies, 24 to 36 of unlike size',
  few: 'few ceremonies, 4 to 9',
  boroughs: 'six boroughs, one effect',
  differing: 'six boroughs, effects that differ',
  pairs: 'sixteen pairs of people',
  paired: 'sixteen pairs of ceremonies, an effect',
  visits: 'ceremonies, 24 to 36, a visit to some',
  seventh: 'six boroughs, and a seventh to come',
  imputed: 'outcomes imputed five times',
  clusters: 're-draws, 6 and 14 clusters',
  shifted: 're-draws, 6 and 14 clusters, an effect',
  blocks: 're-draws, three arms in blocks of unequal shares',
  mixed: 're-draws, effects that differ about 0',
  looks: 'three looks at 40 people, no effect',
} as const;

/** Ids of claims by scenario. */
export type Calibrated = { readonly [scenario in keyof typeof scenarios]?: readonly string[] };

export function under(file: string, describe: string, only?: RegExp, except?: RegExp): Compared {
  return { file, describe, ...(only === undefined ? {} : { only }), ...(except === undefined ? {} : { except }) };
}
