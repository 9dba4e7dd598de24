/**
 * The personal code on a card: nine symbols of Crockford's base 32 (no I, L, O or U), then a check symbol by Damm's algorithm over
 * GF(32) (H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004, example 5.2: x∘y = a·x + y, here a = 2). It catches
 * every single wrong symbol and every two neighbours swapped. What people type for another is read as meant: O as 0, I and L as 1,
 * small letters, spaces and hyphens.
 */
import { sha256Hex } from './canonical.ts';

const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Symbols without the check symbol: 45 bits. */
export const codeSymbols = 9;
const length = codeSymbols + 1;

/** The code of nine numbers from 0 to 31, ten symbols. */
export function codeOf(values: readonly number[]): string {
  if (values.length !== codeSymbols) throw new Error(`a code has ${codeSymbols} symbols before its check symbol`);
  return [...values, doubled(checked(values))].map(symbolOf).join('');
}

/** The code that somebody typed, or null where it cannot be one: the wrong length, another letter, or a slip that the check symbol tells. */
export function readCode(typed: string): string | null {
  const written = typed
    .normalize('NFKC')
    .replace(/[\s\u2010-\u2015\u2212-]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (written.length !== length) return null;
  const values = [...written].map((symbol) => symbols.indexOf(symbol));
  return values.includes(-1) || checked(values) !== 0 ? null : written;
}

/** As it is printed and read out: "7K3M9-QXB2T". */
export function shownCode(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/** A long token of a link: 144 bits as 24 characters of base64url. */
export const isLinkToken = (text: string): boolean => /^[A-Za-z0-9_-]{24}$/.test(text);

/** What is registered of a code and of a link's token, each under a domain of its own: 64 lower-case hex digits. */
export const codeHash = (code: string): string => sha256Hex(`follow-up-code|${code}`);
export const linkHash = (token: string): string => sha256Hex(`follow-up-link|${token}`);

function symbolOf(value: number): string {
  const symbol = symbols[value];
  if (symbol === undefined) throw new RangeError('a symbol stands for a number from 0 to 31');
  return symbol;
}

/** The check sum so far, starting from 0; a whole code, check symbol included, comes to 0. */
function checked(values: readonly number[]): number {
  return values.reduce((sum, value) => doubled(sum) ^ value, 0);
}

/** Times 2 in GF(32) with the polynomial x⁵ + x² + 1. */
function doubled(value: number): number {
  const twice = value << 1;
  return twice < 32 ? twice : twice ^ 0b100101;
}
