/** What is said of a header that lacks a column: which names it has, or that its values are kept apart by something else than commas. */
import type { Problem } from '../plan/problem.ts';
import { quotedList } from '../plan/quoted.ts';

/** How a header of one name gives a wrong separator away; undefined where it does not. */
export function wrongSeparator(names: readonly string[]): string | undefined {
  const [only = ''] = names;
  const separator = names.length === 1 ? separators.find(({ mark }) => only.includes(mark)) : undefined;
  return separator && `its fields seem to be separated by ${separator.called}, and commas are needed`;
}

const separators = [
  { mark: ';', called: 'semicolons' },
  { mark: '\t', called: 'tabs' },
];

/** One problem for each column of `wanted` that the header lacks; one in all where its separator is wrong. */
export function missingColumns(names: readonly string[], wanted: readonly string[]): readonly Problem[] {
  const missing = wanted.filter((name) => !names.includes(name));
  const separator = wrongSeparator(names);
  const at = { line: 1, column: 1 };
  if (missing.length > 0 && separator !== undefined) {
    return [{ path: '', message: `the header is ${quotedList(names)}: ${separator}`, ...at }];
  }
  const message = `is not in the header, which has ${quotedList(names)}`;
  return missing.map((name) => ({ path: `column ${name}`, message, ...at }));
}

/** The names in words. */
export function headerWords(names: readonly string[]): string {
  return wrongSeparator(names) ?? `its columns are ${quotedList(names)}`;
}
