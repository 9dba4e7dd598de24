/**
 * Keeps each trial's seed encrypted at rest: AES-256-GCM (NIST SP 800-38D) with a 96-bit random nonce, under the operator's
 * key from the environment. The trial's slug is authenticated with it, so that a sealed seed cannot be moved to another trial.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export type Vault = {
  /** Eight hex digits that name the key without giving it away. */
  readonly keyId: string;
  readonly seal: (slug: string, seed: string, nonce: Uint8Array) => Promise<string>;
  readonly open: (slug: string, sealed: string) => Promise<string>;
};

/** @param key 64 hex digits (32 bytes) */
export async function createVault(key: string): Promise<Vault> {
  if (!/^[0-9a-f]{64}$/.test(key)) throw new Error('The key must be 64 lower-case hex digits (32 bytes).');
  const bytes = Uint8Array.from(hexToBytes(key));
  const secret = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const parameters = (slug: string, nonce: Uint8Array) => ({
    name: 'AES-GCM',
    iv: Uint8Array.from(nonce),
    additionalData: Uint8Array.from(utf8ToBytes(`pledge-seed|${slug}`)),
  });
  return {
    keyId: bytesToHex(sha256(utf8ToBytes(`pledge-key-id|${key}`))).slice(0, 8),
    async seal(slug, seed, nonce) {
      const sealed = await crypto.subtle.encrypt(parameters(slug, nonce), secret, Uint8Array.from(utf8ToBytes(seed)));
      return `${bytesToHex(nonce)}.${bytesToHex(new Uint8Array(sealed))}`;
    },
    async open(slug, sealed) {
      const [nonce, body] = sealed.split('.');
      if (nonce === undefined || body === undefined)
        throw new Error('The sealed seed is not in the form nonce.ciphertext.');
      const seed = await crypto.subtle.decrypt(
        parameters(slug, hexToBytes(nonce)),
        secret,
        Uint8Array.from(hexToBytes(body)),
      );
      return new TextDecoder().decode(seed);
    },
  };
}
