/**
 * The words after a command's name: options with a value, flags, and files. What is missing, unknown or given twice is a
 * Problem like any other typing error, with the command's usage below it.
 */

import { parseArgs } from 'node:util';
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import { quoted } from '../../analysis/plan/quoted.ts';

export type WordRules = {
  /** Options that take a value; true where the command cannot do without. */
  readonly options: Readonly<Record<string, boolean>>;
  readonly flags: readonly string[];
  /** Names of the words without "--", in order, all required. */
  readonly files: readonly string[];
};

export type Words = {
  readonly options: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
  readonly files: readonly string[];
};

/** Reads `words` by `rules`: `--name VALUE` or `--name=VALUE`, each at most once. */
export function readWords(words: readonly string[], rules: WordRules): Parsed<Words> {
  const known = Object.fromEntries([
    ...Object.keys(rules.options).map((name) => [name, { type: 'string' as const }]),
    ...rules.flags.map((name) => [name, { type: 'boolean' as const }]),
  ]);
  const { tokens } = parseArgs({
    args: [...words],
    options: known,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const options = new Map<string, string>();
  const flags = new Set<string>();
  const files = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const strangers = tokens.flatMap((token) => (isStranger(token, rules) ? [token.index] : []));
  // The word behind an option nobody knows may be its value: nothing is said of it.
  const sure = tokens.flatMap((token) =>
    token.kind === 'positional' && !strangers.includes(token.index - 1) ? [token.value] : [],
  );
  const problems: Problem[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName: path, value } = token;
    const fault = faultOf(token, rules, options.has(name) || flags.has(name));
    if (fault !== undefined) problems.push({ path, message: fault });
    else if (value === undefined) flags.add(name);
    else options.set(name, value);
  }
  problems.push(...absent(rules, options, files, problems), ...surplus(rules, sure));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { options, flags, files } };
}

function isStranger(token: { readonly kind: string; readonly name?: string }, rules: WordRules): boolean {
  const { kind, name = '' } = token;
  return kind === 'option' && !Object.hasOwn(rules.options, name) && !rules.flags.includes(name);
}

function surplus(rules: WordRules, files: readonly string[]): readonly Problem[] {
  return files.slice(rules.files.length).map((extra) => ({ path: quoted(extra), message: 'is a word too many' }));
}

type OptionToken = {
  readonly name: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
};

function faultOf({ name, value, inlineValue }: OptionToken, rules: WordRules, isGiven: boolean): string | undefined {
  const takesValue = Object.hasOwn(rules.options, name);
  if (!takesValue && !rules.flags.includes(name)) return 'is not an option of this command';
  if (isGiven) return 'is given twice';
  if (!takesValue) return value === undefined ? undefined : 'takes no value';
  return value === undefined || value === '' || (inlineValue === false && value.startsWith('--'))
    ? 'needs a value'
    : undefined;
}

function absent(
  rules: WordRules,
  options: ReadonlyMap<string, string>,
  files: readonly string[],
  known: readonly Problem[],
): readonly Problem[] {
  const missing = Object.entries(rules.options).flatMap(([name, isRequired]) => {
    const isNamed = options.has(name) || known.some(({ path }) => path === `--${name}`);
    return isRequired && !isNamed ? [{ path: `--${name}`, message: 'is missing' }] : [];
  });
  return [...missing, ...rules.files.slice(files.length).map((name) => ({ path: name, message: 'is missing' }))];
}
