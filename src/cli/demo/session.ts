/**
 * What the demo's boroughs know of a ceremony and of the people on its list while the trial runs. These records change as
 * the simulation goes on; everything the service knows, it was told through the API.
 */
import { effectsOf } from './effects.ts';
import { type Truth, truthOf } from './outcome-model.ts';
import type { MadeUpPerson } from './people.ts';
import type { Slot } from './timetable.ts';

export type Session = Slot & {
  /** Position among the ceremonies of the trial, from 0. */
  readonly index: number;
  /** Registration rate of this ceremony without any arm's effect. */
  readonly rate: number;
  /** The next ceremony of the same borough and phase; null for the last. */
  readonly next: Session | null;
  /** The service's id; '' until the ceremony is scheduled. */
  id: string;
  /** People booked while the list is open, ineligible ones among them. */
  booked: Person[];
  /** People on the list as it closed. */
  members: Person[];
  /** People of an earlier list who are to come here instead. */
  readonly visitors: Person[];
};

export type Decision = 'keep-outcomes' | 'count-only';

export type Person = MadeUpPerson & {
  /** The id the trial gave; '' until enrolled. */
  trialId: string;
  /** The unit that was drawn: the ceremony or the household. */
  unit: string;
  /** The ceremony on whose closed list the person is; null before. */
  randomisedIn: Session | null;
  /** The ceremony attended; null where none was. */
  cameTo: Session | null;
  decision: Decision | null;
};

export function personOf(madeUp: MadeUpPerson): Person {
  return { ...madeUp, trialId: '', unit: '', randomisedIn: null, cameTo: null, decision: null };
}

/** Arms by unit, as far as they are unsealed. */
export type KnownArms = ReadonlyMap<string, string>;

const nobodysEffect = { registered: 0, volunteered: 0, intends: 0 };

/**
 * What became of somebody. What is done in a room reaches whoever came to that room, whatever was drawn for them; a pack
 * reaches the household it was drawn for. Somebody who never came, or came before the trial, is reached by nothing.
 */
export function truthFor(slug: string, person: Person, unit: 'ceremony' | 'household', arms: KnownArms): Truth {
  const { cameTo, randomisedIn } = person;
  if (randomisedIn === null) throw new Error('Only somebody on a closed list is followed up.');
  const isReached = cameTo !== null && randomisedIn.phase === 'trial';
  const arm = isReached ? arms.get(unit === 'ceremony' ? cameTo.id : person.unit) : undefined;
  if (isReached && arm === undefined) throw new Error(`A ceremony was held and its arm was never unsealed.`);
  return truthOf(person.luck, randomisedIn.rate, arm === undefined ? nobodysEffect : effectsOf(slug, arm));
}
