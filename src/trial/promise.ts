/** What the draw promises and what it leaves to trust, in words said in one place: the API and the public pages use these. */

type Beacon = { readonly beacon: { readonly source: string; readonly round: string | number } | null };

/** Of what is shown and computed. How far a rule lets the next arm be guessed from those seen is another matter, and has its own figures. */
export const enrolmentPromise =
  'Nobody who enrols can foresee an arm from anything Pledge shows: arms are drawn when a list closes, from a seed that nobody sees. How far the next arm can be guessed from those already seen depends on the scheme.';

/** What is promised by the beacon, or null where the trial has none. */
export function beaconPromise({ beacon }: Beacon): string | null {
  return beacon === null
    ? null
    : `The draw also uses public randomness: round ${beacon.round} of ${beacon.source}. Where that round was published after the lock, nobody could choose a seed for the arms it would give: compare its time with that of the lock.`;
}

/** Whom the reader has to trust, or null where nobody. */
export function trustNeeded({ beacon }: Beacon): string | null {
  return beacon === null
    ? 'This trial uses no public randomness (a beacon). The operator who drew the seed is trusted not to have tried several.'
    : null;
}

/** All of it as one text. */
export function promiseOf(protocol: Beacon): string {
  return [enrolmentPromise, beaconPromise(protocol), trustNeeded(protocol)]
    .filter((sentence) => sentence !== null)
    .join(' ');
}
