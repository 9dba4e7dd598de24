/** The personal code: what its check symbol promises, for every code and every slip, and how typed codes are read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeHash, codeOf, linkHash, readCode, shownCode } from '../../src/trial/follow-up-code.ts';

const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const values = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 9, maxLength: 9 });
const codes = values.map(codeOf);

describe('a code', () => {
  test('is ten symbols that nobody confuses, and is read back as it is, printed or not', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
        expect(readCode(code)).toBe(code);
        expect(readCode(shownCode(code))).toBe(code);
      }),
    );
  });

  test('with one symbol wrong is refused, whichever it is', () => {
    fc.assert(
      fc.property(codes, (code) => {
        for (let at = 0; at < code.length; at++) {
          for (const symbol of symbols) {
            if (symbol === code[at]) continue;
            expect(readCode(code.slice(0, at) + symbol + code.slice(at + 1))).toBeNull();
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test('with two symbols swapped is refused, neighbours or not', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const letters = [...code];
        for (let one = 0; one < letters.length; one++) {
          for (let other = one + 1; other < letters.length; other++) {
            if (letters[one] === letters[other]) continue;
            const swapped = letters.with(one, letters[other] ?? '').with(other, letters[one] ?? '');
            expect(readCode(swapped.join(''))).toBeNull();
          }
        }
      }),
    );
  });

  test('typed with O for 0, I or L for 1, small letters, spaces, hyphens and dashes is the same code', () => {
    const [zero, one] = [codeOf([0, 1, 0, 1, 0, 1, 0, 1, 0]), codeOf([31, 0, 1, 20, 0, 1, 1, 0, 0])];
    for (const code of [zero, one]) {
      for (const typed of [
        code.replaceAll('0', 'O'),
        code.replaceAll('0', 'o').replaceAll('1', 'l'),
        code.replaceAll('1', 'I').toLowerCase(),
        [...code].join(' '),
        ` ${shownCode(code).replace('-', ' – ')}\n`,
        code.replace(/./g, (symbol) => String.fromCodePoint((symbol.codePointAt(0) ?? 0) + 0xfee0)),
      ]) {
        expect(readCode(typed)).toBe(code);
      }
    }
  });

  test.each(['', '0000000000000', 'ABCDEFGHJ', 'ABCDEFGHJK', 'UUUUUUUUUU', '<script>alert', 'é'.repeat(10)])(
    '%j is none',
    (typed) => {
      expect(readCode(typed)).toBeNull();
    },
  );

  test('and a token are hashed under different domains', () => {
    expect(codeHash('6RDW9NZG4R')).not.toBe(linkHash('6RDW9NZG4R'));
  });
});
