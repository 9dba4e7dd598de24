/**
 * Runs SQL on a better-sqlite3 file and answers or fails in D1's words: what D1 refuses is refused before it runs, several
 * statements in one text run as one transaction, and a constraint's failure carries D1's extended code. Node only.
 */
import type { D1Result } from '@cloudflare/workers-types';
import type { Database, Statement } from 'better-sqlite3';
import {
  maximumColumns,
  maximumParameters,
  maximumSqlBytes,
  maximumValueBytes,
  placeholders,
  refusalByD1,
  utf8Length,
} from './d1-limits.ts';
import { type BoundValue, storedValue } from './d1-values.ts';
import { likeWithinLimit } from './like.ts';
import { type SqlStatement, splitStatements } from './sql-statements.ts';

export type Question = { readonly sql: string; readonly values: readonly BoundValue[] };
export type Answer = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly meta: D1Result['meta'];
};

const keptStatements = 500;

/** Runs one question; throws in D1's words. */
export function runnerOf(sqlite: Database): (question: Question) => Answer {
  const kept = new Map<string, Statement>();
  const totalChanges = sqlite.prepare('select total_changes()').pluck();
  const lastRow = sqlite.prepare('select last_insert_rowid()').pluck();
  const wideTable = sqlite.prepare('select name from pragma_table_list where ncol > ?').pluck();
  sqlite.function('like', { deterministic: true }, (pattern, value) => likeWithinLimit(pattern, value));
  sqlite.function('like', { deterministic: true }, (pattern, value, escapedBy) =>
    likeWithinLimit(pattern, value, escapedBy),
  );

  function prepared(text: string): Statement {
    const known = kept.get(text);
    if (known !== undefined) return known;
    if (kept.size >= keptStatements) kept.clear();
    const fresh = sqlite.prepare(text);
    kept.set(text, fresh);
    return fresh;
  }

  function runOne({ text, tokens }: SqlStatement, values: readonly BoundValue[]): Omit<Answer, 'meta'> {
    const found = prepared(text);
    if (!found.reader) {
      found.run(...values);
      if (tokens[0] === 'create' || tokens[0] === 'alter' || tokens[0] === 'drop') {
        kept.clear();
        const tooWide = wideTable.get(maximumColumns);
        if (tooWide !== undefined) throw d1Error(`too many columns on ${tooWide}: SQLITE_ERROR`);
      }
      return { columns: [], rows: [] };
    }
    const columns = found.columns().map(({ name }) => name);
    if (columns.length > maximumColumns) throw d1Error('too many columns in result set: SQLITE_ERROR');
    // raw() makes every row an array.
    const rows = found.raw().all(...values) as readonly (readonly unknown[])[];
    return { columns, rows: rows.map((row) => row.map(storedValue)) };
  }

  function runAll(statements: readonly SqlStatement[], values: readonly BoundValue[]): Omit<Answer, 'meta'> {
    let answer: Omit<Answer, 'meta'> = { columns: [], rows: [] };
    statements.forEach((one, index) => {
      answer = runOne(one, index === statements.length - 1 ? values : []);
    });
    return answer;
  }
  const runAllOrNothing = sqlite.transaction(runAll);

  return ({ sql, values }) =>
    translated(() => {
      const statements = checked(sql, values);
      const before = Number(totalChanges.get());
      // One data-changing statement is atomic by itself. PRAGMA foreign_keys does nothing inside a transaction, as on D1.
      const isPlain = statements.length === 1 && plainWords.includes(statements[0]?.tokens[0] ?? '');
      const answer =
        isPlain || sqlite.inTransaction ? runAll(statements, values) : runAllOrNothing.immediate(statements, values);
      const changes = Number(totalChanges.get()) - before;
      const meta = { duration: 0, size_after: 0, rows_read: 0, rows_written: changes, changed_db: changes > 0 };
      return { ...answer, meta: { ...meta, changes, last_row_id: Number(lastRow.get()) } };
    });
}

const plainWords = ['select', 'insert', 'update', 'delete', 'replace', 'with', 'values'];

function checked(sql: string, values: readonly BoundValue[]): readonly SqlStatement[] {
  if (utf8Length(sql) > maximumSqlBytes) throw d1Error('statement too long: SQLITE_TOOBIG');
  const statements = splitStatements(sql);
  if (statements.length === 0) throw d1Error('No SQL statements detected.');
  for (const one of statements) {
    const refusal = refusalByD1(one);
    if (refusal !== undefined) throw d1Error(refusal);
  }
  if (statements.slice(0, -1).some(({ tokens }) => placeholders(tokens) > 0)) {
    throw d1Error(
      'When executing multiple SQL statements in a single call, only the last statement can have parameters.',
    );
  }
  if (values.length > maximumParameters) throw d1Error('too many SQL variables: SQLITE_ERROR');
  const isTooBig = (value: BoundValue) =>
    typeof value === 'string' ? value.length > maximumValueBytes / 3 && utf8Length(value) > maximumValueBytes : false;
  if (values.some((value) => isTooBig(value) || (value instanceof Uint8Array && value.length > maximumValueBytes))) {
    throw d1Error('string or blob too big: SQLITE_TOOBIG');
  }
  return statements;
}

export function d1Error(text: string, kind = 'D1_ERROR'): Error {
  return new Error(`${kind}: ${text}`, { cause: new Error(text) });
}

/** better-sqlite3's errors in D1's words: `D1_ERROR: <message>: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)`. */
export function translated<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof RangeError && /parameter/.test(error.message)) {
      throw d1Error('Wrong number of parameter bindings for SQL query.');
    }
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
    const code = error.code.split('_').slice(0, 2).join('_');
    throw d1Error(`${error.message}: ${code}${code === error.code ? '' : ` (extended: ${error.code})`}`);
  }
}
