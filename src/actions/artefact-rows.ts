/** Files as rows: text in parts well below the engines' limit of 2 MB a value, each part carrying the whole file's hash. */
import type { Append } from '../store/port.ts';

/** Even where every character takes six bytes in JSON, a part stays below the megabyte that one row may have. */
const partLength = 150_000;

/** @param sha256 of the whole file's bytes, 64 hex digits */
export function artefactRows(
  trial: string,
  collection: string,
  name: string,
  sha256: string,
  text: string,
  at: string,
): Append {
  const rows = partsOf(text).map((body, part) => ({ trial, collection, name, part, sha256, body, at }));
  return { into: 'artefact', rows };
}

/** Never between the two halves of a surrogate pair. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  do {
    let end = Math.min(text.length, start + partLength);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end -= 1;
    parts.push(text.slice(start, end));
    start = end;
  } while (start < text.length);
  return parts;
}
