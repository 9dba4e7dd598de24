/**
 * The attendee list that `pledge prepare` wrote, uploaded as a file. A file with any other column is refused by the place of the
 * column, because in a list without headings the first row is a person; no value of a refused file is repeated, stored or logged.
 */
import { readHeader } from '../../analysis/dataset/csv.ts';
import { decodeText } from '../../analysis/plan/decode-text.ts';
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import { type AttendeeRow, attendeeColumns, parseAttendeeText } from '../trial/attendee.ts';
import { columnOf, readTable } from './table-file.ts';

const mostRows = 5_000;
const mostProblems = 20;

/** Problems name the row of the file, counted from 1 with the header, and the column. */
export function parseAttendeesFile(bytes: Uint8Array): Parsed<readonly AttendeeRow[]> {
  const text = decodeText(bytes);
  if (!text.ok) return refused('this is no CSV file; choose the file that "pledge prepare" wrote');
  const header = readHeader(new TextEncoder().encode(text.value));
  if (!header.ok) return refused('this is no CSV file with a header; choose the file that "pledge prepare" wrote');
  const { names } = header.value;
  const strangers = [...names.entries()].filter(([, name]) => !attendeeColumns.some((column) => column === name));
  if (strangers.length > 0) {
    const places = strangers.map(([at]) => at + 1).join(', ');
    return refused(
      `column ${places}: a list is taken with these columns only: ${attendeeColumns.join(', ')}. Names and addresses stay with you: choose the file that "pledge prepare" wrote`,
    );
  }
  const missing = attendeeColumns.filter((column) => !names.includes(column));
  if (missing.length > 0)
    return refused(`there is no column ${missing.join(', ')}; choose the file that "pledge prepare" wrote`);
  const table = readTable(bytes, attendeeColumns);
  if (!table.ok)
    return refused('its rows do not all have the header’s columns; choose the file that "pledge prepare" wrote');
  if (table.value.rows > mostRows) return refused(`it has more than ${mostRows} people`);
  const rows: AttendeeRow[] = [];
  const problems: Problem[] = [];
  for (let at = 0; at < table.value.rows; at++) {
    const parsed = parseAttendeeText(
      Object.fromEntries(attendeeColumns.map((name) => [name, columnOf(table.value, name).text(at)])),
    );
    if (parsed.ok) rows.push(parsed.value);
    else
      problems.push(
        ...parsed.problems.map(({ path }) => ({
          path: `row ${at + 2}`,
          message: `${path} holds no value that is taken`,
        })),
      );
  }
  return problems.length > 0 ? { ok: false, problems: problems.slice(0, mostProblems) } : { ok: true, value: rows };
}

function refused(message: string): Parsed<never> {
  return { ok: false, problems: [{ path: '', message }] };
}
