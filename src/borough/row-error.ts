/**
 * What is wrong with rows of a list, all of it at once, without a word of what the rows hold: the row as the spreadsheet shows
 * it, the column, the rule and what would be right. It can be mailed to whoever keeps the list.
 */
import type { Field } from './list-fields.ts';
import { columnLetters } from './sheet.ts';

const rules = {
  'reference-missing': 'give the Home Office reference; without it the person cannot be known again',
  'reference-form': 'write the reference as the Home Office does: 4 to 40 letters and digits, with at least one digit',
  'reference-cut':
    'Excel has cut this number (1.23E+15, or more than 15 digits); format the column as Text and type it again',
  'reference-repeated': 'the same reference stands in an earlier row; keep one of the two',
  'lead-form':
    'write the lead case identifier (yes, no or a word for a relation is none), or leave it empty; or say that this list has no such column',
  'lead-cut':
    'Excel has cut this number (1.23E+15, or more than 15 digits); format the column as Text and type it again',
  'household-too-large': 'more than 20 people share this lead case identifier; check the column',
  'birth-missing': 'give the date of birth; without it nobody can know that the person is an adult',
  'birth-unreadable': 'write the date of birth as day/month/year, 25/03/1990',
  'birth-no-such-day': 'there is no such day in the calendar',
  'birth-month-first': 'the month is above 12 when the day is read first; write day/month/year',
  'birth-day-first': 'the month is above 12 when the month is read first; write month/day/year as the rest of the file',
  'birth-in-the-future': 'this day is after the ceremony',
  'birth-too-old': 'this is more than 120 years before the ceremony',
  'registered-form': 'write yes, no or unknown, or leave it empty',
  'reason-form':
    'write one of the codes (under-18, left-the-list, objected, not-in-borough, other-rule …), or leave it empty',
  'cell-error': 'this cell shows an error of Excel (#N/A, #REF!, ####); put the value there',
} as const;

export type RowRule = keyof typeof rules;

export type RowError = {
  /** From 1, as a spreadsheet program shows it. */
  readonly row: number;
  readonly field: Field;
  /** Index of the column in the file. */
  readonly column: number;
  readonly rule: RowRule;
};

/** What would be right, in one sentence. */
export function advice(rule: RowRule): string {
  return rules[rule];
}

/** "B" and the like, as a spreadsheet program names the column. */
export function columnOf({ column }: RowError): string {
  return columnLetters(column);
}

/** By row, then by column. */
export function inFileOrder(errors: readonly RowError[]): readonly RowError[] {
  return errors.toSorted((a, b) => a.row - b.row || a.column - b.column);
}
