/** The step before sending: each person with exactly what will be sent of them, and who takes no part. */
import { nameOf } from '../../../borough/person.ts';
import type { AttendeeRow } from '../../../trial/attendee.ts';
import { attendeeColumns, ineligibleReasons } from '../../../trial/attendee-words.ts';
import type { Readied } from './draft.ts';
import { byId, fillTable, inputById, selectById, tableRow } from './elements.ts';
import type { PageProblem } from './steps.ts';

/** Every column that is sent, what people can read first. */
const columnsShown = [
  ...attendeeColumns.filter((column) => !column.endsWith('_hash')),
  'reference_hash',
  'household_hash',
] as const;

export function drawCheck(people: readonly Readied[]): void {
  const taking = people.filter(({ row }) => row.eligible === 'yes').length;
  byId('check-counts').textContent =
    `${count(people.length)} will be sent. ${taking} of them ${taking === 1 ? 'takes' : 'take'} part.`;
  byId('send').textContent = `Send ${count(people.length)}`;
  fillTable('check-table', people.slice(0, shownAtFirst).map(shown));
  byId('check-all').hidden = people.length <= shownAtFirst;
  byId('check-all').textContent = `Show all ${count(people.length)}`;
}

/** More than any room holds; a table of thousands is drawn when it is asked for. */
const shownAtFirst = 250;

export function drawAll(people: readonly Readied[]): void {
  fillTable('check-table', people.map(shown));
  byId('check-all').hidden = true;
}

function shown({ person, row }: Readied): HTMLElement {
  return tableRow([String(person.row), nameOf(person), ...columnsShown.map((column) => String(row[column] ?? ''))]);
}

export function count(people: number): string {
  return `${people} ${people === 1 ? 'person' : 'people'}`;
}

type Reason = NonNullable<AttendeeRow['reason']>;

/** The reasons said so far with the one in the fields; or what is wrong with the fields. */
export function withReason(
  reasons: ReadonlyMap<number, Reason>,
  people: readonly Readied[],
): ReadonlyMap<number, Reason> | readonly PageProblem[] {
  const row = Number(inputById('reason-row').value.trim());
  if (!people.some(({ person }) => person.row === row)) {
    return [{ message: 'Enter the number of a row in the table below', field: 'reason-row' }];
  }
  const chosen = selectById('reason-code').value;
  const reason = ineligibleReasons.find((one) => one === chosen);
  const changed = new Map(reasons);
  if (reason === undefined) changed.delete(row);
  else changed.set(row, reason);
  return changed;
}
