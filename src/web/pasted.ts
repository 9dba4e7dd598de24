/** What somebody pasted into the page of checks, read once: a receipt or its number, or a hash of the ledger. Else why not. */
import type { AskedReceipt } from '../actions/judge-receipt.ts';
import { receiptSchema } from '../trial/receipt.ts';

/** Characters that a paste may have; a receipt has a third of them at most. */
const longestPaste = 4_000;

export const tooLong = 'Paste one receipt only. This is longer than any receipt';

export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };

const hash = /^[0-9a-f]{64}$/;

/** The text of a receipt (JSON), or its number. Names the first member of a receipt that is not right. */
export function readReceiptText(text: string): Read<AskedReceipt> {
  const pasted = text.trim();
  if (pasted === '') return refuse('Paste a receipt, or enter its number');
  if (pasted.length > longestPaste) return refuse(tooLong);
  if (hash.test(pasted.toLowerCase())) return { ok: true, value: { number: pasted.toLowerCase() } };
  const document = jsonOf(pasted);
  if (document === undefined) {
    return refuse('Paste the whole receipt, from { to }, or enter its number of 64 digits and letters a to f');
  }
  const parsed = receiptSchema.safeParse(document);
  if (parsed.success) return { ok: true, value: { receipt: parsed.data } };
  return refuse(faultOf(document, parsed.error.issues[0]?.path[0]));
}

/** A hash that somebody kept, capitals and spaces around it allowed. */
export function readHashText(text: string): Read<string> {
  const pasted = text.trim().toLowerCase();
  if (pasted === '') return refuse('Enter the hash that you kept');
  if (!hash.test(pasted)) return refuse('Enter a hash of 64 characters, all of them digits or letters a to f');
  return { ok: true, value: pasted };
}

const refuse = (message: string): { readonly ok: false; readonly message: string } => ({ ok: false, message });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The member that is wrong, in words; members that no receipt has come with no path. */
function faultOf(document: unknown, member: PropertyKey | undefined): string {
  const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
  if (!isObject) return 'Paste a receipt as it was given out, from { to }. This is something else';
  if (member === undefined)
    return 'Paste the receipt as it was given out. This one holds something that no receipt holds';
  const name = String(member);
  return name in document
    ? `Paste the receipt as it was given out. In this one “${name}” is not as in any receipt`
    : `Paste the whole receipt. In this one “${name}” is missing`;
}
