/** Random identifiers: 20 lower-case hex digits (80 bits), so that no id says when, where or in which order it was made. */
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Deps } from './deps.ts';

export function newIdentifier(deps: Deps): string {
  return bytesToHex(deps.random(10));
}
