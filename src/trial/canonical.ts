/**
 * Hashes over JSON: RFC 8785 (JCS) gives every value exactly one text, so that two people who hold the same document
 * compute the same SHA-256 whatever its spacing and key order. Synchronous, on Node, Workers and in the browser alike.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** The RFC 8785 text of a JSON value. Throws on what JSON cannot hold (undefined, NaN, half a surrogate pair). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('a value that JSON cannot hold has no canonical form');
  return text;
}

/** SHA-256 of the UTF-8 bytes of `text`: 64 lower-case hexadecimal digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
