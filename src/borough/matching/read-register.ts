/** A borough's register as electors, one at a time: a quarter of a million are never held at once but as the rows they came in. */
import type { Parsed } from '../../../analysis/plan/problem.ts';
import { readDateOfBirth } from '../read-date.ts';
import { type Expected, readFile } from '../read-file.ts';
import { rowNumber, type Sheet, tidied } from '../sheet.ts';
import { type AddressParts, addressParts } from './address-parts.ts';
import { type NameParts, nameParts, nameWords } from './name-words.ts';
import { type RegisterColumns, registerColumns, registerFieldNamed } from './register-columns.ts';

export type Register = {
  readonly headings: readonly string[];
  readonly columns: RegisterColumns;
  readonly rows: readonly (readonly string[])[];
  /** Index in `rows` of the first below the headings. */
  readonly first: number;
};

export type Elector = {
  /** As a spreadsheet program shows it, from 1. */
  readonly row: number;
  /** "AB-123/1", or the row where the register has no numbers. */
  readonly number: string;
  readonly name: NameParts;
  readonly address: AddressParts;
  /** Of attainment or of birth, 'YYYY-MM-DD'; null where the entry has none. */
  readonly date: string | null;
  /** When the registration took effect, 'YYYY-MM-DD'; '' where the register does not say. */
  readonly from: string;
  /** As written, for whoever reviews. */
  readonly written: { readonly name: string; readonly address: string; readonly marker: string };
};

const aRegister: Expected = {
  mostBytes: 300_000_000,
  mostRows: 600_000,
  called: 'register',
  knows: (heading) => registerFieldNamed(heading) !== undefined,
};
const rowsSearched = 30;

export type SaidOfRegister = { readonly sheet?: string; readonly headingRow?: number };

/** The register in a file; its headings are the row in which most names are known. */
export async function openRegister(bytes: Uint8Array, said: SaidOfRegister = {}): Promise<Parsed<Register>> {
  const read = await readFile(bytes, aRegister);
  if (!read.ok) return read;
  const wanted = said.sheet === undefined ? read.value : read.value.filter(({ name }) => name === said.sheet);
  const found = wanted.flatMap((sheet) => registerIn(sheet, said.headingRow) ?? []);
  const [register, other] = found.filter(({ rows, first }) => rows.length > first);
  if (register === undefined)
    return refused('no row with the column names of a register was found, or nobody below it');
  if (other !== undefined) return refused('several sheets look like registers; choose one');
  return { ok: true, value: register };
}

function registerIn({ rows }: Sheet, headingRow: number | undefined): Register | null {
  const known = rows.slice(0, rowsSearched).map((row) => row.filter(aRegister.knows).length);
  const most = Math.max(...known, 0);
  const at = headingRow === undefined ? known.indexOf(most) : headingRow - 1;
  if ((headingRow === undefined && most < 2) || rows[at] === undefined) return null;
  const headings = rows[at].map(tidied);
  return { headings, columns: registerColumns(headings), rows, first: at + 1 };
}

/** An entry: an elector, or an anonymous one (Representation of the People Act 1983, section 9B), of whom little or nothing is told. */
export type Entry = { readonly isAnonymous: boolean; readonly elector: Elector };

/** Every entry that is not removed, in the register's order. @param on no date is after it but those of attainment */
export function* entriesOf({ rows, columns, first }: Register, on: string): Generator<Entry> {
  const latest = `${Number(on.slice(0, 4)) + 20}${on.slice(4)}`;
  // Of a quarter of a million names and dates most stand there many times.
  const words = once(nameWords);
  const dates = once((text) => dateIn(text, latest));
  const froms = once((text) => dateIn(text, on));
  for (let at = first; at < rows.length; at++) {
    const cells = rows[at] ?? [];
    const text = (field: keyof RegisterColumns) => joined(cells, columns[field]);
    if (text('removed') !== '') continue;
    const [surname, forenames, fullName] = [text('surname'), text('forenames'), text('fullName')];
    const [address, postcode, number] = [text('address'), text('postcode'), text('number')];
    const name =
      fullName === ''
        ? { surname: words(surname), forenames: words(forenames) }
        : nameParts({ surname, forenames, fullName });
    const isNameless = name.surname.length + name.forenames.length === 0;
    if (isNameless && number === '' && postcode === '' && address === '') continue;
    const elector = {
      row: rowNumber(at),
      number: number === '' ? `row ${rowNumber(at)}` : numberOf(text('prefix'), number, text('suffix')),
      name,
      address: addressParts(address, postcode, text('uprn')),
      date: dates(text('date')),
      from: froms(text('from')) ?? '',
      written: {
        name: [forenames, surname].filter((part) => part !== '').join(' ') || fullName,
        address: [address, postcode].filter((part) => part !== '').join(' '),
        marker: text('marker'),
      },
    };
    yield { isAnonymous: isNameless || saysAnonymous.test(elector.written.name), elector };
  }
}

function once<Value>(make: (text: string) => Value): (text: string) => Value {
  const made = new Map<string, Value>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined || made.has(text)) return known as Value; // what `has` says is there
    const value = make(text);
    made.set(text, value);
    return value;
  };
}

function dateIn(text: string, latest: string): string | null {
  const read = readDateOfBirth(text, latest, 'day-first');
  return read.ok ? read.date : null;
}

const saysAnonymous = /^(?:anonymous|anon|n)\b(?:[\s,.-]+(?:elector|entry|registration|n|anon|anonymous))*$/i;

function numberOf(prefix: string, number: string, suffix: string): string {
  return `${prefix === '' ? '' : `${prefix}-`}${number}${suffix === '' || suffix === '0' ? '' : `/${suffix}`}`;
}

function joined(cells: readonly string[], columns: readonly number[]): string {
  if (columns.length === 1) return tidied(cells[columns[0] ?? 0] ?? '');
  const texts = columns.map((at) => tidied(cells[at] ?? ''));
  return texts.filter((text) => text !== '').join(' ');
}

function refused(message: string): Parsed<never> {
  return { ok: false, problems: [{ path: '', message }] };
}
