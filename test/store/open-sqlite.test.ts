/**
 * The embedded file as an operator meets it: created with its folder, readable by its owner only, kept between starts; each
 * thing that can be wrong with it has one clear sentence; two processes may write to it at once.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { DatabaseRefused } from '../../src/store/database-refused.ts';
import { openSqlite, openSqliteStore } from '../../src/store/open-sqlite.ts';
import { hash, stamp, trialIn } from './rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'pledge-open-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function refusedAs(path: string): Promise<{ code: string; message: string }> {
  try {
    const { close } = await openSqliteStore(path);
    close();
  } catch (error) {
    if (error instanceof DatabaseRefused) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('the database was opened');
}

describe('a file that can be used', () => {
  const path = join(folder, 'new', 'deeper', 'pledge.sqlite');

  test('is created with its folders, for its owner only', async () => {
    const { close } = await openSqliteStore(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
    close();
  });

  test('keeps its data between starts', async () => {
    const first = await openSqliteStore(path);
    expect(await first.store.commit(trialIn('kept', 'draft'))).toEqual({ ok: true });
    first.close();
    const second = await openSqliteStore(path);
    expect(await second.store.read.trialSlugs()).toEqual(['kept']);
    second.close();
  });

  test('has WAL, a full sync of each commit and foreign keys', () => {
    const { close } = openSqlite(path);
    close();
    const sqlite = new BetterSqlite3(path);
    expect(sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
    sqlite.close();
  });
});

describe('a file that cannot be used is refused in one sentence', () => {
  test('a folder that cannot be made, because a file stands there', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    const { code, message } = await refusedAs(join(folder, 'a-file', 'pledge.sqlite'));
    expect(code).toBe('unwritable-folder');
    expect(message).toMatch(/cannot be written to/);
  });

  test.runIf(process.platform === 'linux')('a folder in which nobody can write', async () => {
    expect((await refusedAs('/proc/pledge.sqlite')).code).toBe('unwritable-folder');
  });

  test('a text file, a folder, and a database cut short', async () => {
    const text = join(folder, 'notes.txt');
    writeFileSync(text, 'Dear registrar, '.repeat(100));
    expect(await refusedAs(text)).toMatchObject({
      code: 'not-a-database',
      message: expect.stringMatching(/notes\.txt is not a SQLite database/),
    });
    mkdirSync(join(folder, 'folder.sqlite'));
    expect((await refusedAs(join(folder, 'folder.sqlite'))).code).toBe('not-a-database');
    const cut = join(folder, 'cut.sqlite');
    writeFileSync(cut, `SQLite format 3\0${'x'.repeat(500)}`);
    expect((await refusedAs(cut)).code).toBe('not-a-database');
  });

  test('a database of a newer version', async () => {
    const path = join(folder, 'newer.sqlite');
    const { db, close } = await openSqliteStore(path);
    await db.prepare("insert into d1_migrations (name) values ('9000_later.sql')").run();
    close();
    expect((await refusedAs(path)).code).toBe('newer-version');
  });

  test("another program's database", async () => {
    const path = join(folder, 'invoices.sqlite');
    const sqlite = new BetterSqlite3(path);
    sqlite.exec('create table invoices (a)');
    sqlite.close();
    expect((await refusedAs(path)).code).toBe('another-programs-database');
  });
});

describe('two at one file', () => {
  test('a writer who is kept waiting too long is told the database is busy', async () => {
    const path = join(folder, 'busy.sqlite');
    const { store, close } = await openSqliteStore(path, { busyTimeoutMilliseconds: 20 });
    const other = new BetterSqlite3(path);
    other.exec('begin immediate');
    const write = () => store.commit([{ into: 'trial', rows: [{ slug: 'late', mode: 'training', ...stamp }] }]);
    expect(await write()).toEqual({ ok: false, conflict: { kind: 'busy', what: 'database is locked' } });
    expect(await store.read.trialSlugs()).toEqual([]);
    other.exec('rollback');
    expect(await write()).toEqual({ ok: true });
    other.close();
    close();
  });

  test('two processes race for every ledger number: each number has one winner and nothing is half-written', async () => {
    const path = join(folder, 'race.sqlite');
    const last = 199;
    const { store, db, close } = await openSqliteStore(path);
    await store.commit(trialIn('race', 'open'));
    const script = fileURLToPath(new URL('./racing-writer.ts', import.meta.url));
    const writers = ['1', '2'].map((writer) => fork(script, [path, writer, String(last)], { execArgv: [] }));
    await Promise.all(writers.map((writer) => once(writer, 'message')));
    const answers = writers.map((writer) => once(writer, 'message'));
    for (const writer of writers) writer.send('go');
    const outcomes = (await Promise.all(answers)).map(([outcome]) => outcome as { won: number[]; kinds: string[] }); // sent by racing-writer.ts
    const won = outcomes.flatMap((outcome) => outcome.won);
    expect(won.toSorted((a, b) => a - b)).toEqual(Array.from({ length: last + 1 }, (_, seq) => seq));
    for (const [index, outcome] of outcomes.entries()) {
      const kept = await db
        .prepare('select count(*) as n from artefact where collection = ?')
        .bind(`writer-${index + 1}`)
        .first('n');
      expect(kept).toBe(outcome.won.length);
      expect(
        outcome.kinds.every(
          (kind) => kind === 'unique: ledger_entry.trial, ledger_entry.seq' || kind.startsWith('busy'),
        ),
      ).toBe(true);
    }
    const broken = `select count(*) as n from ledger_entry as later join ledger_entry as earlier
      on earlier.trial = later.trial and earlier.seq = later.seq - 1 where later.previous_hash <> earlier.hash`;
    expect(await db.prepare(broken).first('n')).toBe(0);
    close();
  });

  test('two connections in one process: a slot taken by one is refused to the other', async () => {
    const path = join(folder, 'twice.sqlite');
    const [one, two] = [await openSqliteStore(path), await openSqliteStore(path)];
    const token = { tokenHash: hash(1), account: 'x', at: stamp.at, expiresAt: stamp.at };
    const account = { id: 'x', name: 'X', role: 'auditor', isTraining: false, at: stamp.at };
    const write = { into: 'accessToken', rows: [token] } as const;
    expect(await one.store.commit([{ into: 'account', rows: [account] }, write])).toEqual({ ok: true });
    expect(await two.store.commit([write])).toEqual({
      ok: false,
      conflict: { kind: 'unique', what: 'access_token.token_hash' },
    });
    one.close();
    two.close();
  });
});
