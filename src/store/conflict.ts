/**
 * The one place where a database's own "no" becomes a Conflict. Both engines say `D1_ERROR: <message>: SQLITE_… (extended:
 * SQLITE_CONSTRAINT_…)`; drizzle wraps it, so the text may sit in the cause. Anything else is a bug and stays an error.
 */
import type { Conflict } from './port.ts';

const failures: readonly (readonly [start: string, kind: Conflict['kind']])[] = [
  ['UNIQUE constraint failed: ', 'unique'],
  ['CHECK constraint failed: ', 'check'],
  ['NOT NULL constraint failed: ', 'not-null'],
  ['FOREIGN KEY constraint failed', 'foreign-key'],
];
const spoken = /D1_ERROR: ([\s\S]*?): SQLITE_([A-Z]+)(?: \(extended: SQLITE_CONSTRAINT_([A-Z]+)\))?$/;

/** The conflict this error reports, or undefined where it reports none. */
export function conflictOf(error: unknown): Conflict | undefined {
  if (!(error instanceof Error)) return undefined;
  const match = spoken.exec(error.message);
  if (match === null) return conflictOf(error.cause);
  const [, message = '', code, extended] = match;
  if (code === 'BUSY') return { kind: 'busy', what: message };
  if (code !== 'CONSTRAINT') return undefined;
  for (const [start, kind] of failures) {
    if (message.startsWith(start)) return { kind, what: message.slice(start.length) || message };
  }
  return extended === 'TRIGGER' ? { kind: 'trigger', what: message } : undefined;
}
