/**
 * SQLite's LIKE with D1's limit of 50 bytes on a pattern, which better-sqlite3 offers no way to set. Case is folded for
 * ASCII letters only, as SQLite does (sqlite.org/lang_expr.html, "The LIKE, GLOB, REGEXP, MATCH operators").
 */
import { maximumPatternBytes, utf8Length } from './d1-limits.ts';

/** `value like pattern escapedBy escapedBy`; null where a side is null. Throws on a pattern over 50 bytes. */
export function likeWithinLimit(pattern: unknown, value: unknown, escapedBy?: unknown): 0 | 1 | null {
  if (pattern === null || value === null) return null;
  const text = String(pattern);
  if (utf8Length(text) > maximumPatternBytes)
    throw new Error('D1_ERROR: LIKE or GLOB pattern too complex: SQLITE_ERROR');
  return new RegExp(`^${expression(text, typeof escapedBy === 'string' ? escapedBy : undefined)}$`, 'su').test(
    fold(String(value)),
  )
    ? 1
    : 0;
}

function expression(pattern: string, escapedBy: string | undefined): string {
  let source = '';
  let isEscaped = false;
  for (const character of pattern) {
    if (!isEscaped && character === escapedBy) {
      isEscaped = true;
      continue;
    }
    if (!isEscaped && character === '%') source += '.*';
    else if (!isEscaped && character === '_') source += '.';
    else source += fold(character).replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    isEscaped = false;
  }
  return source;
}

function fold(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
