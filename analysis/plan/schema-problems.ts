/**
 * What zod found wrong, as Problems with the place in the text: zod knows the path, the located JSON knows where that path
 * stood. Used by plans and protocols alike.
 */

import type * as z from 'zod';
import type { JsonPath, Located } from './located-json.ts';
import type { Problem } from './problem.ts';
import { cut, quoted, visible } from './quoted.ts';

/** A finding about a place in a document: about the key itself ("unknown key"), or about its value. */
export type Finding = { readonly path: JsonPath; readonly message: string; readonly part: 'key' | 'value' };

/** One Problem per finding, with line and column in the text that `located` was parsed from. */
export function problemsAt(located: Located, findings: readonly Finding[]): readonly Problem[] {
  return findings.map(({ path, message, part }) => ({
    path: writtenPath(path),
    message,
    ...located.locate(path, part),
  }));
}

/**
 * What zod is told to say where a schema says nothing of its own: its English is for programmers. With it goes what
 * `findingsOf` needs to name the value found.
 */
export const inOurWords = { reportInput: true, error: ownWords } as const;

function ownWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'too_big':
      return `must ${amount(issue.origin)} ${issue.inclusive === false ? 'fewer than' : 'at most'} ${issue.maximum}`;
    case 'too_small':
      return `must ${amount(issue.origin)} ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    default:
      return undefined;
  }
}

/** How a bound on this kind of value begins. */
function amount(origin: string): string {
  if (origin === 'array' || origin === 'set' || origin === 'object') return 'hold';
  return origin === 'string' ? 'have a length of' : 'be';
}

/** zod's issues as findings; `at` is the path of the parsed value inside the document. */
export function findingsOf(issues: readonly z.core.$ZodIssue[], at: JsonPath = []): readonly Finding[] {
  return issues.flatMap((issue): readonly Finding[] => {
    if (isRangeOfDoubles(issue) && issues.some((other) => other !== issue && isSamePath(other, issue))) return [];
    const path = [...at, ...jsonPath(issue.path)];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...path, key], message: issue.message, part: 'key' }));
    }
    return [{ path, message: sentence(issue), part: 'value' }];
  });
}

/** The bounds zod gives every whole number; where a schema has its own, that one says more. */
function isRangeOfDoubles(issue: z.core.$ZodIssue): boolean {
  return (
    (issue.code === 'too_big' && issue.maximum === Number.MAX_SAFE_INTEGER) ||
    (issue.code === 'too_small' && issue.minimum === Number.MIN_SAFE_INTEGER)
  );
}

function isSamePath({ path }: z.core.$ZodIssue, other: z.core.$ZodIssue): boolean {
  return path.length === other.path.length && path.every((step, index) => step === other.path[index]);
}

/** ["arms", 1, "ratio"] as a person writes it: arms[1].ratio. A key without end is cut. */
export function writtenPath(path: JsonPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${visible(cut(step))}`))
    .join('');
}

/** JSON has no symbol keys, so a step is always a text or a number. */
function jsonPath(path: readonly PropertyKey[]): JsonPath {
  return path.filter((step) => typeof step !== 'symbol');
}

function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('undefined')
        ? `is missing; ${article(issue.expected)} is required here`
        : `must be ${article(issue.expected)}${found(issue.input)}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}${found(issue.input)}`;
    case 'invalid_union':
      return issue.discriminator === undefined ? issue.message : unionSentence(issue);
    default:
      return issue.message;
  }
}

function unionSentence(issue: z.core.$ZodIssueInvalidUnion): string {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String).join(', ') : '';
  const known = options === '' ? 'is not known here' : `must be one of ${options}`;
  return `${known}${found(discriminatorOf(issue))}`;
}

function discriminatorOf(issue: z.core.$ZodIssueInvalidUnion): unknown {
  const { input, discriminator } = issue;
  if (typeof input !== 'object' || input === null || discriminator === undefined) return input;
  return Object.entries(input).find(([key]) => key === discriminator)?.[1];
}

function article(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'a text in quotation marks',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list in [ ]',
    tuple: 'a list in [ ]',
    object: 'an object in { }',
    record: 'an object in { }',
  };
  return names[expected] ?? expected;
}

function found(input: unknown): string {
  if (input === undefined) return '';
  if (input === null || typeof input === 'number' || typeof input === 'boolean') return `, not ${String(input)}`;
  if (typeof input === 'string') return `, not ${quoted(input)}`;
  return Array.isArray(input) ? ', not a list' : ', not an object';
}
