/**
 * Opens the embedded SQLite file: WAL so that readers never wait, every commit synced to disk (a burned slot must survive
 * a power cut), foreign keys on, a wait of five seconds for another process's write. Node only.
 */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { D1Database } from '@cloudflare/workers-types';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { DatabaseRefused } from './database-refused.ts';
import { migrate } from './migrate.ts';
import { readMigrationFiles } from './migration-files.ts';
import { faceOfD1 } from './sqlite-d1.ts';
import { openStore, type Store } from './store.ts';

export type OpenDatabase = { readonly db: D1Database; readonly close: () => void };

export type OpenOptions = {
  /** How long a write waits for another process's; 5,000 where it is not given. */
  readonly busyTimeoutMilliseconds?: number;
  /** A database that is deleted afterwards need not survive a power cut: commits are then not synced to disk. */
  readonly isThrowAway?: boolean;
};

const unwritable = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'ENOSPC'];

/**
 * Opens or creates the file, readable by its owner only, and its folder.
 * @throws DatabaseRefused `unwritable-folder` or `not-a-database`
 */
export function openSqlite(
  path: string,
  { busyTimeoutMilliseconds = 5_000, isThrowAway = false }: OpenOptions = {},
): OpenDatabase {
  createFile(resolve(path));
  let sqlite: Database | undefined;
  try {
    sqlite = new BetterSqlite3(path, { timeout: busyTimeoutMilliseconds });
    sqlite.pragma('journal_mode = wal');
    sqlite.pragma(`synchronous = ${isThrowAway ? 'off' : 'full'}`);
    sqlite.pragma('foreign_keys = on');
    sqlite.prepare('select count(*) from sqlite_schema').get();
    const opened = sqlite;
    return { db: faceOfD1(opened), close: () => opened.close() };
  } catch (error) {
    sqlite?.close();
    throw named(error, path);
  }
}

/**
 * The store on an embedded file, migrated to this version.
 * @throws DatabaseRefused with every code
 */
export async function openSqliteStore(
  path: string,
  options: OpenOptions = {},
): Promise<{ readonly store: Store } & OpenDatabase> {
  const opened = openSqlite(path, options);
  try {
    await migrate(opened.db, readMigrationFiles());
    return { store: openStore(opened.db), ...opened };
  } catch (error) {
    opened.close();
    throw error;
  }
}

function createFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    if (codeOf(error) === 'EISDIR')
      throw new DatabaseRefused('not-a-database', `${path} is a folder, not a database file.`);
    if (!unwritable.includes(codeOf(error))) throw error;
    const sentence = `The database cannot be kept in ${dirname(path)}: the folder cannot be written to. Give another place, or allow writing there.`;
    throw new DatabaseRefused('unwritable-folder', sentence, { cause: error });
  }
}

function named(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new DatabaseRefused('not-a-database', `${path} is not a SQLite database. Give another file.`, {
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) {
    const sentence = `The database ${path} cannot be written to. Give another place, or allow writing there.`;
    return new DatabaseRefused('unwritable-folder', sentence, { cause: error });
  }
  return error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
