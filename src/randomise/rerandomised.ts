/**
 * Rerandomisation: a closed list is drawn until its arms are as alike as a criterion asks (Morgan & Rubin 2012, Annals of
 * Statistics 40:1263). A try is accepted or thrown away as a whole. A trial must not get stuck on a criterion
 * that is never met: after the last try the best one is taken, and flagged. docs/randomisation.md, section 11.
 */
import { type Design, ratiosOf } from './design.ts';
import { stream } from './stream.ts';
import { arrangeWholeList } from './whole-list.ts';

/** `threshold`: the largest imbalance accepted; `maximumTries` at least 1. */
export type Criterion = { readonly threshold: number; readonly maximumTries: number };

export type AcceptedTry = {
  /** Arm of each unit in list order, by index in protocol order. */
  readonly arms: readonly number[];
  /** How many tries were made, the one that is taken among them or the last of them. */
  readonly tries: number;
  readonly imbalance: number;
  readonly isMet: boolean;
};

/**
 * Makes tries 0, 1, 2, … and takes the first whose imbalance is at most the threshold; where none is, the one with the
 * smallest imbalance, the first among equals.
 */
export function chooseTry(
  { threshold, maximumTries }: Criterion,
  arrange: (attempt: number) => readonly number[],
  imbalanceOf: (arms: readonly number[]) => number,
): AcceptedTry {
  let best: AcceptedTry | undefined;
  for (let attempt = 0; attempt < maximumTries; attempt++) {
    const arms = arrange(attempt);
    const imbalance = imbalanceOf(arms);
    const isMet = imbalance <= threshold;
    if (best === undefined || imbalance < best.imbalance) best = { arms, tries: maximumTries, imbalance, isMet };
    if (isMet) return { arms, tries: attempt + 1, imbalance, isMet };
  }
  if (best === undefined) throw new Error('a rerandomised list is tried at least once');
  return best;
}

/** One try's numbers come from a stream of its own for each stratum. */
export function tryStream(design: Design, key: Uint8Array, stratum: string, attempt: number): () => number {
  return stream(key, design.protocolHash, `stratum=${stratum}|try=${attempt}`);
}

/**
 * One try: each stratum drawn as a whole list. `strata` gives, for each stratum, the places (from 0) of its units in the
 * list, in list order; `randomOf` the numbers for the stratum of that index, asked once for each in order.
 */
export function arrangeTry(
  ratios: readonly number[],
  strata: readonly (readonly number[])[],
  randomOf: (stratum: number) => () => number,
): readonly number[] {
  const units = strata.reduce((sum, rows) => sum + rows.length, 0);
  const arms = new Array<number>(units);
  for (const [stratum, rows] of strata.entries()) {
    const drawn = arrangeWholeList(ratios, rows.length, randomOf(stratum));
    for (const [index, row] of rows.entries()) arms[row] = drawn[index] as number; // as many arms as rows
  }
  return arms;
}

/** The try that is taken under `pledge-1`; `strata` are keys with the places of their units, as for `arrangeTry`. */
export function rerandomise(
  design: Design,
  criterion: Criterion,
  key: Uint8Array,
  strata: ReadonlyMap<string, readonly number[]>,
  imbalanceOf: (arms: readonly number[]) => number,
): AcceptedTry {
  const names = [...strata.keys()];
  const rows = [...strata.values()];
  const ratios = ratiosOf(design);
  const arrange = (attempt: number) =>
    arrangeTry(ratios, rows, (stratum) => tryStream(design, key, names[stratum] ?? '', attempt));
  return chooseTry(criterion, arrange, imbalanceOf);
}
