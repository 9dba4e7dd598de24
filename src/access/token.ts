/**
 * Bearer tokens. A token is 32 random bytes in base64url behind a prefix that secret scanners can find; only its SHA-256
 * is stored, so a copy of the database opens no door.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const prefix = 'pledge_';

/** @param bytes 32 random bytes */
export function tokenFrom(bytes: Uint8Array): string {
  return (
    prefix +
    btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '')
  );
}

/** 64 lower-case hex digits. */
export function tokenHash(token: string): string {
  return bytesToHex(sha256(utf8ToBytes(token)));
}

/** The token of an `Authorization: Bearer …` header, or null. */
export function bearerToken(header: string | undefined): string | null {
  const match = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(header ?? '');
  return match?.[1] ?? null;
}
