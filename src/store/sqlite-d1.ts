/**
 * D1's face over better-sqlite3, so that one store runs on both engines: prepare, bind, all, raw, run, first, batch and
 * exec answer, fail and refuse as D1 does on local workerd. A batch is one immediate, synchronous transaction. Node only.
 */
import type { D1Database, D1PreparedStatement, D1Result } from '@cloudflare/workers-types';
import type { Database } from 'better-sqlite3';
import { boundValue } from './d1-values.ts';
import { type Answer, d1Error, type Question, runnerOf, translated } from './sqlite-runner.ts';

/** @param sqlite an open file with its PRAGMAs set; it stays the caller's to close. */
export function faceOfD1(sqlite: Database): D1Database {
  const run = runnerOf(sqlite);
  const inTransaction = sqlite.transaction((questions: readonly Question[]) => questions.map(run));
  const asked = new WeakMap<D1PreparedStatement, Question>();

  function statement(question: Question): D1PreparedStatement {
    const face = {
      bind: (...values: unknown[]) => statement({ sql: question.sql, values: values.map(boundValue) }),
      all: async () => resultOf(run(question)),
      run: async () => resultOf(run(question)),
      raw: async (options?: { columnNames?: boolean }) => {
        const { columns, rows } = run(question);
        return options?.columnNames === true ? [columns, ...rows] : rows;
      },
      first: async (column?: string) => {
        const [row] = objectsOf(run(question));
        if (column === undefined || row === undefined) return row ?? null;
        if (!(column in row)) throw d1Error(`Column not found (${column})`, 'D1_COLUMN_NOTFOUND');
        return row[column];
      },
    };
    // D1's class declares overloads by option and a caller-chosen row type, which an object literal cannot spell out.
    const prepared = face as unknown as D1PreparedStatement;
    asked.set(prepared, question);
    return prepared;
  }

  async function batch(statements: readonly D1PreparedStatement[]): Promise<D1Result[]> {
    if (statements.length === 0) throw d1Error('No SQL statements detected.');
    const questions = statements.map((prepared) => {
      const question = asked.get(prepared);
      if (question === undefined) throw new TypeError('a batch takes statements prepared by this database');
      return question;
    });
    return translated(() => inTransaction.immediate(questions)).map(resultOf);
  }

  /** Line by line, as D1's own: a statement over several lines is incomplete. */
  async function exec(sql: string) {
    const lines = sql.trim() === '' ? [''] : sql.split('\n').filter((line) => line.trim() !== '');
    let at = 0;
    const runLines = sqlite.transaction(() => {
      for (const line of lines) {
        at += 1;
        run({ sql: line, values: [] });
      }
    });
    try {
      translated(() => runLines.immediate());
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace('D1_ERROR: ', '') : String(error);
      throw d1Error(`Error in line ${at}: ${lines[at - 1] ?? ''}: ${reason}`, 'D1_EXEC_ERROR');
    }
    return { count: lines.length, duration: 0 };
  }

  const prepare = (sql: string) => statement({ sql, values: [] });
  const face = {
    prepare,
    batch,
    exec,
    withSession: () => ({ prepare, batch, getBookmark: () => null }),
    dump: async () => {
      throw d1Error('Status 404', 'D1_DUMP_ERROR');
    },
  };
  // The generic row types of D1's class are promises of the caller; the values are what the database gave.
  return face as unknown as D1Database;
}

function objectsOf({ columns, rows }: Answer): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}

function resultOf(answer: Answer): D1Result {
  return { success: true, meta: answer.meta, results: objectsOf(answer) };
}
