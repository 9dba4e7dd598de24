/**
 * The files of hashes and codes that the borough's machine writes about reminders, as they are uploaded. One with any other column, or
 * with anything in a value that is no hash, number or code, is refused whole, by row and column, and nothing of it is repeated.
 */
import { type ReminderDelivery, reminderDeliverySchema } from '../actions/record-reminder-deliveries.ts';
import { type ReminderMade, reminderMadeSchema } from '../actions/record-reminders.ts';
import type { Problem, Problems } from './desk-port.ts';

export type ReadRows<Row> =
  | { readonly ok: true; readonly rows: readonly Row[] }
  | { readonly ok: false; readonly problems: Problems };

const mostRows = 5_000;
const mostProblems = 20;

/** `reference_hash,reminder,status` */
export function readDeliveryRows(text: string): ReadRows<ReminderDelivery> {
  return readRows(text, 'reference_hash,reminder,status', ([reference_hash, reminder, status]) =>
    reminderDeliverySchema.safeParse({ reference_hash, reminder: numberOf(reminder), status }),
  );
}

/** `reminder,channel,reference_hashes`, the hashes of one message with spaces between them. */
export function readMadeRows(text: string): ReadRows<ReminderMade> {
  return readRows(text, 'reminder,channel,reference_hashes', ([reminder, channel, hashes = '']) =>
    reminderMadeSchema.safeParse({ reminder: numberOf(reminder), channel, reference_hashes: hashes.split(' ') }),
  );
}

type Parsed<Row> =
  | { readonly success: true; readonly data: Row }
  | {
      readonly success: false;
      readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] };
    };

function readRows<Row>(text: string, header: string, parse: (cells: readonly string[]) => Parsed<Row>): ReadRows<Row> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  const [first, ...body] = lines;
  const refused = (message: string): ReadRows<Row> => ({ ok: false, problems: [{ path: '', message }] });
  if (first !== header)
    return refused(`must have these columns and no others: ${header}. Names and addresses stay with you`);
  if (body.length === 0) return refused('holds no message');
  if (body.length > mostRows) return refused(`holds more than ${mostRows} rows: send it in parts`);
  const rows: Row[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of body.entries()) {
    const cells = line.split(',');
    const parsed = cells.length === 3 ? parse(cells) : null;
    if (parsed?.success === true) rows.push(parsed.data);
    else
      problems.push({
        path: `row ${index + 2}`,
        message: `${String(parsed?.error.issues[0]?.path[0] ?? 'it')} is not what stands there in such a file`,
      });
  }
  return problems.length > 0 ? { ok: false, problems: problems.slice(0, mostProblems) } : { ok: true, rows };
}

function numberOf(text: string | undefined): number | null {
  return /^\d{1,2}$/.test(text ?? '') ? Number(text) : null;
}
