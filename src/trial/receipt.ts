/**
 * The receipt of an allocation: what somebody needs to prove later that a unit got its arm when the list closed and not
 * afterwards. The unit stands in it as a salted hash, so that a receipt can be shown to anybody. Its number is the SHA-256 of
 * its text: whoever holds the number holds the whole receipt to it, and learns nothing from it.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import * as z from 'zod';
import { canonicalJson, sha256Hex } from './canonical.ts';

export const receiptFormat = 'pledge-receipt/1';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

/** `position` counts from 0 within the stratum and protocol version; `ledgerEntry` is the hash of the entry of the draw. */
export const receiptSchema = z
  .strictObject({
    format: z.literal(receiptFormat),
    trial: z.string().max(60),
    protocolVersion: z.int().min(1),
    protocolHash: hash,
    unitHash: hash,
    stratum: z.string().max(400),
    position: z.int().min(0),
    arm: z.string().max(200),
    ledgerEntry: hash,
  })
  .readonly();
export type Receipt = z.infer<typeof receiptSchema>;

/** SHA-256 of the receipt's RFC 8785 text, 64 lower-case hexadecimal digits. */
export function receiptNumber(receipt: Receipt): string {
  return sha256Hex(canonicalJson(receipt));
}

/** HMAC-SHA-256 of the unit's id, keyed by the salt's 16 bytes. @param salt 32 hexadecimal digits */
export function unitHashOf(salt: string, unit: string): string {
  return bytesToHex(hmac(sha256, hexToBytes(salt), utf8ToBytes(unit)));
}
