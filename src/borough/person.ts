/** One person of a list as the borough's machine reads them. Nothing of this type leaves it. */
import type { AttendeeRow } from '../trial/attendee.ts';

export type Person = {
  /** As a spreadsheet program shows it, from 1. */
  readonly row: number;
  readonly reference: string;
  /** The lead case identifier; '' where the list gives none. */
  readonly lead: string;
  readonly surname: string;
  readonly forenames: string;
  readonly fullName: string;
  /** 'YYYY-MM-DD'; null where the list has no dates of birth. */
  readonly born: string | null;
  readonly address: string;
  readonly postcode: string;
  /** Nationality or country of origin as written; '' where not given. */
  readonly country: string;
  readonly registered: AttendeeRow['registered_at_baseline'];
  /** Why the list says this person takes no part; null where it says nothing. */
  readonly reason: AttendeeRow['reason'];
};

/** The surname, also out of a full name: what stands before its comma, or alone in capitals, else its last word. */
export function surnameOf({ surname, fullName }: Pick<Person, 'surname' | 'fullName'>): string {
  if (surname !== '') return surname;
  const [before = '', after] = fullName.split(',');
  const words = fullName.split(' ');
  const capitals = words.filter((word) => /\p{Lu}{2}/u.test(word) && word === word.toUpperCase());
  const isMarked = capitals.length > 0 && capitals.length < words.length;
  const name = after !== undefined ? before : isMarked ? capitals.join(' ') : (words.at(-1) ?? '');
  return name.replace(/^(?:mr|mrs|ms|miss|mx|dr|prof|rev|sir|dame)\.? /i, '').trim();
}

/** How the person is shown on the borough's own screen. */
export function nameOf({ surname, forenames, fullName }: Pick<Person, 'surname' | 'forenames' | 'fullName'>): string {
  return [forenames, surname].filter((part) => part !== '').join(' ') || fullName;
}

/** A person as the borough's own screens show and sort them. */
export type LocalPerson = {
  /** As shown. */
  readonly name: string;
  /** Surname first, to sort and search by. */
  readonly sortAs: string;
};

export function localPerson(person: Pick<Person, 'surname' | 'forenames' | 'fullName'>): LocalPerson {
  const sortAs = [surnameOf(person), person.forenames].filter((part) => part !== '').join(' ');
  return { name: nameOf(person), sortAs };
}
