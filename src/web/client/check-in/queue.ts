/**
 * The queue of marks that a device has made and the service has not yet said it has: what is sent when, and what becomes of it.
 * Pure, so that its promise can be tried in every order: each mark is sent until there is an answer, under one key, in the order in
 * which the marks were made; none goes but by an answer or by what the registrar decides. Its memory is queue-store.ts.
 */
import type { AttendanceStatus } from '../../../trial/attendance.ts';

export type Mark = {
  /** Idempotency key: however often the mark is sent, it is recorded once. */
  readonly key: string;
  /** Grows from mark to mark. */
  readonly order: number;
  readonly ceremony: string;
  readonly person: string;
  readonly status: AttendanceStatus;
  /** ISO 8601. */
  readonly madeAt: string;
  /** Account under which it was made. */
  readonly by: string;
  /** Number of the record that stood when the mark was made, those waiting before it counted; the service refuses a newer one. */
  readonly seen: number;
  /** It was handed to the network once, so the service may have it. */
  readonly isTried: boolean;
  readonly held: Held | null;
};

/** Why a mark is not sent again by itself. */
export type Held =
  | { readonly kind: 'meanwhile' }
  /** In the service's own words. */
  | { readonly kind: 'refused'; readonly why: string };

/** What the service is known to have of a person. */
export type Known = { readonly status: AttendanceStatus | ''; readonly at: string | null; readonly seen: number };

export type Answer =
  | { readonly kind: 'recorded' }
  /** Nothing came back, or the service can do nothing now. */
  | { readonly kind: 'no-answer' }
  /** The service made a mistake over this very mark; others may fare better. */
  | { readonly kind: 'fault' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'meanwhile' }
  | { readonly kind: 'refused'; readonly why: string };

/** What an answer makes of a mark: gone with what is known now, held, or left as it is. */
export type Outcome =
  | { readonly kind: 'gone'; readonly known: Known }
  | { readonly kind: 'held'; readonly mark: Mark }
  | { readonly kind: 'waits' };

/** The number to put on a new mark of a person. @param waiting those marks of the person that are not held */
export function seenBy(known: Known, waiting: readonly Mark[]): number {
  return waiting.reduce((newest, { seen }) => Math.max(newest, seen + 1), known.seen);
}

/**
 * The mark to send next, or null. The oldest goes first; nothing overtakes a held mark of the same person, and what was made under
 * another account waits until whoever is signed in takes it over.
 * @param marks in any order @param passedOver people (placeOf) left for later, so that one mark at fault does not keep everybody else's back
 */
export function nextToSend(
  marks: readonly Mark[],
  account: string,
  passedOver: ReadonlySet<string> = new Set(),
): Mark | null {
  const stopped = new Set(passedOver);
  for (const mark of inOrder(marks)) {
    if (stopped.has(placeOf(mark))) continue;
    if (mark.held === null && mark.by === account) return mark;
    stopped.add(placeOf(mark));
  }
  return null;
}

export function outcomeOf(mark: Mark, answer: Answer, now: string): Outcome {
  switch (answer.kind) {
    case 'recorded':
      return { kind: 'gone', known: { status: mark.status, at: now, seen: mark.seen + 1 } };
    case 'meanwhile':
      return { kind: 'held', mark: { ...mark, held: { kind: 'meanwhile' } } };
    case 'refused':
      return { kind: 'held', mark: { ...mark, held: { kind: 'refused', why: answer.why } } };
    case 'no-answer':
    case 'fault':
    case 'signed-out':
      return { kind: 'waits' };
  }
}

/** The newer of two; what the page came with can be older than what this device has been told since. */
export function newer(one: Known, other: Known | undefined): Known {
  return other !== undefined && other.seen > one.seen ? other : one;
}

/** The last mark of a person can be taken back while the service cannot have it. */
export function mayTakeBack(waiting: readonly Mark[]): Mark | null {
  const last = inOrder(waiting).at(-1);
  return last === undefined || last.isTried || last.held !== null ? null : last;
}

export function inOrder(marks: readonly Mark[]): readonly Mark[] {
  return marks.toSorted((a, b) => a.order - b.order);
}

/** A person at a ceremony. */
export function placeOf({ ceremony, person }: { readonly ceremony: string; readonly person: string }): string {
  return `${ceremony}|${person}`;
}
