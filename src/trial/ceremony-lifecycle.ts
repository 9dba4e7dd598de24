/**
 * What may be done with a ceremony, before and after its list closes. Closing draws the arms, so nobody is added or taken
 * off afterwards; but ceremonies do get moved, cancelled and merged after the draw, and those are events, never edits:
 * the allocation stays and the flow diagram counts them.
 */
import { Refusal, type RefusalCode } from './refusal.ts';

export type CeremonyFlags = {
  readonly isListClosed: boolean;
  readonly isUnsealed: boolean;
  readonly isCancelled: boolean;
  /** Id of the ceremony it was merged into; null where it was not. */
  readonly mergedInto: string | null;
};

export type CeremonyAct =
  | 'enrol'
  | 'join-late'
  | 'close-list'
  | 'unseal'
  | 'record-attendance'
  | 'record-delivery'
  | 'move'
  | 'cancel'
  | 'merge';

const mergedAnswers: Partial<Readonly<Record<CeremonyAct, string>>> = {
  'record-attendance': 'This ceremony was merged into another. Record attendance at the one that was held.',
  'record-delivery': 'This ceremony was merged into another. Log the delivery of the one that was held.',
};

/** true where `act` may be done with a ceremony that stands so; else one plain sentence saying why not. */
export function mayCeremony(act: CeremonyAct, ceremony: CeremonyFlags): true | string {
  if (ceremony.isCancelled) return 'This ceremony was cancelled. Book the people on its list into another one.';
  if (ceremony.mergedInto !== null) {
    return mergedAnswers[act] ?? 'This ceremony was merged into another and is no longer held by itself.';
  }
  switch (act) {
    case 'enrol':
      return ceremony.isListClosed ? 'The list of this ceremony is closed: nobody can be added to it any more.' : true;
    case 'close-list':
      return ceremony.isListClosed ? 'The list of this ceremony is closed already, and its draw is made.' : true;
    case 'unseal':
      if (!ceremony.isListClosed) return 'The list of this ceremony is still open, so there is no arm to see yet.';
      return ceremony.isUnsealed ? 'The arms of this ceremony are unsealed already.' : true;
    case 'record-attendance':
      return ceremony.isListClosed
        ? true
        : 'The list of this ceremony is still open. Close it before recording who came.';
    case 'record-delivery':
      return ceremony.isListClosed
        ? true
        : 'The list of this ceremony is still open. Close it before logging its delivery.';
    case 'join-late':
      return ceremony.isListClosed ? true : 'The list of this ceremony is still open: enrol people as usual.';
    case 'move':
    case 'cancel':
    case 'merge':
      return true;
  }
}

/** Refuses with the sentence of `mayCeremony` and the code that fits it, where `act` may not be done. */
export function requireCeremony(act: CeremonyAct, ceremony: CeremonyFlags): void {
  const answer = mayCeremony(act, ceremony);
  if (answer !== true) throw new Refusal(codeFor(act, ceremony), answer);
}

function codeFor(act: CeremonyAct, { isListClosed, isCancelled, mergedInto }: CeremonyFlags): RefusalCode {
  if (isCancelled || mergedInto !== null) return 'ceremony-cancelled';
  if (!isListClosed) return 'list-open';
  return act === 'unseal' ? 'already-unsealed' : 'list-closed';
}

/**
 * true where a ceremony can stop being held; else one plain sentence saying why not: the people of a ceremony that was merged
 * into it were told to come here.
 * @param mergedHere ids of the ceremonies that were merged into it
 */
export function mayGiveUp(mergedHere: readonly string[]): true | string {
  return mergedHere.length === 0
    ? true
    : 'Another ceremony was merged into this one and its people come here: it can be moved, not cancelled or merged.';
}
