/**
 * One field of a CSV line (RFC 4180), on bytes: where it ends and what it holds. A line ends with LF, CRLF or a lone CR.
 */
const quote = 0x22;
export const comma = 0x2c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Something wrong in a CSV, at a byte offset; the place in lines and columns is worked out once, when it is shown. */
export type CsvProblem = { readonly offset: number; readonly path: string; readonly message: string };

export type QuotedField = {
  readonly ok: true;
  /** The value is bytes[from … to) of `bytes`: the file's own, or a copy where doubled quotation marks were undone. */
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** Offset of the comma, the line break or the end of the file that follows. */
  readonly next: number;
};

export function isQuote(byte: number | undefined): boolean {
  return byte === quote;
}

export function isLineBreak(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn;
}

/** The offset after the line break at `at`; `at` itself at the end of the file. */
export function afterLineBreak(bytes: Uint8Array, at: number): number {
  if (bytes[at] === carriageReturn) return bytes[at + 1] === lineFeed ? at + 2 : at + 1;
  return bytes[at] === lineFeed ? at + 1 : at;
}

/** Where the unquoted field that starts at `at` ends. */
export function plainFieldEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.length;
  let index = at;
  while (index < end) {
    const byte = bytes[index] ?? comma;
    if (byte <= comma && (byte === comma || byte === lineFeed || byte === carriageReturn)) return index;
    index++;
  }
  return end;
}

/** `isOpen`: the field is not closed in these bytes; more of the file may close it. */
type BrokenField = { readonly ok: false; readonly problem: CsvProblem; readonly isOpen: boolean };

/** The quoted field whose opening mark stands at `opening`. Refuses one that is never closed or that goes on after its end. */
export function readQuotedField(bytes: Uint8Array, opening: number): QuotedField | BrokenField {
  let hasDoubled = false;
  let closing = bytes.indexOf(quote, opening + 1);
  while (closing !== -1 && bytes[closing + 1] === quote) {
    hasDoubled = true;
    closing = bytes.indexOf(quote, closing + 2);
  }
  if (closing === -1) return trouble(opening, 'this quotation mark is never closed', true);
  const next = closing + 1;
  const after = bytes[next];
  if (after !== undefined && after !== comma && !isLineBreak(after)) {
    return trouble(
      next,
      'after the closing quotation mark a comma or a new line was expected; write "" for a mark inside',
      false,
    );
  }
  if (!hasDoubled) return { ok: true, bytes, from: opening + 1, to: closing, next };
  const plain = undoubled(bytes.subarray(opening + 1, closing));
  return { ok: true, bytes: plain, from: 0, to: plain.length, next };
}

function undoubled(bytes: Uint8Array): Uint8Array {
  const plain = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    plain[length++] = byte;
    if (byte === quote) at++;
  }
  return plain.subarray(0, length);
}

function trouble(offset: number, message: string, isOpen: boolean): BrokenField {
  return { ok: false, problem: { offset, path: '', message }, isOpen };
}
