/**
 * Where a byte stands in a file: line and column, as an editor shows them. Like text-place.ts, without making text of a
 * file that may be large: only the line in question is decoded.
 */
import type { Place } from '../plan/text-place.ts';
import { afterLineBreak, isLineBreak } from './csv-field.ts';

/** Line and column, from 1, of the byte at `offset` in UTF-8 text; a column counts characters. */
export function placeInBytes(bytes: Uint8Array, offset: number): Place {
  const end = Math.min(offset, bytes.length);
  let line = 1;
  let lineStart = 0;
  let at = 0;
  while (at < end) {
    if (!isLineBreak(bytes[at])) {
      at++;
      continue;
    }
    at = afterLineBreak(bytes, at);
    if (at > end) break;
    line++;
    lineStart = at;
  }
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(lineStart, end));
  return { line, column: [...before].length + 1 };
}
