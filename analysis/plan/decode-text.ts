/**
 * Bytes to text, for plans, protocols and tables alike. UTF-8 is read with or without a byte order mark, UTF-16 with one
 * (Excel's "Unicode text"). Bytes that are no text are refused with the place of the first one, rather than read as
 * replacement characters that would quietly become an arm's name.
 */
import type { Parsed, Problem } from './problem.ts';
import { placeInText } from './text-place.ts';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Which encoding the first bytes declare; UTF-8 where they declare none. */
export function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** The text in `bytes`, without its byte order mark. Refuses packed files, NUL bytes and bytes that are not valid in the encoding. */
export function decodeText(bytes: Uint8Array): Parsed<string> {
  const packed = packedAs(bytes);
  if (packed !== undefined) return { ok: false, problems: [{ path: '', message: packed }] };
  const encoding = encodingOf(bytes);
  const text = decode(bytes, encoding);
  if (text === null) return { ok: false, problems: [undecodable(bytes, encoding)] };
  const nul = text.indexOf('\u0000');
  if (nul === -1) return { ok: true, value: text };
  const message =
    encoding === 'utf-8' && looksLikeUtf16(bytes)
      ? 'a NUL byte: this looks like UTF-16 without a byte order mark; save the file as UTF-8'
      : 'a NUL byte: a text file was expected; save the file as UTF-8';
  return { ok: false, problems: [{ path: '', message, ...placeInText(text, nul) }] };
}

/** `TextDecoder` takes the byte order mark away itself; null where a byte is not valid. */
function decode(bytes: Uint8Array, encoding: Encoding): string | null {
  if (encoding !== 'utf-8' && bytes.length % 2 === 1) return null;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function undecodable(bytes: Uint8Array, encoding: Encoding): Problem {
  const lenient = new TextDecoder(encoding).decode(bytes);
  const first = lenient.indexOf('\ufffd');
  const name = encoding.toUpperCase();
  const isAtEnd = first === -1 || first === lenient.length - 1;
  if (isAtEnd && encoding !== 'utf-8' && bytes.length % 2 === 1) {
    const message = `the file is cut off: it ends with half a character of ${name}; save the file as UTF-8`;
    return { path: '', message, ...placeInText(lenient, lenient.length) };
  }
  const message = `a byte that is not valid ${name}; save the file as UTF-8`;
  return { path: '', message, ...placeInText(lenient, first === -1 ? lenient.length : first) };
}

/** What is to be done with a file that holds its text packed; undefined where it does not. Gzip: RFC 1952, section 2.3.1; zip: APPNOTE 4.3.7. */
export function packedAs(bytes: Uint8Array): string | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0x1f && second === 0x8b) return 'this is a gzip file; unpack it first';
  const isZip = first === 0x50 && second === 0x4b && third === 3 && fourth === 4;
  return isZip ? 'this is a zip file, or a spreadsheet; unpack it, or save the sheet as CSV' : undefined;
}

/** Plain Latin letters in UTF-16 have a NUL in every other byte. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  let nuls = 0;
  const length = Math.min(bytes.length, 200);
  for (let index = 0; index < length; index++) if (bytes[index] === 0) nuls++;
  return nuls * 3 > length;
}
