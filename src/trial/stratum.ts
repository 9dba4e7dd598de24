/**
 * A stratum is one combination of values of the variables a draw is stratified by. Its key names it in labels of the
 * draw, in tables and in files, so two different combinations must never share one.
 */
import { utf8ToBytes } from '@noble/hashes/utils.js';

const plainCharacter = /^[A-Za-z0-9._-]$/;
const plainText = /^[A-Za-z0-9._-]*$/;

/**
 * The stratum's key: its values in protocol order, joined by "/", each byte of their UTF-8 outside [A-Za-z0-9._-] written
 * as "%" and two upper-case hexadecimal digits. A trial without strata has the one stratum "".
 */
export function stratumKey(values: readonly string[]): string {
  return values.map(encodeValue).join('/');
}

function encodeValue(value: string): string {
  if (plainText.test(value)) return value;
  let key = '';
  for (const byte of utf8ToBytes(value)) {
    const character = String.fromCharCode(byte);
    key += plainCharacter.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return key;
}

/** The `count` values behind a key; an empty key is that of no values, or of one that is empty. */
export function keyValues(key: string, count: number): readonly string[] {
  return count === 0 ? [] : key.split('/').map(decodeURIComponent);
}
