/** How the people of a list are reached: names, e-mail addresses and mobile numbers, by reference hash. Nothing of it leaves the machine. */
import type { Parsed } from '../../../analysis/plan/problem.ts';
import { type FoundList, findList } from '../find-list.ts';
import type { Hasher } from '../hasher.ts';
import { matchColumns, withChosen, wordsOf } from '../match-columns.ts';
import { nameOf } from '../person.ts';
import { readFile } from '../read-file.ts';
import { readPeople } from '../read-people.ts';
import { emailAddress, mobileNumber } from './address-of-message.ts';

export type LocalContact = {
  readonly name: string;
  /** As GOV.UK Notify takes them; null where the list has none, or none that is one. */
  readonly email: string | null;
  readonly phone: string | null;
  /** Whether the list says that they agreed to be contacted; null where it says neither. */
  readonly hasAgreed: boolean | null;
};

/** By reference hash. */
export type Contacts = ReadonlyMap<string, LocalContact>;

const emailNames = /^(?:(?:applicant|citizen|home|personal|contact|your) )?e ?mail(?: address)?(?: \d)?$/;
const phoneNames =
  /^(?:(?:applicant|citizen|home|personal|contact|your|daytime|uk) )?(?:mobile|phone|telephone|tel|contact)(?: phone| telephone)?(?: number| no)?(?: \d)?$/;

const agreedNames =
  /^(?:consent(?: to (?:be )?contact(?:ed)?)?|contact consent|consents? to contact|may be contacted|ok to contact|opt in|opted in)$/;

/** Reads a list as a file. Only references, names and addresses count, so that a list with other faults still serves. */
export async function readContacts(bytes: Uint8Array, hasher: Hasher): Promise<Parsed<Contacts>> {
  const file = await readFile(bytes);
  const found = file.ok ? findList(file.value) : file;
  return found.ok ? contactsOf(found.value, hasher) : found;
}

/** Refuses a list without references, and one without any column of addresses. */
export async function contactsOf(list: FoundList, hasher: Hasher): Promise<Parsed<Contacts>> {
  const [emails, phones] = [emailNames, phoneNames].map((names) =>
    list.headings.flatMap((heading, at) => (names.test(wordsOf(heading)) ? [at] : [])),
  );
  const agreed = list.headings.findIndex((heading) => agreedNames.test(wordsOf(heading)));
  const { columns } = matchColumns(list.headings);
  const [reference] = columns.reference;
  if (reference === undefined) return refused('no column is known as the Home Office reference');
  if ((emails ?? []).length + (phones ?? []).length === 0) {
    return refused('no column is known as an e-mail address or a telephone number');
  }
  const onlyNames = withChosen(columns, {
    ...{ reference: [reference], lead: [], dateOfBirth: [], registered: [], reason: [], country: [] },
  });
  const { people } = readPeople(list, onlyNames, '2000-01-01', 'day-first');
  const cellsOf = new Map(list.rows.map(({ row, cells }) => [row, cells]));
  const contacts = people.map(async (person) => {
    const cells = cellsOf.get(person.row) ?? [];
    const first = (at: readonly number[] | undefined, read: (text: string) => string | null) =>
      (at ?? []).map((column) => read(cells[column] ?? '')).find((one) => one !== null) ?? null;
    const contact = {
      ...{ name: nameOf(person), email: first(emails, emailAddress), phone: first(phones, mobileNumber) },
      hasAgreed: agreed === -1 ? null : yesOrNo(cells[agreed] ?? ''),
    };
    return [await hasher.reference(person.reference), contact] as const;
  });
  return { ok: true, value: new Map(await Promise.all(contacts)) };
}

function yesOrNo(text: string): boolean | null {
  if (/^(?:y|yes|true|1|agreed)$/i.test(text.trim())) return true;
  return /^(?:n|no|false|0|refused)$/i.test(text.trim()) ? false : null;
}

function refused(message: string): Parsed<never> {
  return { ok: false, problems: [{ path: '', message }] };
}
