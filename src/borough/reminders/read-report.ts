/**
 * GOV.UK Notify's report of a file of messages, brought down to hashes and codes. The report holds addresses: it is read on the borough's
 * machine and never sent. Its columns are ours, then "Template", "Type", "Job", "Status" and "Time" (alphagov/notifications-admin,
 * app/utils/csv.py); its statuses are words for people (alphagov/notifications-api, app/models.py) or codes.
 */
import type { Parsed } from '../../../analysis/plan/problem.ts';
import type { DeliveryStatus } from '../../trial/reminders.ts';
import { csvText } from '../csv-text.ts';
import { decodeText } from '../decode-text.ts';
import { wordsOf } from '../match-columns.ts';
import { readDelimited } from '../read-delimited.ts';

export type ReportedDelivery = {
  readonly reference_hash: string;
  readonly reminder: number;
  readonly status: DeliveryStatus;
};
export type Report = {
  readonly rows: readonly ReportedDelivery[];
  /** Rows of messages of which Notify does not know yet, or never will (sent abroad). */
  readonly pending: number;
  /** Rows, as a spreadsheet program numbers them, with a status that is not known here. */
  readonly unknown: readonly number[];
};

const meanings: readonly (readonly [RegExp, DeliveryStatus])[] = [
  [/^delivered$/, 'delivered'],
  [/^permanent failure$|does ?n.?t exist$|does not exist$/, 'permanent-failure'],
  [/^temporary failure$|not accepting messages right now$/, 'temporary-failure'],
  [/^technical failure$/, 'technical-failure'],
];
const undecided = /^(?:created|sending|pending|sent|sent internationally|sent to an international number)$/;

/** Refuses what is no such report; nothing of a row is repeated. */
export function readReport(bytes: Uint8Array): Parsed<Report> {
  const isColumn = (heading: string) => ['reference', 'status'].includes(wordsOf(heading));
  const read = readDelimited(decodeText(bytes), isColumn);
  if (!read.ok) return read;
  const [headings = [], ...body] = read.value.rows;
  const [reference, status] = ['reference', 'status'].map((name) =>
    headings.findIndex((heading) => wordsOf(heading) === name),
  );
  if (reference === undefined || status === undefined || reference === -1 || status === -1) {
    return refused('needs the columns "reference" and "Status": download the report of the file that was made here');
  }
  const rows: ReportedDelivery[] = [];
  const unknown: number[] = [];
  let pending = 0;
  for (const [index, cells] of body.entries()) {
    const found = /^([0-9a-f]{64})-(\d{1,2})$/.exec((cells[reference] ?? '').trim());
    if (found === null) {
      if (cells.some((cell) => cell.trim() !== '')) unknown.push(index + 2);
      continue;
    }
    const words = wordsOf(cells[status] ?? '');
    const meaning = meanings.find(([pattern]) => pattern.test(words))?.[1];
    if (meaning !== undefined)
      rows.push({ reference_hash: found[1] ?? '', reminder: Number(found[2]), status: meaning });
    else if (undecided.test(words)) pending += 1;
    else unknown.push(index + 2);
  }
  return { ok: true, value: { rows, pending, unknown } };
}

export const deliveryColumns = ['reference_hash', 'reminder', 'status'] as const;

export function deliveriesCsv(rows: readonly ReportedDelivery[]): string {
  return csvText(
    deliveryColumns,
    rows.map(({ reference_hash, reminder, status }) => [reference_hash, String(reminder), status]),
  );
}

function refused(message: string): Parsed<never> {
  return { ok: false, problems: [{ path: '', message }] };
}
