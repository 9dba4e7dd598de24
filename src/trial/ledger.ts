/**
 * A trial's hash chain: one entry for each act, holding who, when, what and a salted hash of the payload, never the
 * payload. Whoever keeps the newest hash can tell whether anything before it was changed, left out or cut off; deleting a
 * salt makes one payload hash mean nothing and leaves the chain whole.
 */

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import * as z from 'zod';
import { quoted } from '../../analysis/plan/quoted.ts';
import { findingsOf, inOurWords, writtenPath } from '../../analysis/plan/schema-problems.ts';
import { canonicalJson, sha256Hex } from './canonical.ts';

/** The previous hash of the first entry. */
export const genesisHash = '0'.repeat(64);

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

/** One entry as it is exported: `seq` counts from 0, `at` is ISO 8601 in UTC, `actor` an account id. */
export const ledgerEntrySchema = z
  .strictObject({
    trial: z.string(),
    seq: z.int().min(0),
    at: z.string(),
    actor: z.string(),
    act: z.string(),
    subject: z.string(),
    payloadHash: hash,
    previousHash: hash,
    hash,
  })
  .readonly();
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
export type UnsignedEntry = Omit<LedgerEntry, 'hash'>;

/** SHA-256 of the RFC 8785 text of an entry's eight other members. */
export function entryHash({ trial, seq, at, actor, act, subject, payloadHash, previousHash }: UnsignedEntry): string {
  return sha256Hex(canonicalJson({ trial, seq, at, actor, act, subject, payloadHash, previousHash }));
}

/** HMAC-SHA-256, keyed by the salt's bytes, of the RFC 8785 text of `payload`. `salt` is hexadecimal, two digits a byte. */
export function payloadHash(salt: string, payload: unknown): string {
  return bytesToHex(hmac(sha256, hexToBytes(salt), utf8ToBytes(canonicalJson(payload))));
}

export type LedgerVerdict =
  | { readonly ok: true; readonly head: string; readonly entries: number }
  /** `at` counts entries from 1: the first one that is wrong, or one past the last where the ledger was shortened. */
  | { readonly ok: false; readonly at: number; readonly reason: string };

/**
 * Walks a chain from its first entry, holding one entry at a time, and stops at the first that is broken. With `head`, the
 * hash somebody kept of the newest entry, it also notices a ledger that ends too early or goes another way.
 */
export function verifyLedger(lines: Iterable<unknown>, head?: string): LedgerVerdict {
  let at = 0;
  let previous: LedgerEntry | undefined;
  let isHeadSeen = head === undefined || head === genesisHash;
  for (const line of lines) {
    at++;
    const checked = checkEntry(line, previous, at - 1);
    if (typeof checked === 'string') return { ok: false, at, reason: checked };
    previous = checked;
    if (checked.hash === head) isHeadSeen = true;
  }
  const last = previous?.hash ?? genesisHash;
  if (head !== undefined && last !== head)
    return { ok: false, at: at + 1, reason: wrongHead(at, last, head, isHeadSeen) };
  return { ok: true, head: last, entries: at };
}

/** The entry where it is sound; else why it is not. */
function checkEntry(line: unknown, previous: LedgerEntry | undefined, seq: number): LedgerEntry | string {
  const parsed = ledgerEntrySchema.safeParse(line, inOurWords);
  if (!parsed.success) {
    const [first] = findingsOf(parsed.error.issues);
    return `it is not a ledger entry: ${writtenPath(first?.path ?? [])} ${first?.message ?? ''}`.replace(/ +/g, ' ');
  }
  const entry = parsed.data;
  if (previous !== undefined && entry.trial !== previous.trial) {
    return `it belongs to the trial ${quoted(entry.trial)}, the entries before it to ${quoted(previous.trial)}`;
  }
  if (entry.seq !== seq)
    return `its number is ${entry.seq}; ${seq} must follow: entries are missing, doubled or out of order`;
  const expected = previous?.hash ?? genesisHash;
  if (entry.previousHash !== expected) {
    return `it names ${entry.previousHash} as the hash before it, which is ${expected}`;
  }
  const computed = entryHash(entry);
  if (computed !== entry.hash)
    return `its contents hash to ${computed}, not to the ${entry.hash} it states: it was changed`;
  return entry;
}

function wrongHead(entries: number, last: string, head: string, isHeadSeen: boolean): string {
  if (isHeadSeen)
    return `the ledger goes on past the head given (${head}): it has ${entries} entries and ends with ${last}`;
  return `the ledger ends after ${entries} entries with ${last}, not with the head given (${head}): it was shortened or is another`;
}
