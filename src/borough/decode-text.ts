/**
 * Bytes of a text file to text. Excel saves "CSV" as Windows-1252, "CSV UTF-8" with a byte order mark and "Unicode text" as
 * UTF-16; other programs write UTF-8 without a mark. Encodings are those of the WHATWG Encoding Standard.
 */
import { encodingOf } from '../../analysis/plan/decode-text.ts';

/** The text without its byte order mark. What is not valid UTF-8 and has no mark is read as Windows-1252, which takes any byte. */
export function decodeText(bytes: Uint8Array): string {
  const marked = encodingOf(bytes);
  const encoding = marked === 'utf-8' ? utf16Unmarked(bytes) : marked;
  if (encoding !== null) return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Which UTF-16 this is, seen by the zero byte in nearly every Latin letter; null where it is none. */
function utf16Unmarked(bytes: Uint8Array): string | null {
  const start = bytes.subarray(0, 2_000);
  const zeros = [0, 0];
  for (const [at, byte] of start.entries()) {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) * 4 < start.length) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}
