/**
 * The memory, on either engine: reads are the named queries, a write is one list of rows, all or nothing, in ONE batch.
 * Whatever the database itself refuses comes back as a Conflict and leaves nothing behind.
 */
import type { D1Database } from '@cloudflare/workers-types';
import { drizzle } from 'drizzle-orm/d1';
import { insertsFor } from './append.ts';
import { conflictOf } from './conflict.ts';
import type { Append, CommitResult } from './port.ts';
import { createQueries, type Queries } from './queries/index.ts';
import * as schema from './tables.ts';

export type Store = {
  readonly read: Queries;
  /** Writes these rows in the order given; empty lists are skipped. Throws only on mistakes of the caller and lost engines. */
  readonly commit: (appends: readonly Append[]) => Promise<CommitResult>;
};

/** @param db D1's binding, or a SQLite file wearing its face, with every migration applied. */
export function openStore(db: D1Database): Store {
  return {
    read: createQueries(drizzle(db, { schema })),
    async commit(appends) {
      const inserts = appends.flatMap(insertsFor).map(({ sql, rows }) => db.prepare(sql).bind(rows));
      if (inserts.length === 0) return { ok: true };
      try {
        await db.batch(inserts);
        return { ok: true };
      } catch (error) {
        const conflict = conflictOf(error);
        if (conflict === undefined) throw error;
        return { ok: false, conflict };
      }
    },
  };
}
