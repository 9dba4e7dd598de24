/**
 * Who belongs together. People with one lead case identifier were granted together: that is the Home Office's word. People of
 * one surname at one address are only proposed as a household, and it is the registrar who says that they are one.
 */
import { largestGroupSize } from '../trial/group-size.ts';
import { normalised } from './linkage.ts';
import { type Person, surnameOf } from './person.ts';

export type Household = {
  /** By which the household is known: the first lead case identifier by its letters, or reference where nobody has one. */
  readonly lead: string;
  /** Indices into the people given, ascending. */
  readonly members: readonly number[];
};

/** People of several households who seem to live together. */
export type Proposal = {
  /** Indices into the people given, ascending; two or more, of at least two households. */
  readonly members: readonly number[];
};

/**
 * Households by lead case identifier, with what was confirmed joined; each person in exactly one, in the order of their first members.
 * @param isEnrolled whoever is on this list already: a household without identifier stays known by their references
 */
export function householdsOf(
  people: readonly Person[],
  confirmed: readonly Proposal[] = [],
  isEnrolled: (person: Person) => boolean = () => false,
): readonly Household[] {
  const groups = new Groups(people.length);
  const references = new Set(people.map(({ reference }) => normalised(reference)));
  const isIdentifier = (lead: string) => references.has(normalised(lead)) || !isOwnCode(lead);
  const firstOf = new Map<string, number>();
  for (const [index, { lead, reference }] of people.entries()) {
    // A lead person's own row may leave the identifier empty: it is their reference.
    const key = normalised(lead === '' ? reference : lead);
    const name = lead === '' || isIdentifier(lead) ? key : `code ${key}`;
    const first = firstOf.get(name);
    if (first === undefined) firstOf.set(name, index);
    else groups.join(first, index);
  }
  for (const { members } of confirmed) for (const member of members) groups.join(members[0] ?? member, member);
  return groups.all().map((members) => {
    const persons = members.flatMap((member) => people[member] ?? []);
    const leads = persons.map(({ lead }) => lead).filter((lead) => lead !== '' && isIdentifier(lead));
    const enrolled = persons.filter(isEnrolled);
    const own = (enrolled.length > 0 ? enrolled : persons).map(({ reference }) => reference);
    return { lead: firstByName(leads.length > 0 ? leads : own), members };
  });
}

/** What the registrar is asked: people of one surname at one address whom no lead case identifier joins, 20 at most. */
export function proposedHouseholds(people: readonly Person[]): readonly Proposal[] {
  const known = householdsOf(people);
  const householdAt = new Map(known.flatMap(({ members }, at) => members.map((member) => [member, at] as const)));
  const homes = Map.groupBy(people.keys(), (index) => homeOf(people[index]));
  return [...homes].flatMap(([home, members]) => {
    const households = new Set(members.flatMap((member) => householdAt.get(member) ?? []));
    const size = [...households].reduce((sum, at) => sum + (known[at]?.members.length ?? 0), 0);
    return home !== null && households.size > 1 && size <= largestGroupSize ? [{ members }] : [];
  });
}

/** true for a code of the list's own, such as "Family 2": it joins people of this list, and would mean others in the next. */
function isOwnCode(lead: string): boolean {
  return !/\d/.test(lead) || normalised(lead).length < 6 || /^(?:family|group|fam|household)\b/i.test(lead);
}

/** The first by its letters, so that the order of rows does not matter. */
function firstByName(identifiers: readonly string[]): string {
  return identifiers.map(normalised).toSorted(byCodeUnits)[0] ?? '';
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Surname and address as compared; null where either is missing. A postcode alone is a street. */
function homeOf(person: Person | undefined): string | null {
  if (person === undefined) return null;
  const surname = letters(surnameOf(person));
  const address = letters(person.address);
  if (surname === '' || address === '') return null;
  const postcode = letters(person.postcode);
  // Some lists have the postcode in the address as well.
  return `${surname}|${address.endsWith(postcode) ? address : address + postcode}`;
}

function letters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

/** Sets of numbers 0 to n − 1 that are joined two by two. */
class Groups {
  readonly #parent: number[];

  constructor(size: number) {
    this.#parent = Array.from({ length: size }, (_, index) => index);
  }

  join(a: number, b: number): void {
    const [one, other] = [this.#root(a), this.#root(b)];
    this.#parent[Math.max(one, other)] = Math.min(one, other);
  }

  all(): readonly (readonly number[])[] {
    return [...Map.groupBy(this.#parent.keys(), (index) => this.#root(index)).values()];
  }

  #root(index: number): number {
    const parent = this.#parent[index];
    return parent === undefined || parent === index ? index : this.#root(parent);
  }
}
