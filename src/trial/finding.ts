/** How the rules of a protocol say what they found: a place in the document and a sentence. */
import type { JsonPath } from '../../analysis/plan/located-json.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';

/** A finding about the value at `path`. */
export function finding(path: JsonPath, message: string): Finding {
  return { path, message, part: 'value' };
}

/** The indices of values that stood in the list before. */
export function repeats(values: readonly string[]): readonly number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}
