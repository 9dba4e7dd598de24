/**
 * How a person and a household are known outside the borough: a keyed hash of the Home Office reference, or of the lead
 * case identifier that people granted together share. References are short and can be listed, so an unkeyed hash would be
 * undone by hashing every possible one; with the borough's key (HMAC-SHA-256, RFC 2104) only the borough can link back.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { LinkageKey } from './linkage-key.ts';

/**
 * A person's hash, 64 lower-case hex digits. The same person gets the same hash however the reference was typed. Throws
 * where the reference is empty: whoever reads the list reports an empty field before it comes here.
 */
export function referenceHash(key: LinkageKey, reference: string): string {
  return hashOf(key, 'reference', reference);
}

/**
 * A household's hash, 64 lower-case hex digits, from the lead case identifier. It differs from the lead person's own hash
 * although the identifier is the same text: each use of the key has a domain of its own, so no hash of a household can be
 * recognised as that of a person. Throws where the identifier is empty.
 */
export function householdHash(key: LinkageKey, leadReference: string): string {
  return hashOf(key, 'household', leadReference);
}

export type HashDomain = 'reference' | 'household';

/** The bytes that are hashed. Throws where the reference is empty. */
export function messageOf(domain: HashDomain, reference: string): Uint8Array {
  const written = normalised(reference);
  if (written === '') throw new Error('an empty reference has no hash');
  return utf8ToBytes(`${domain}|${written}`);
}

function hashOf(key: LinkageKey, domain: HashDomain, reference: string): string {
  return bytesToHex(hmac(sha256, key, messageOf(domain, reference)));
}

/**
 * A reference as it is hashed: without white space and in upper case, in Unicode's compatible form (NFKC), so that "a 123",
 * "A123" and a copy from a spreadsheet with no-break spaces or full-width digits are one reference.
 */
export function normalised(reference: string): string {
  return reference.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
}
