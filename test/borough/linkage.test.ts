/** The keyed hashes of references and households, and the key file. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { householdHash, referenceHash } from '../../src/borough/linkage.ts';
import { type LinkageKey, parseLinkageKey } from '../../src/borough/linkage-key.ts';

const text = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';

function keyOf(hex: string): LinkageKey {
  const parsed = parseLinkageKey(hex);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
  return parsed.value;
}

/** The definition again, with Node's own HMAC. */
function longhand(message: string): string {
  return createHmac('sha256', Buffer.from(text, 'hex')).update(message, 'utf8').digest('hex');
}

describe('hashes', () => {
  const key = keyOf(text);

  test('are HMAC-SHA-256 over the domain and the reference', () => {
    expect(referenceHash(key, 'A1234567')).toBe(longhand('reference|A1234567'));
    expect(householdHash(key, 'A1234567')).toBe(longhand('household|A1234567'));
  });

  test('do not depend on how a reference was typed', () => {
    const ways = ['A1234567', 'a1234567', ' A123 4567 ', 'A123\u00a04567', 'A\t1234567\r\n', 'Ａ１２３４５６７'];
    expect(new Set(ways.map((way) => referenceHash(key, way))).size).toBe(1);
    expect(new Set(ways.map((way) => householdHash(key, way))).size).toBe(1);
  });

  test('differ between references that differ in anything else', () => {
    const others = ['A1234567', 'A1234568', 'A-1234567', 'A12345670', '01234567', '1234567', '0'];
    expect(new Set(others.map((other) => referenceHash(key, other))).size).toBe(others.length);
  });

  test('of a lead person and of their household are not the same, so one cannot be recognised as the other', () => {
    expect(referenceHash(key, 'A1234567')).not.toBe(householdHash(key, 'A1234567'));
  });

  test('of two boroughs cannot be linked: each has its own key', () => {
    expect(referenceHash(keyOf('f'.repeat(64)), 'A1234567')).not.toBe(referenceHash(key, 'A1234567'));
  });

  test.each(['', '   ', '\u00a0\n'])('refuse the empty reference %j', (empty) => {
    expect(() => referenceHash(key, empty)).toThrow('an empty reference');
    expect(() => householdHash(key, empty)).toThrow('an empty reference');
  });
});

describe('a key file', () => {
  test.each([text, `${text}\n`, `${text}\r\n`])('is read with or without its line end', (file) => {
    expect(Buffer.from(keyOf(file)).toString('hex')).toBe(text);
  });

  test.each([
    ['', ['there is none; a key file holds 64 lower-case hexadecimal digits']],
    ['\n', ['there is none; a key file holds 64 lower-case hexadecimal digits']],
    [text.slice(1), ['it has 63 characters; it must have 64 hexadecimal digits (32 bytes)']],
    [text.toUpperCase(), ['it has upper-case digits; write a to f in lower case']],
    [`${text} `, ['there are spaces around the digits; take them out']],
    [`0x${text.slice(2)}`, ['character 2 is not one of 0 to 9 and a to f']],
    [
      `${text}\n${text}\n`,
      [
        'a key file holds one line, and this has several',
        'it has 129 characters; it must have 64 hexadecimal digits (32 bytes)',
      ],
    ],
  ])('%j is refused with every reason', (file, messages) => {
    const parsed = parseLinkageKey(file);
    expect(parsed.ok ? [] : parsed.problems.map(({ message }) => message)).toEqual(messages);
  });
});
