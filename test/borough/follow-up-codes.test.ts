/** Codes and links made from the linkage key: the same bytes from bytes, from a key that cannot be read out, and by longhand. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { followUpCodes, signerOfBytes, signerOfCryptoKey } from '../../src/borough/follow-up-codes.ts';
import { importLinkageKey } from '../../src/borough/hasher.ts';
import { codeHash, isLinkToken, linkHash, readCode } from '../../src/trial/follow-up-code.ts';

const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const referenceHash = createHash('sha256').update('a person').digest('hex');
const sign = signerOfBytes(key);

/** Made with Python's hmac and a Damm check symbol written anew. */
const vectors = [
  {
    ...{ trial: 'ceremony-offer', version: 1, code: '6RDW9NZG4R', token: 'j8HWC7ujR7yZt0nAM2LWgZs9' },
    codeHash: 'cd4e253c12e0e8876049ceee768a08e067a590974b073a665febb086d528922b',
    linkHash: 'aa449ceb2edf66b7b7669e6ccac3c47d774f30e36861636bf06e672fcfe14ad3',
  },
  {
    ...{ trial: 'ceremony-offer', version: 2, code: 'ET0V33S0Z9', token: 'rpo7twThImzHaW0wAV1uHXS_' },
    codeHash: '00ec2a3de327502e797a04b4cead9ac82226f5373afe3c9e89d3377a0ecee5c3',
    linkHash: '9d06dad3b96d8b57f1e23019d4eb72c720b9d500cff899bdb084d734a2266e5f',
  },
  {
    ...{ trial: 'welcome-pack', version: 1, code: 'DR70JVWAT2', token: '6XEPx81lm4afreeF-0vLHC8n' },
    codeHash: '3c17f568f42cadd67f331de090cd0b8a7f0d80309711a420b49ad7e0cd1f6ef3',
    linkHash: '038fb950d53c08d9574c1af62f75200af1ee55302e2ab87cc318be617cad8ad0',
  },
];

describe('follow-up codes', () => {
  test.each(vectors)('of $trial, version $version', async ({ trial, version, ...expected }) => {
    const person = { trial, version, referenceHash };
    const crypted = signerOfCryptoKey(await importLinkageKey(key));
    for (const made of [await followUpCodes(sign, person), await followUpCodes(crypted, person)]) {
      expect({ ...made, codeHash: codeHash(made.code), linkHash: linkHash(made.token) }).toEqual(expected);
      expect(readCode(made.code)).toBe(made.code);
      expect(isLinkToken(made.token)).toBe(true);
    }
  });

  test('of 5,000 people are all different, and every symbol occurs at every place', async () => {
    const made = await Promise.all(
      Array.from({ length: 5_000 }, (_, index) =>
        followUpCodes(sign, {
          ...{ trial: 'welcome-pack', version: 1 },
          referenceHash: createHash('sha256').update(`${index}`).digest('hex'),
        }),
      ),
    );
    expect(new Set(made.map(({ code }) => code)).size).toBe(5_000);
    expect(new Set(made.map(({ token }) => token)).size).toBe(5_000);
    for (let at = 0; at < 10; at++) expect(new Set(made.map(({ code }) => code[at])).size).toBe(32);
  });

  test.each([
    { trial: 'a|b', referenceHash, version: 1 },
    { trial: 'a', referenceHash: 'SMITH', version: 1 },
    { trial: 'a', referenceHash, version: 0 },
  ])('are refused to what is no person of a trial', async (person) => {
    await expect(followUpCodes(sign, person)).rejects.toThrow();
  });
});
