/** The outcomes that scenarios share: their place in a plan, and a follow-up that ends for each person on a day of its own. */
import type { Chance } from './chance.ts';

export const voted = { name: 'voted', column: 'voted', kind: 'binary' } as const;
export const days = { name: 'days', column: 'days', kind: 'continuous' } as const;
/** Columns `seen,registered`. */
export const registered = { name: 'registered', kind: 'time-to-event', time: 'seen', event: 'registered' } as const;

export const twoArms = {
  arm: { column: 'arm', reference: 'standard' },
  contrasts: 'each-against-reference',
} as const;

/** The cells of `registered`: an exponential wait, seen for a time that is uniform between two days. */
export function followUp(random: Chance, meanWait: number, [first, last]: readonly [number, number]) {
  const wait = random.waiting(meanWait);
  const seenFor = first + (last - first) * random.uniform();
  return [Math.min(wait, seenFor).toFixed(6), wait <= seenFor ? 1 : 0] as const;
}
