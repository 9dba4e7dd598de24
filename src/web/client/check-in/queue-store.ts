/**
 * The queue in this browser's IndexedDB, where it outlives a reload, a crash and a sign-out: trial ids, codes of what was seen, times.
 * Each step is one transaction, on the disk before the page says so.
 */
import { type Answer, type Known, type Mark, nextToSend, type Outcome, outcomeOf, placeOf } from './queue.ts';

const databaseName = 'pledge-check-in';

type KnownRecord = Known & { readonly place: string };

export function allMarks(): Promise<readonly Mark[]> {
  return step('readonly', ({ marks }) => marks.getAll());
}

/** By person, of one ceremony. */
export async function knownAt(ceremony: string): Promise<ReadonlyMap<string, Known>> {
  const start = placeOf({ ceremony, person: '' });
  const records = await step<KnownRecord[]>('readonly', ({ known }) =>
    known.getAll(IDBKeyRange.bound(start, `${start}\uffff`)),
  );
  return new Map(records.map(({ place, ...one }) => [place.slice(start.length), one]));
}

/** Puts a new mark at the end, in place of `instead`: held marks of the same person, about which it decides. */
export async function addMark(mark: Omit<Mark, 'order'>, instead: readonly Mark[]): Promise<void> {
  await step('readwrite', ({ marks }) => {
    for (const { order } of instead) marks.delete(order);
    return marks.add(mark);
  });
}

export async function dropMarks(dropped: readonly Mark[]): Promise<void> {
  await step('readwrite', ({ marks }) => {
    for (const { order } of dropped) marks.delete(order);
    return marks.count();
  });
}

/** Takes a mark back unless a tab has begun to send it. @returns whether it was taken back */
export async function takeBack(order: number): Promise<boolean> {
  const found = await changed(order, (mark) => (mark.isTried ? mark : null));
  return found !== null && !found.isTried;
}

/** Sends a held mark again as it is, or gives a mark of another account to this one. */
export async function release(mark: Mark, account: string): Promise<void> {
  await changed(mark.order, (one) => ({ ...one, held: null, by: account }));
}

/** The mark to send now, noted as tried before it goes out; null where none is to be sent. */
export async function beginNext(account: string, passedOver: ReadonlySet<string>): Promise<Mark | null> {
  const next = nextToSend(await allMarks(), account, passedOver);
  if (next === null) return null;
  // Taken back or decided upon since it was read: then there is another next one.
  return (await changed(next.order, (mark) => ({ ...mark, isTried: true }))) === null
    ? beginNext(account, passedOver)
    : next;
}

export async function finish(mark: Mark, answer: Answer, now: string): Promise<Outcome> {
  const outcome = outcomeOf(mark, answer, now);
  if (outcome.kind === 'gone') {
    await step('readwrite', ({ marks, known }) => {
      marks.delete(mark.order);
      return known.put({ ...outcome.known, place: placeOf(mark) } satisfies KnownRecord);
    });
  }
  if (outcome.kind === 'held') await changed(mark.order, () => outcome.mark);
  return outcome;
}

/** Takes away what was heard of people; the marks that wait stay. */
export async function forgetKnown(): Promise<void> {
  await step('readwrite', ({ known }) => known.clear());
}

type Stores = { readonly marks: IDBObjectStore; readonly known: IDBObjectStore };

/** @returns the mark as it was found, or null where it is gone; null from `change` deletes it */
async function changed(order: number, change: (mark: Mark) => Mark | null): Promise<Mark | null> {
  const found = await step<Mark | undefined>('readwrite', ({ marks }) => {
    const reading: IDBRequest<Mark | undefined> = marks.get(order);
    reading.addEventListener('success', () => {
      if (reading.result === undefined) return;
      const next = change(reading.result);
      if (next === null) marks.delete(order);
      else marks.put(next);
    });
    return reading;
  });
  return found ?? null;
}

/** One transaction; it ends when it is on the disk, or throws and nothing of it is there. */
async function step<T>(mode: IDBTransactionMode, act: (stores: Stores) => IDBRequest): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(['marks', 'known'], mode, { durability: 'strict' });
      const request = act({ marks: transaction.objectStore('marks'), known: transaction.objectStore('known') });
      transaction.oncomplete = () => resolve(request.result as T); // what is stored is written here only
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('marks', { keyPath: 'order', autoIncrement: true });
      request.result.createObjectStore('known', { keyPath: 'place' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
