/**
 * Where a character stands in a text: line and column, both from 1, as an editor shows them. Lines end with LF, CRLF or a
 * lone CR; a column counts characters (code points), so an accented letter or an emoji is one.
 */
export type Place = { readonly line: number; readonly column: number };

/** The place of `offset`, an index in UTF-16 code units into `text`; an offset past the end is the end. */
export function placeInText(text: string, offset: number): Place {
  const end = Math.min(offset, text.length);
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < end; index++) {
    const code = text.charCodeAt(index);
    const isCarriageReturnAlone = code === 13 && text.charCodeAt(index + 1) !== 10;
    if (code === 10 || isCarriageReturnAlone) {
      line++;
      lineStart = index + 1;
    }
  }
  return { line, column: [...text.slice(lineStart, end)].length + 1 };
}
