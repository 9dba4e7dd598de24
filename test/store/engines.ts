/**
 * Both engines behind one door: a SQLite file, and real workerd with D1 through wrangler. Each `open()` gives a fresh,
 * migrated database. One workerd serves a test file; it stops when the file's tests have run.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { D1Database } from '@cloudflare/workers-types';
import { afterAll } from 'vitest';
import { getPlatformProxy } from 'wrangler';
import { migrate } from '../../src/store/migrate.ts';
import { readMigrationFiles } from '../../src/store/migration-files.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';

export type OpenEngine = { readonly db: D1Database; readonly close: () => Promise<void> };
export type Engine = {
  readonly name: string;
  readonly open: () => Promise<OpenEngine>;
  /** Without migrations. */
  readonly openEmpty: () => Promise<OpenEngine>;
};

type Proxy = Awaited<ReturnType<typeof getPlatformProxy<Record<string, D1Database>>>>;

const databasesPerWorkerd = 100;
const running: Proxy[] = [];
const folder = mkdtempSync(join(tmpdir(), 'pledge-engines-'));
let opened = 0;
let starting: Promise<Proxy> | undefined;

afterAll(async () => {
  await Promise.all(running.map((proxy) => proxy.dispose()));
  rmSync(folder, { recursive: true, force: true });
});

async function startWorkerd(): Promise<Proxy> {
  const bindings = Array.from({ length: databasesPerWorkerd }, (_, index) => {
    const name = `DB${index}`;
    return `[[d1_databases]]\nbinding = "${name}"\ndatabase_name = "${name}"\ndatabase_id = "${name}"\n`;
  });
  const configPath = join(folder, `wrangler-${running.length}.toml`);
  writeFileSync(configPath, `name = "engines"\ncompatibility_date = "2026-10-01"\n${bindings.join('')}`);
  process.env.WRANGLER_SEND_METRICS = 'false';
  const proxy = await getPlatformProxy<Record<string, D1Database>>({ configPath, persist: false });
  running.push(proxy);
  return proxy;
}

async function openD1(): Promise<OpenEngine> {
  const index = opened % databasesPerWorkerd;
  if (index === 0) starting = startWorkerd();
  opened += 1;
  const db = (await starting)?.env[`DB${index}`];
  if (db === undefined) throw new Error('workerd did not bind its databases');
  return { db, close: async () => {} };
}

async function openFile(): Promise<OpenEngine> {
  const place = mkdtempSync(join(folder, 'sqlite-'));
  const { db, close } = openSqlite(join(place, 'pledge.sqlite'));
  return {
    db,
    close: async () => {
      close();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function engine(name: string, openEmpty: () => Promise<OpenEngine>): Engine {
  return {
    name,
    openEmpty,
    open: async () => {
      const database = await openEmpty();
      await migrate(database.db, readMigrationFiles());
      return database;
    },
  };
}

export const engines: readonly Engine[] = [engine('SQLite file', openFile), engine('D1 on workerd', openD1)];
