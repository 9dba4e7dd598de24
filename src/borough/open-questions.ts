/**
 * What has to be settled about a list as a whole before its rows can be read: structure comes before rows. The page asks, the
 * command line names the option that answers.
 */
import { type Field, fieldRules, fields, requiredField } from './list-fields.ts';
import type { Columns, Matched } from './match-columns.ts';
import type { ReadPeople } from './read-people.ts';
import { columnLetters } from './sheet.ts';

export type Question =
  /** No column is known for a field; only one of them cannot be answered "not in this list". */
  | { readonly kind: 'which-column'; readonly field: Field; readonly isRequired: boolean }
  /** Several columns are known as one field. */
  | { readonly kind: 'which-of'; readonly field: Field; readonly candidates: readonly number[] }
  /** Some dates are none when read day first and are some when read month first: then the others may be wrong unseen. */
  | { readonly kind: 'date-order'; readonly rows: readonly number[] };

/** Questions about columns; empty where none is open. A column that may be missing is asked for only where `columns` leave one over. */
export function columnQuestions({ doubtful, strangers }: Matched, columns: Columns): readonly Question[] {
  const taken = new Set(fields.flatMap((field) => columns[field]));
  const isLeft = strangers.some((index) => !taken.has(index));
  return fields.flatMap((field): readonly Question[] => {
    const isRequired = field === requiredField;
    if (doubtful.includes(field) && columns[field].length > 1) {
      return [{ kind: 'which-of', field, candidates: columns[field] }];
    }
    const isMissing = columns[field].length === 0;
    const isAsked = isRequired || (fieldRules[field].isAsked && isLeft);
    return isMissing && isAsked ? [{ kind: 'which-column', field, isRequired }] : [];
  });
}

/** What comes of fields that a list has no column for, in words; nothing where it has what matters. */
export function consequencesOf(columns: Columns): readonly string[] {
  return [
    columns.dateOfBirth.length > 0 ? '' : 'No dates of birth: ages are unknown, and nobody under 18 is recognised.',
    columns.lead.length > 0
      ? ''
      : 'No lead case identifiers: everybody is a household of their own unless you say otherwise.',
    columns.country.length > 0
      ? ''
      : 'No nationality or country of origin: which elections people could vote in before is unknown.',
  ].filter((words) => words !== '');
}

/** Asked unless the registrar has said how this file writes dates. */
export function dateQuestion({ errors }: ReadPeople): Question | null {
  const rows = errors.filter(({ rule }) => rule === 'birth-month-first').map(({ row }) => row);
  return rows.length === 0 ? null : { kind: 'date-order', rows };
}

/** 'C "Ref."' */
export function columnShown(index: number, headings: readonly string[]): string {
  const heading = headings[index] ?? '';
  return heading === '' ? columnLetters(index) : `${columnLetters(index)} "${heading}"`;
}
