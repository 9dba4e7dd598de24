/** The files this room writes: attendees as they are sent, row errors to mend, names to keep. CSV after RFC 4180, lines ended by LF. */
import type { AttendeeRow } from '../trial/attendee.ts';
import { attendeeColumns } from '../trial/attendee-words.ts';
import { fieldRules } from './list-fields.ts';
import { advice, columnOf, type RowError } from './row-error.ts';

/** The prepared file of the protocol contract. */
export function attendeesCsv(rows: readonly AttendeeRow[]): string {
  return csvText(
    attendeeColumns,
    rows.map((row) => attendeeColumns.map((column) => String(row[column] ?? ''))),
  );
}

/** Row, column, rule and what would be right; never what the row holds. */
export function rowErrorsCsv(errors: readonly RowError[]): string {
  return csvText(
    ['row', 'column', 'what', 'rule', 'what to do'],
    errors.map((error) => [
      String(error.row),
      columnOf(error),
      fieldRules[error.field].label,
      error.rule,
      advice(error.rule),
    ]),
  );
}

/** The borough's own list of whom each hash means. It holds names: it stays where the key stays. */
export function namesCsv(
  names: readonly { readonly reference_hash: string; readonly row: number; readonly name: string }[],
): string {
  return csvText(
    ['reference_hash', 'row', 'name'],
    names.map(({ reference_hash, row, name }) => [reference_hash, String(row), name]),
  );
}

/** Rows of a table as CSV; harmless where a spreadsheet program opens it. */
export function csvText(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

/** In quotation marks where it needs them; never what a spreadsheet program would take for a formula. */
function field(value: string): string {
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
