/**
 * Migrations: each file once and whole, the same record as wrangler's own, nothing run on a database of a newer version, of
 * another program, or after a shipped file was edited.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { D1Database } from '@cloudflare/workers-types';
import { afterAll, describe, expect, test } from 'vitest';
import { getPlatformProxy } from 'wrangler';
import { DatabaseRefused } from '../../src/store/database-refused.ts';
import { type MigrationFile, migrate } from '../../src/store/migrate.ts';
import { readMigrationFiles } from '../../src/store/migration-files.ts';
import { openStore } from '../../src/store/store.ts';
import { engines } from './engines.ts';
import { stamp } from './rows.ts';

const shipped = readMigrationFiles();
const names = shipped.map(({ name }) => name);
const additional: MigrationFile = { name: '9000_later.sql', sql: 'create table later (a text) strict;\n' };
const folder = mkdtempSync(join(tmpdir(), 'pledge-migrate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function refusal(attempt: Promise<unknown>): Promise<DatabaseRefused> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DatabaseRefused)) throw new Error(`expected a DatabaseRefused, got ${String(error)}`);
  return error;
}

describe.each(engines)('migrating on $name', ({ openEmpty }) => {
  const applied = async (db: D1Database) =>
    (await db.prepare('select name from d1_migrations order by id').raw<[string]>()).flat();
  const tables = async (db: D1Database) =>
    (await db.prepare("select name from sqlite_master where type = 'table' order by name").raw<[string]>()).flat();

  test('an empty database gets every file in order; a second run keeps the data and applies nothing', async () => {
    const { db, close } = await openEmpty();
    expect(await migrate(db, shipped.toReversed())).toEqual(names);
    await openStore(db).commit([{ into: 'trial', rows: [{ slug: 'kept', mode: 'training', ...stamp }] }]);
    expect(await migrate(db, shipped)).toEqual([]);
    expect(await applied(db)).toEqual(names);
    expect(await db.prepare('select slug from trial').first('slug')).toBe('kept');
    await close();
  });

  test('a later file is applied on top', async () => {
    const { db, close } = await openEmpty();
    await migrate(db, shipped);
    expect(await migrate(db, [...shipped, additional])).toEqual([additional.name]);
    expect(await tables(db)).toContain('later');
    await close();
  });

  test('two that start at once do the work once', async () => {
    const { db, close } = await openEmpty();
    const done = await Promise.all([migrate(db, shipped), migrate(db, shipped)]);
    expect(done.flat().toSorted()).toEqual(names);
    expect(await applied(db)).toEqual(names);
    await close();
  });

  test('a file that fails leaves nothing of itself and the earlier files whole', async () => {
    const { db, close } = await openEmpty();
    const broken = {
      name: '9001_broken.sql',
      sql: 'create table half (a text) strict;\n--> statement-breakpoint\nselec 1;\n',
    };
    await expect(migrate(db, [...shipped, broken])).rejects.toThrow(/syntax error/);
    expect(await applied(db)).toEqual(names);
    expect(await tables(db)).not.toContain('half');
    await close();
  });

  test('a database of a newer version is refused, and stays as it was', async () => {
    const { db, close } = await openEmpty();
    await migrate(db, [...shipped, additional]);
    const { code, message } = await refusal(migrate(db, shipped));
    expect(code).toBe('newer-version');
    expect(message).toMatch(/newer version of Pledge \(it holds 9000_later\.sql\)/);
    expect(await applied(db)).toEqual([...names, additional.name]);
    await close();
  });

  test('a shipped file that was edited is refused; other line ends are no edit', async () => {
    const { db, close } = await openEmpty();
    await migrate(db, [...shipped, additional]);
    const windows = { ...additional, sql: additional.sql.replaceAll('\n', '\r\n') };
    expect(await migrate(db, [...shipped, windows])).toEqual([]);
    const edited = { ...additional, sql: 'create table later (a integer) strict;\n' };
    expect((await refusal(migrate(db, [...shipped, edited]))).code).toBe('edited-migration');
    await close();
  });

  test("another program's database is refused", async () => {
    const { db, close } = await openEmpty();
    await db.prepare('create table invoices (a)').run();
    expect((await refusal(migrate(db, shipped))).code).toBe('another-programs-database');
    expect(await tables(db)).not.toContain('trial');
    await close();
  });
});

test('wrangler applies the same files, and then nothing is left to do', async () => {
  cpSync('migrations', join(folder, 'migrations'), { recursive: true });
  const binding = 'binding = "DB"\ndatabase_name = "pledge"\ndatabase_id = "pledge"\nmigrations_dir = "migrations"\n';
  const configPath = join(folder, 'wrangler.toml');
  writeFileSync(configPath, `name = "pledge"\ncompatibility_date = "2026-10-01"\n[[d1_databases]]\n${binding}`);
  const wrangler = join(process.cwd(), 'node_modules/wrangler/bin/wrangler.js');
  const environment = { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' };
  const words = ['d1', 'migrations', 'apply', 'pledge', '--local', '--persist-to', join(folder, 'state')];
  execFileSync(process.execPath, [wrangler, ...words], { cwd: folder, env: environment, stdio: 'pipe' });

  const proxy = await getPlatformProxy<{ DB: D1Database }>({
    configPath,
    persist: { path: join(folder, 'state', 'v3') },
  });
  const engine = engines.find(({ name }) => name === 'SQLite file');
  if (engine === undefined) throw new Error('no SQLite engine');
  const file = await engine.open();
  const everySql =
    "select type, name, sql from sqlite_master where name not glob '_cf_*' and name not glob 'sqlite_*' and tbl_name not in ('d1_migrations', 'migration_checksum') order by type, name";
  const plain = async (db: D1Database) =>
    (await db.prepare(everySql).raw<string[]>()).map((row) => row.join(' ').replace(/\s+/g, ' '));
  expect(await migrate(proxy.env.DB, shipped)).toEqual([]);
  expect(await plain(proxy.env.DB)).toEqual(await plain(file.db));
  await file.close();
  await proxy.dispose();
});
