/** What the draw promises and what it leaves to trust, in words said in one place: the API and the public pages use these. */

type Beacon = { readonly beacon: object | null };

export const enrolmentPromise = 'Nobody who enrols can foresee an arm.';

/** What is promised by the beacon, or null where the trial has none. */
export function beaconPromise({ beacon }: Beacon): string | null {
  return beacon === null
    ? null
    : 'The draw also uses public randomness from after the lock, so nobody could choose a seed for the arms it would give.';
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
