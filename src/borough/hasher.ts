/**
 * The two ways to make the hashes of linkage.ts: from the key's bytes (the command line), and from a key that WebCrypto holds
 * and nobody can read out again (the browser). Both give the same hashes.
 */
import { bytesToHex } from '@noble/hashes/utils.js';
import { type HashDomain, householdHash, messageOf, referenceHash } from './linkage.ts';
import type { LinkageKey } from './linkage-key.ts';

export type Hasher = {
  /** As `referenceHash`. */
  readonly reference: (reference: string) => Promise<string>;
  /** As `householdHash`. */
  readonly household: (lead: string) => Promise<string>;
};

export function hasherOfBytes(key: LinkageKey): Hasher {
  return {
    reference: async (reference) => referenceHash(key, reference),
    household: async (lead) => householdHash(key, lead),
  };
}

const algorithm = { name: 'HMAC', hash: 'SHA-256' } as const;

/** A key that signs and cannot be exported, also not by a script of the page. Needs a secure context (HTTPS or localhost). */
export async function importLinkageKey(key: LinkageKey): Promise<CryptoKey> {
  // The copy has a buffer of its own, which WebCrypto's types ask for.
  return crypto.subtle.importKey('raw', new Uint8Array(key), algorithm, false, ['sign']);
}

export function hasherOfCryptoKey(key: CryptoKey): Hasher {
  async function hash(domain: HashDomain, reference: string): Promise<string> {
    return bytesToHex(
      new Uint8Array(await crypto.subtle.sign('HMAC', key, new Uint8Array(messageOf(domain, reference)))),
    );
  }
  return { reference: (reference) => hash('reference', reference), household: (lead) => hash('household', lead) };
}

/** The same hasher, which makes each hash once: a list is hashed before it is asked about and again when it is derived. */
export function remembering(hasher: Hasher): Hasher {
  const [references, households] = [new Map<string, Promise<string>>(), new Map<string, Promise<string>>()];
  return {
    reference: (reference) => remembered(references, reference, hasher.reference),
    household: (lead) => remembered(households, lead, hasher.household),
  };
}

function remembered(made: Map<string, Promise<string>>, text: string, make: (text: string) => Promise<string>) {
  const hash = made.get(text) ?? make(text);
  made.set(text, hash);
  return hash;
}
