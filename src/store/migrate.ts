/**
 * Applies the numbered SQL files, each once, each as one batch together with its record. The record is the table
 * `d1_migrations` that `wrangler d1 migrations apply` keeps, so that either may go first. What was applied is kept as a
 * SHA-256 beside it: an edited file, or a file of a newer version, is refused before anything is written.
 */
import type { D1Database } from '@cloudflare/workers-types';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { conflictOf } from './conflict.ts';
import { DatabaseRefused } from './database-refused.ts';

/** `name` is the file's name with its number, e.g. "0001_spine.sql"; `sql` its text, statements and comments. */
export type MigrationFile = { readonly name: string; readonly sql: string };

const bookkeeping = [
  `create table if not exists d1_migrations(
    id integer primary key autoincrement, name text unique, applied_at timestamp default current_timestamp not null
  )`,
  'create table if not exists migration_checksum (name text not null primary key, sha256 text not null) strict',
];
const otherTables = `select name from sqlite_master where type = 'table'
  and name not glob 'sqlite_*' and name not glob '_cf_*' and name not in ('d1_migrations', 'migration_checksum') limit 1`;

/**
 * Brings a database up to these files, in the order of their names.
 * @returns the names of the files applied now.
 * @throws DatabaseRefused `newer-version`, `edited-migration` or `another-programs-database`; a failing file leaves nothing of itself
 */
export async function migrate(db: D1Database, files: readonly MigrationFile[]): Promise<readonly string[]> {
  const ordered = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  await db.batch(bookkeeping.map((sql) => db.prepare(sql)));
  await judge(db, ordered);
  const applied = [];
  for (const file of ordered) {
    const known = await appliedNames(db);
    if (!known.includes(file.name) && (await apply(db, file))) applied.push(file.name);
  }
  await rememberChecksums(db, ordered);
  return applied;
}

async function judge(db: D1Database, files: readonly MigrationFile[]): Promise<void> {
  const applied = await appliedNames(db);
  const unknown = applied.find((name) => !files.some((file) => file.name === name));
  if (unknown !== undefined) {
    const sentence = `The database was made by a newer version of Pledge (it holds ${unknown}). Start that version, or give another file.`;
    throw new DatabaseRefused('newer-version', sentence);
  }
  if (applied.length === 0) {
    const other = await db.prepare(otherTables).first<string>('name');
    if (other !== null) {
      const sentence = `The database holds tables of another program (${other}). Give another file.`;
      throw new DatabaseRefused('another-programs-database', sentence);
    }
  }
  const { results } = await db
    .prepare('select name, sha256 from migration_checksum')
    .all<{ name: string; sha256: string }>();
  const edited = files.find((file) =>
    results.some(({ name, sha256: kept }) => name === file.name && kept !== checksum(file)),
  );
  if (edited !== undefined) {
    const sentence = `${edited.name} was edited after it had been applied to this database. Restore the file as it was shipped.`;
    throw new DatabaseRefused('edited-migration', sentence);
  }
}

async function appliedNames(db: D1Database): Promise<readonly string[]> {
  const { results } = await db.prepare('select name from d1_migrations order by id').all<{ name: string }>();
  return results.map(({ name }) => name);
}

/** False where another process applied the same file in the meantime. */
async function apply(db: D1Database, file: MigrationFile): Promise<boolean> {
  try {
    // The whole file as one text: both engines run its statements in order, and a batch is all or nothing.
    await db.batch([
      db.prepare('insert into d1_migrations (name) values (?)').bind(file.name),
      db.prepare(file.sql.trim()),
    ]);
    return true;
  } catch (error) {
    if (conflictOf(error)?.what === 'd1_migrations.name') return false;
    throw error;
  }
}

async function rememberChecksums(db: D1Database, files: readonly MigrationFile[]): Promise<void> {
  const rows = JSON.stringify(files.map((file) => [file.name, checksum(file)]));
  const sql =
    'insert or ignore into migration_checksum (name, sha256) select value ->> 0, value ->> 1 from json_each(?)';
  await db.prepare(sql).bind(rows).run();
}

/** Of the text with LF line ends, so that a checkout on Windows has the same. */
function checksum({ sql }: MigrationFile): string {
  return bytesToHex(sha256(utf8ToBytes(sql.replaceAll('\r\n', '\n'))));
}
