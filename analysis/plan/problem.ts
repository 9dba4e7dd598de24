/**
 * A Problem is something a person typed that is wrong. It is a value, collected with the others of the same input and
 * never thrown one at a time. `path` names the place ("arms[1].ratio", "column household_hash"); `line` and `column` count
 * from 1 in the file as given, where there is one. `message` says what would be right.
 */
import { visible } from './quoted.ts';

export type Problem = {
  readonly path: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
};

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Input that cannot be read or is refused as a whole: the api answers 422, the command line exits with 2. */
export class InputRefused extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.name = 'InputRefused';
    this.problems = problems;
  }
}

/** One line for a terminal, whatever is quoted in it: "line 4, column 12: arms[1].ratio: must be a positive integer". */
export function describeProblem({ path, message, line, column }: Problem): string {
  const place = line === undefined ? '' : `line ${line}${column === undefined ? '' : `, column ${column}`}: `;
  return visible(`${place}${path === '' ? '' : `${path}: `}${message}`);
}
