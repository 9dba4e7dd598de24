/** The names in the header of a CSV file, for what a reader of some of its columns has to say about the others. */
import { readHeader } from '../../analysis/dataset/csv.ts';
import { decodeText } from '../../analysis/plan/decode-text.ts';

/** In file order; empty where the file has no header that can be read, which its reader says with line and column. */
export function columnNames(file: Uint8Array): readonly string[] {
  const text = decodeText(file);
  if (!text.ok) return [];
  const header = readHeader(new TextEncoder().encode(text.value));
  return header.ok ? header.value.names : [];
}
