/** The rows of a list as people: what each cell says, and everything that is wrong with it at once. */
import { ineligibleReasons } from '../trial/attendee-words.ts';
import { largestGroupSize } from '../trial/group-size.ts';
import type { FoundList, ListRow } from './find-list.ts';
import { normalised } from './linkage.ts';
import { type Field, requiredField } from './list-fields.ts';
import { type Columns, fieldNamed } from './match-columns.ts';
import type { Person } from './person.ts';
import { type DateOrder, isBlank, readDateOfBirth } from './read-date.ts';
import { inFileOrder, type RowError, type RowRule } from './row-error.ts';

export type ReadPeople = {
  readonly people: readonly Person[];
  /** By row. Nobody with an error is among `people`. */
  readonly errors: readonly RowError[];
  /** Rows that are nobody's: totals, notes, headings that a print-out repeats. */
  readonly leftOut: readonly number[];
};

/** @param on the ceremony day, 'YYYY-MM-DD' */
export function readPeople(list: FoundList, columns: Columns, on: string, order: DateOrder): ReadPeople {
  const people: Person[] = [];
  const errors: RowError[] = [];
  const leftOut: number[] = [];
  const firstOf = new Map<string, number>();
  const sizeOf = new Map<string, number>();
  for (const row of list.rows) {
    if (!isPerson(row, list, columns)) {
      leftOut.push(row.row);
      continue;
    }
    const reader = new RowReader(row, columns);
    const person = reader.person(on, order);
    const key = normalised(person.reference);
    if (key !== '' && firstOf.has(key)) reader.refuse('reference', 'reference-repeated');
    else if (key !== '') firstOf.set(key, row.row);
    const household = normalised(person.lead === '' ? person.reference : person.lead);
    const size = (sizeOf.get(household) ?? 0) + 1;
    sizeOf.set(household, size);
    if (household !== '' && size > largestGroupSize) reader.refuse('lead', 'household-too-large');
    if (reader.errors.length === 0) people.push(person);
    errors.push(...reader.errors);
  }
  return { people, errors: inFileOrder(errors), leftOut };
}

const telling: readonly Field[] = ['reference', 'lead', 'surname', 'forenames', 'fullName', 'dateOfBirth'];
const remark =
  /^(?:grand |sub ?-?)?totals?\b|^(?:count|sum|number|no\.?) of\b|^count\b|^end of\b|^\**end\**$|^printed\b|^page \d|^report\b|^generated\b|^confidential|^official\b|^note|^\d+ (?:people|persons?|citizens?|adults?|applicants?|attendees|names|records|rows)\b/i;

function isPerson({ cells }: ListRow, { headings }: FoundList, columns: Columns): boolean {
  const filled = cells.filter((cell) => cell !== '');
  if (!telling.some((field) => columns[field].some((at) => (cells[at] ?? '') !== ''))) return false;
  if (filled.length <= 3 && filled.some((cell) => remark.test(cell))) return false;
  if (filled.length === 1 && headings.filter((heading) => heading !== '').length > 2 && !/\d/.test(filled[0] ?? ''))
    return false;
  const repeated = cells.filter((cell, at) => cell !== '' && cell === headings[at] && fieldNamed(cell) !== undefined);
  return repeated.length < 2;
}

class RowReader {
  readonly errors: RowError[] = [];
  readonly #row: ListRow;
  readonly #columns: Columns;

  constructor(row: ListRow, columns: Columns) {
    this.#row = row;
    this.#columns = columns;
  }

  person(on: string, order: DateOrder): Person {
    for (const field of ['reference', 'lead', 'dateOfBirth', 'country'] as const) {
      if (/^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|#+)$/.test(this.#text(field)))
        this.refuse(field, 'cell-error');
    }
    return {
      row: this.#row.row,
      reference: this.#reference(),
      lead: this.#lead(),
      surname: this.#text('surname'),
      forenames: this.#text('forenames'),
      fullName: this.#text('fullName'),
      born: this.#born(on, order),
      address: this.#text('address'),
      postcode: this.#text('postcode'),
      country: isBlank(this.#text('country')) ? '' : this.#text('country'),
      registered: this.#registered(),
      reason: this.#reason(),
    };
  }

  refuse(field: Field, rule: RowRule): void {
    const isKnown = this.errors.some((error) => error.field === field);
    if (!isKnown) this.errors.push({ row: this.#row.row, field, column: this.#columns[field][0] ?? 0, rule });
  }

  #text(field: Field): string {
    const texts = this.#columns[field].map((at) => this.#row.cells[at] ?? '');
    return texts.filter((text) => text !== '').join(' ');
  }

  /** Without the apostrophe by which Excel is told "this is text", and the ".0" that other programs add to a number. */
  #written(field: Field): string {
    return this.#text(field)
      .replace(/^['’]/, '')
      .replace(/^(\d+)\.0+$/, '$1');
  }

  #reference(): string {
    const text = this.#written(requiredField);
    if (isBlank(text)) this.refuse('reference', 'reference-missing');
    else if (isCut(text)) this.refuse('reference', 'reference-cut');
    else if (!isReference(text) || !/\d/.test(text)) this.refuse('reference', 'reference-form');
    return text;
  }

  #lead(): string {
    const text = this.#written('lead');
    if (isBlank(text)) return '';
    if (isCut(text)) this.refuse('lead', 'lead-cut');
    else if (!/^[\p{L}\p{N}]/u.test(text) || text.length > 40 || notIdentifiers.test(text))
      this.refuse('lead', 'lead-form');
    return text;
  }

  #born(on: string, order: DateOrder): string | null {
    if (this.#columns.dateOfBirth.length === 0) return null;
    const read = readDateOfBirth(this.#written('dateOfBirth'), on, order);
    if (read.ok) return read.date;
    this.refuse('dateOfBirth', `birth-${read.fault}`);
    return null;
  }

  #registered(): Person['registered'] {
    const text = this.#text('registered').toLowerCase();
    if (/^(?:y|yes|true|1|registered)$/.test(text)) return 'yes';
    if (/^(?:n|no|false|0|not registered)$/.test(text)) return 'no';
    if (!isBlank(text)) this.refuse('registered', 'registered-form');
    return 'unknown';
  }

  #reason(): Person['reason'] {
    const text = this.#text('reason').toLowerCase().replaceAll(' ', '-');
    if (isBlank(text)) return null;
    const reason = ineligibleReasons.find((one) => one === text);
    if (reason === undefined) this.refuse('reason', 'reason-form');
    return reason ?? null;
  }
}

/** What stands in a column that says who is the main applicant, and not which case they belong to. */
const notIdentifiers = /^(?:y|n|yes|no|true|false|lead|main|main applicant|dependants?|spouse|partner|child|self)$/i;

/** Excel keeps 15 digits of a number and writes long ones in powers of ten. */
function isCut(text: string): boolean {
  return /^\d(?:[.,]\d+)?e\+\d+$/i.test(text) || /^\d{15,}0{3,}$/.test(text);
}

function isReference(text: string): boolean {
  return /^[\p{L}\p{N}](?:[\p{L}\p{N} /._-]{2,38})[\p{L}\p{N}]$/u.test(text);
}
