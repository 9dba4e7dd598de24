/**
 * Blocking: of 300 attendees times 250,000 electors only those pairs are compared that share an address, a postcode, a date that
 * electors have, or enough of a name. Keys are made from the attendees alone, so that one pass over the register finds all.
 */
import type { AddressParts } from './address-parts.ts';
import type { NameParts } from './name-words.ts';
import type { Elector, Entry } from './read-register.ts';

export type Attendee = {
  /** Index in the list of people. */
  readonly at: number;
  readonly name: NameParts;
  readonly address: AddressParts;
  /** 'YYYY-MM-DD'; null where the list does not say. */
  readonly born: string | null;
};

export type Found = {
  /** Of each attendee, in their order, the electors to compare with; each once. */
  readonly candidates: readonly (readonly Elector[])[];
  /** Of each attendee, whether an anonymous entry could be theirs by what it still tells. */
  readonly mayBeAnonymous: readonly boolean[];
  readonly counts: Counts;
};

export type Counts = {
  readonly electors: number;
  readonly anonymous: number;
  /** Anonymous entries that tell neither an address nor a date. */
  readonly anonymousUntold: number;
  /** How many electors have this surname, forename, or word anywhere in their names; only of those that attendees have. */
  readonly surnames: ReadonlyMap<string, number>;
  readonly forenames: ReadonlyMap<string, number>;
  readonly words: ReadonlyMap<string, number>;
  /** Of two electors next to each other at one address, the share with one surname; null where there are too few to say. */
  readonly housemates: number | null;
};

/** A word of a name that fewer electors have finds them by itself. */
const rareWord = 60;
const fewestPairs = 200;

export function findCandidates(attendees: readonly Attendee[], entries: Iterable<Entry>): Found {
  const byPlace = indexed(attendees, ({ address, born }) => [...placesOf(address), ...datesOf(born)]);
  const found = attendees.map(() => new Set<Elector>());
  const mayBeAnonymous = attendees.map(() => false);
  const tally = new Tally(attendees);
  let [anonymous, anonymousUntold] = [0, 0];
  for (const { isAnonymous, elector } of entries) {
    const places = [...placesOf(elector.address), ...(elector.date === null ? [] : [`date ${elector.date}`])];
    const near = new Set(places.flatMap((place) => byPlace.get(place) ?? []));
    if (isAnonymous) {
      anonymous += 1;
      if (places.length === 0) anonymousUntold += 1;
      for (const at of near) mayBeAnonymous[at] = true;
      continue;
    }
    for (const at of [...near, ...tally.count(elector)]) found[at]?.add(elector);
  }
  for (const [at, elector] of tally.byRareWords()) found[at]?.add(elector);
  return {
    candidates: found.map((set) => [...set]),
    mayBeAnonymous,
    counts: { ...tally.counts(), anonymous, anonymousUntold },
  };
}

/** Counts what electors have in common with attendees, and with each other. */
class Tally {
  readonly #byWord: ReadonlyMap<string, readonly number[]>;
  readonly #surnames: Map<string, number>;
  readonly #forenames: Map<string, number>;
  readonly #words = new Map<string, number>();
  readonly #named = new Map<string, Elector[]>();
  #electors = 0;
  #neighbours = 0;
  #namesakes = 0;
  #last: Elector | null = null;

  constructor(attendees: readonly Attendee[]) {
    this.#byWord = indexed(attendees, wordsOf);
    this.#surnames = zeros(attendees, surnameOf);
    this.#forenames = zeros(attendees, forenameOf);
  }

  /** The attendees who have two words or more of this elector's name. */
  count(elector: Elector): readonly number[] {
    this.#electors += 1;
    countIn(this.#surnames, surnameOf(elector));
    countIn(this.#forenames, forenameOf(elector));
    if (this.#last !== null && isOneHome(this.#last.address, elector.address)) {
      this.#neighbours += 1;
      if (surnameOf(this.#last)[0] === surnameOf(elector)[0]) this.#namesakes += 1;
    }
    this.#last = elector;
    const shared = new Map<number, number>();
    for (const word of wordsOf(elector)) {
      const whose = this.#byWord.get(word);
      if (whose === undefined) continue;
      const soFar = (this.#words.get(word) ?? 0) + 1;
      this.#words.set(word, soFar);
      if (soFar <= rareWord) keep(this.#named, word, elector);
      for (const at of whose) shared.set(at, (shared.get(at) ?? 0) + 1);
    }
    return [...shared].flatMap(([at, count]) => (count >= 2 ? [at] : []));
  }

  byRareWords(): readonly (readonly [number, Elector])[] {
    const rare = [...this.#named].filter(([word]) => (this.#words.get(word) ?? 0) <= rareWord);
    return rare.flatMap(([word, electors]) =>
      (this.#byWord.get(word) ?? []).flatMap((at) => electors.map((elector) => [at, elector] as const)),
    );
  }

  counts(): Omit<Counts, 'anonymous' | 'anonymousUntold'> {
    return {
      electors: this.#electors,
      ...{ surnames: this.#surnames, forenames: this.#forenames, words: this.#words },
      housemates: this.#neighbours < fewestPairs ? null : this.#namesakes / this.#neighbours,
    };
  }
}

/** The surname as it is counted: its words as one. */
export function surnameOf({ name }: { readonly name: NameParts }): readonly string[] {
  return name.surname.length === 0 ? [] : [name.surname.join('')];
}

export function forenameOf({ name }: { readonly name: NameParts }): readonly string[] {
  return name.forenames.slice(0, 1);
}

function wordsOf({ name }: { readonly name: NameParts }): readonly string[] {
  return [...new Set([...name.forenames, ...name.surname].filter((word) => word.length > 1))];
}

function placesOf({ postcode, uprn, numbers, words }: AddressParts): readonly string[] {
  const street = numbers.length > 0 && words.length > 0 ? [`street ${numbers.join(' ')} ${words.join(' ')}`] : [];
  return [...(postcode === '' ? [] : [`postcode ${postcode}`]), ...(uprn === '' ? [] : [`uprn ${uprn}`]), ...street];
}

function datesOf(born: string | null): readonly string[] {
  return born === null ? [] : [`date ${born}`, `date ${Number(born.slice(0, 4)) + 18}${born.slice(4)}`];
}

function isOneHome(one: AddressParts, other: AddressParts): boolean {
  return (
    one.postcode !== '' &&
    one.postcode === other.postcode &&
    one.numbers.join(' ') === other.numbers.join(' ') &&
    one.words.join(' ') === other.words.join(' ')
  );
}

function indexed(attendees: readonly Attendee[], keysOf: (attendee: Attendee) => readonly string[]) {
  const index = new Map<string, number[]>();
  for (const [at, attendee] of attendees.entries()) for (const key of new Set(keysOf(attendee))) keep(index, key, at);
  return index;
}

function keep<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function zeros(attendees: readonly Attendee[], keysOf: (attendee: Attendee) => readonly string[]) {
  return new Map<string, number>(attendees.flatMap((attendee) => keysOf(attendee).map((key) => [key, 0] as const)));
}

function countIn(counts: Map<string, number>, keys: readonly string[]): void {
  for (const key of keys) {
    const count = counts.get(key);
    if (count !== undefined) counts.set(key, count + 1);
  }
}
