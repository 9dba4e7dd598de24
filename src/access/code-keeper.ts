/**
 * What stands between a stolen copy of the database and the codes on people's cards. A code has 45 bits, which can be tried through
 * against a plain hash; so its hash is kept under a key that follows from the operator's (HKDF, RFC 5869) and is in no database.
 * Whoever has typed a code gets a visit: an address sealed for half an hour, since a code itself never stands in one.
 */
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export const visitMinutes = 30;

export type CodeKeeper = {
  /** What is stored of a code whose SHA-256 is given, 64 hex digits. */
  readonly codeHash: (hash: string) => string;
  /** By what somebody's tries are counted; without the key it leads to no address. */
  readonly addressHash: (address: string) => string;
  /** @param linkHash of the card that the code stands on @param now milliseconds since 1970 @param nonce 12 random bytes */
  readonly sealVisit: (linkHash: string, now: number, nonce: Uint8Array) => Promise<string>;
  /** The link's hash; null for what was not sealed here, or is over. */
  readonly openVisit: (text: string, now: number) => Promise<string | null>;
};

/** @param key the operator's key, 64 hex digits (32 bytes) */
export async function createCodeKeeper(key: string): Promise<CodeKeeper> {
  const derived = (purpose: string) => hkdf(sha256, hexToBytes(key), undefined, utf8ToBytes(`pledge ${purpose}`), 32);
  const [codes, addresses] = [derived('follow-up code'), derived('address of a try')];
  const visits = await crypto.subtle.importKey('raw', derived('visit'), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const keyed = (secret: Uint8Array, text: string) => bytesToHex(hmac(sha256, secret, utf8ToBytes(text)));
  return {
    codeHash: (hash) => keyed(codes, hash),
    addressHash: (address) => keyed(addresses, address),
    async sealVisit(linkHash, now, nonce) {
      const text = utf8ToBytes(`${linkHash}|${now + visitMinutes * 60_000}`);
      const iv = new Uint8Array(nonce);
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, visits, new Uint8Array(text));
      return base64url(new Uint8Array([...iv, ...new Uint8Array(sealed)]));
    },
    async openVisit(text, now) {
      const bytes = fromBase64url(text);
      if (bytes === null || bytes.length < 29) return null;
      const opened = await crypto.subtle
        .decrypt({ name: 'AES-GCM', iv: bytes.subarray(0, 12) }, visits, bytes.subarray(12))
        // WebCrypto says no more than this of what was tampered with.
        .catch((error: unknown) => {
          if (error instanceof DOMException && error.name === 'OperationError') return null;
          throw error;
        });
      if (opened === null) return null;
      const [linkHash = '', until = ''] = new TextDecoder().decode(opened).split('|');
      return now < Number(until) ? linkHash : null;
    },
  };
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]{1,400}$/.test(text) || text.length % 4 === 1) return null;
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
