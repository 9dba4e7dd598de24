/** Which column of a list means what: by the names columns are known under, and by what the registrar says. */
import { columnNames } from './column-names.ts';
import { type Field, fieldRules, fields } from './list-fields.ts';
import { tidied } from './sheet.ts';

/** For each field the columns that hold it, as indices in the file's order; an empty list where the list has none. */
export type Columns = Readonly<Record<Field, readonly number[]>>;

export type Matched = {
  readonly columns: Columns;
  /** Fields that one column should hold and several are known as; the registrar chooses. */
  readonly doubtful: readonly Field[];
  /** Columns with a heading that nobody knows. */
  readonly strangers: readonly number[];
};

const fieldOfName = new Map(fields.flatMap((field) => columnNames[field].map((name) => [name, field] as const)));
const persons = /^(?:applicant|citizen|customer|client|attendee|person|candidate)(?:s| s)? /;

/** The field a heading names; undefined where it is none that is known. Of "Home Office reference / Case ID" any part that is known counts. */
export function fieldNamed(heading: string): Field | undefined {
  const whole = fieldCalled(heading);
  if (whole !== undefined || !heading.includes('/')) return whole;
  const parts = new Set(
    bare(heading)
      .split('/')
      .flatMap((part) => fieldCalled(part) ?? []),
  );
  return parts.size === 1 ? [...parts][0] : undefined;
}

function fieldCalled(heading: string): Field | undefined {
  const words = wordsOf(heading);
  return (
    fieldOfName.get(words) ?? fieldOfName.get(words.replace(persons, '')) ?? fieldOfName.get(wordsOf(bare(heading)))
  );
}

/** @param headings of every column; '' for a blank one */
export function matchColumns(headings: readonly string[]): Matched {
  const found = headings.map(fieldNamed);
  const columns = forEachField((field) => found.flatMap((one, index) => (one === field ? [index] : [])));
  const doubtful = fields.filter((field) => !fieldRules[field].isJoined && columns[field].length > 1);
  const strangers = headings.flatMap((heading, index) => (heading !== '' && found[index] === undefined ? [index] : []));
  return { columns, doubtful, strangers };
}

/** The columns with what was chosen by hand put in place of what was matched; a column means one thing at a time. */
export function withChosen(columns: Columns, chosen: Partial<Columns>): Columns {
  const taken = new Set(Object.values(chosen).flat());
  return forEachField((field) => chosen[field] ?? columns[field].filter((index) => !taken.has(index)));
}

function forEachField(indices: (field: Field) => readonly number[]): Columns {
  // One entry for each field, which Object.fromEntries cannot say.
  return Object.fromEntries(fields.map((field) => [field, indices(field)])) as Record<Field, readonly number[]>;
}

/** A heading without its remarks in brackets: "Date of Birth (DD/MM/YYYY)*". */
export function bare(heading: string): string {
  return heading.replace(/[([{][^)\]}]*[)\]}]/g, ' ');
}

/** A heading as its words, in lower case without punctuation. */
export function wordsOf(heading: string): string {
  return tidied(
    heading
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/['’]/g, '')
      // "DateOfBirth" and "home_office_ref" as words.
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .toLowerCase(),
  );
}
