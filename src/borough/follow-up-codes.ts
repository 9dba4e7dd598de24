/**
 * Each person's follow-up code and the token of their link, made on the borough's own machine from the linkage key, so that a card
 * can be printed again and nobody without the key can make one (HMAC-SHA-256, RFC 2104). Each purpose has a domain of its own
 * beside those of linkage.ts. A card that was lost gets the next version; the service then takes the new one alone.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { codeOf, codeSymbols } from '../trial/follow-up-code.ts';
import type { LinkageKey } from './linkage-key.ts';

/** The HMAC-SHA-256 of a message under the linkage key, 32 bytes. */
export type Signer = (message: Uint8Array) => Promise<Uint8Array>;

export function signerOfBytes(key: LinkageKey): Signer {
  return async (message) => hmac(sha256, key, message);
}

/** The same under a key that cannot be read out (`importLinkageKey`). */
export function signerOfCryptoKey(key: CryptoKey): Signer {
  return async (message) => new Uint8Array(await crypto.subtle.sign('HMAC', key, new Uint8Array(message)));
}

export type CodedPerson = {
  /** The trial's slug. */
  readonly trial: string;
  /** 64 lower-case hex digits. */
  readonly referenceHash: string;
  /** From 1. */
  readonly version: number;
};

export type FollowUpCodes = {
  /** Ten symbols; `shownCode` writes them as printed. */
  readonly code: string;
  /** 24 characters of base64url. */
  readonly token: string;
};

export async function followUpCodes(sign: Signer, person: CodedPerson): Promise<FollowUpCodes> {
  const [forCode, forLink] = await Promise.all([
    sign(messageOf('follow-up-code', person)),
    sign(messageOf('follow-up-link', person)),
  ]);
  return { code: codeOf(fiveBits(forCode)), token: base64url(forLink.subarray(0, 18)) };
}

/** No part can hold a "|", so that no two people, trials, purposes or versions share a message. */
function messageOf(purpose: 'follow-up-code' | 'follow-up-link', { trial, referenceHash, version }: CodedPerson) {
  if (!/^[a-z0-9-]+$/.test(trial)) throw new Error('a trial is named by its slug');
  if (!/^[0-9a-f]{64}$/.test(referenceHash)) throw new Error('a person is named by the hash of their reference');
  if (!Number.isSafeInteger(version) || version < 1) throw new RangeError('versions count from 1');
  return utf8ToBytes(`${purpose}|${trial}|${referenceHash}|${version}`);
}

/** The first 45 bits, five at a time. */
function fiveBits(bytes: Uint8Array): readonly number[] {
  const bits = [...bytes.subarray(0, 6)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: codeSymbols }, (_, index) => Number.parseInt(bits.slice(5 * index, 5 * index + 5), 2));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
