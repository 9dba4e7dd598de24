/**
 * The face answers, fails and refuses as D1 does. Every case below runs on both engines and must say the same on both; what
 * D1's word is stands beside it, so that a change of either engine is noticed.
 */
import type { D1Database } from '@cloudflare/workers-types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, type OpenEngine } from './engines.ts';

const manyNames = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`).join(', ');
const manyMarks = (count: number) => Array(count).fill('?').join(', ');
const ones = (count: number) => Array<number>(count).fill(1);

type Case = readonly [title: string, sql: string, values: readonly unknown[], word: RegExp];

const noTransactions = /^D1_ERROR: To execute a transaction, please use the state\.storage\.transaction\(\)/;
const notAuthorised = /^D1_ERROR: not authorized: SQLITE_AUTH$/;

const refused: readonly Case[] = [
  ...['BEGIN', 'begin immediate', '/* why */ begin', 'COMMIT', 'end', 'ROLLBACK', 'savepoint x', 'release x'].map(
    (sql): Case => [sql, sql, [], noTransactions],
  ),
  ["attach ':memory:' as other", "attach ':memory:' as other", [], notAuthorised],
  ['detach', 'detach other', [], notAuthorised],
  ['create temp table', 'create temp table scratch (a)', [], notAuthorised],
  ['create table temp.x', 'create table temp.scratch (a)', [], notAuthorised],
  ['create temporary view', 'create temporary view scratch as select 1', [], notAuthorised],
  ...[
    'journal_mode',
    'journal_mode = delete',
    'synchronous',
    'user_version',
    'user_version = 3',
    'writable_schema = on',
    'busy_timeout',
    'integrity_check',
    'database_list',
    'query_only',
    'secure_delete',
  ].map((pragma): Case => [`PRAGMA ${pragma}`, `PRAGMA ${pragma}`, [], notAuthorised]),
  ['VACUUM', 'vacuum', [], /^D1_ERROR: cannot VACUUM from within a transaction: SQLITE_ERROR$/],
  ['sqlite_version()', 'select sqlite_version()', [], /^D1_ERROR: not authorized to use function: sqlite_version/],
  ['101 parameters', `select 1 where 1 in (${manyMarks(101)})`, ones(101), /^D1_ERROR: too many SQL variables/],
  [
    '101 columns in a result',
    `select ${ones(101).join(', ')}`,
    [],
    /^D1_ERROR: too many columns in result set: SQLITE_ERROR$/,
  ],
  [
    '101 columns in a table',
    `create table wide (${manyNames(101)})`,
    [],
    /^D1_ERROR: too many columns on wide: SQLITE_ERROR$/,
  ],
  ['SQL over 100 KB', `select '${'x'.repeat(100_001)}'`, [], /^D1_ERROR: statement too long: SQLITE_TOOBIG$/],
  [
    'LIKE pattern of 51 bytes, bound',
    'select 1 where ? like ?',
    ['a', 'a'.repeat(51)],
    /pattern too complex: SQLITE_ERROR$/,
  ],
  [
    'LIKE pattern of 26 × é (52 bytes)',
    'select 1 where ? like ?',
    ['a', 'é'.repeat(26)],
    /pattern too complex: SQLITE_ERROR$/,
  ],
  ['GLOB pattern of 51 bytes', `select 'a' glob '${'a'.repeat(51)}'`, [], /pattern too complex: SQLITE_ERROR$/],
  ['no statement', '', [], /^D1_ERROR: No SQL statements detected\.$/],
  ['only a comment', '-- nothing', [], /^D1_ERROR: SQL code did not contain a statement\.$/],
  ['a comment after the last semicolon', 'select 1; -- done', [], /^D1_ERROR: SQL code did not contain a statement\.$/],
  ['a syntax error', 'selec 1', [], /^D1_ERROR: near "selec": syntax error.*: SQLITE_ERROR$/],
  ['a table that is not there', 'select * from nowhere', [], /^D1_ERROR: no such table: nowhere: SQLITE_ERROR$/],
  ['too few values', 'select ?, ?', [1], /^D1_ERROR: Wrong number of parameter bindings for SQL query\.$/],
  ['too many values', 'select ?', [1, 2], /^D1_ERROR: Wrong number of parameter bindings for SQL query\.$/],
  [
    'parameters before the last statement',
    'select ?; select 1',
    [1],
    /^D1_ERROR: When executing multiple SQL statements/,
  ],
  ['bigint', 'select ?', [1n], /^D1_TYPE_ERROR: Type 'bigint' not supported for value '1'$/],
  ['undefined', 'select ?', [undefined], /^D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'$/],
  ['Date', 'select ?', [new Date(0)], /^D1_TYPE_ERROR: Type 'object' not supported for value 'Thu Jan 01 1970/],
  [
    'a plain object',
    'select ?',
    [{ a: 1 }],
    /^D1_TYPE_ERROR: Type 'object' not supported for value '\[object Object\]'$/,
  ],
  [
    'NOT NULL',
    'insert into thing (label) values (null)',
    [],
    /: NOT NULL constraint failed: thing\.label: SQLITE_CONSTRAINT \(extended: SQLITE_CONSTRAINT_NOTNULL\)$/,
  ],
  [
    'CHECK',
    "insert into thing (label) values ('')",
    [],
    /: CHECK constraint failed: thing_label_is_some: SQLITE_CONSTRAINT \(extended: SQLITE_CONSTRAINT_CHECK\)$/,
  ],
  [
    'UNIQUE',
    "insert into thing (label) values ('kept')",
    [],
    /: UNIQUE constraint failed: thing\.label: SQLITE_CONSTRAINT \(extended: SQLITE_CONSTRAINT_UNIQUE\)$/,
  ],
  [
    'foreign key',
    "insert into thing (label, parent) values ('a', 99)",
    [],
    /: FOREIGN KEY constraint failed: SQLITE_CONSTRAINT \(extended: SQLITE_CONSTRAINT_FOREIGNKEY\)$/,
  ],
  [
    'a type STRICT refuses',
    "insert into thing (label, parent) values ('a', 'x')",
    [],
    /: cannot store TEXT value in INTEGER column thing\.parent: SQLITE_CONSTRAINT \(extended: SQLITE_CONSTRAINT_DATATYPE\)$/,
  ],
  [
    'RAISE in a trigger',
    "insert into thing (label) values ('forbidden')",
    [],
    /^D1_ERROR: not-this-one: SQLITE_CONSTRAINT \(extended: SQLITE_CONSTRAINT_TRIGGER\)$/,
  ],
];

const answered: readonly (readonly [
  title: string,
  sql: string,
  values: readonly unknown[],
  rows: readonly unknown[],
])[] = [
  ['100 parameters', `select 1 as yes where 1 in (${manyMarks(100)})`, ones(100), [{ yes: 1 }]],
  [
    'LIKE within the limit',
    "select 'A.b%é' like 'a._\\%É' escape '\\' as folded, 'Straße' like '%ASS%' as inside",
    [],
    [{ folded: 0, inside: 0 }],
  ],
  [
    'LIKE folds ASCII letters',
    "select 'NEWHAM' like 'new%' as yes, null like 'a' as unknown",
    [],
    [{ yes: 1, unknown: null }],
  ],
  ['columns of one name: the last wins', 'select 1 as a, 2 as a', [], [{ a: 2 }]],
  ['true and false', 'select ? as yes, ? as no', [true, false], [{ yes: 1, no: 0 }]],
  ['numbers bind as REAL', 'select typeof(?) as type', [5], [{ type: 'real' }]],
  [
    'what JSON has no number for',
    'select ? as a, ? as b',
    [Number.NaN, Number.POSITIVE_INFINITY],
    [{ a: null, b: null }],
  ],
  [
    'bytes come back as numbers',
    'select ? as a, ? as b',
    [new Uint8Array([1, 2]), [3, 255]],
    [{ a: [1, 2], b: [3, 255] }],
  ],
  ['a NUL within text', 'select ? as a', ['a\0b'], [{ a: 'a\0b' }]],
  ['half a surrogate pair', 'select ? as a', ['a\ud800b'], [{ a: 'a\ufffdb' }]],
  [
    'several statements give the last answer',
    "insert into thing (label) values ('one'); select label from thing where label = 'one'",
    [],
    [{ label: 'one' }],
  ],
  [
    'a value of the last of several statements',
    "insert into thing (label) values ('two'); select ? as a",
    ['x'],
    [{ a: 'x' }],
  ],
  ['a semicolon within a string', "select 'a;b' as a", [], [{ a: 'a;b' }]],
  ['foreign keys cannot be switched off', 'PRAGMA foreign_keys = off; PRAGMA foreign_keys', [], [{ foreign_keys: 1 }]],
  [
    'table_info',
    'PRAGMA table_info(thing)',
    [],
    [
      { cid: 0, name: 'id', type: 'INTEGER', notnull: 0, dflt_value: null, pk: 1 },
      { cid: 1, name: 'label', type: 'TEXT', notnull: 1, dflt_value: null, pk: 0 },
      { cid: 2, name: 'parent', type: 'INTEGER', notnull: 0, dflt_value: null, pk: 0 },
    ],
  ],
  ['RETURNING', "insert into thing (label) values ('three') returning label", [], [{ label: 'three' }]],
];

describe.each(engines)('$name', ({ openEmpty }) => {
  let engine: OpenEngine;
  let db: D1Database;
  beforeAll(async () => {
    engine = await openEmpty();
    db = engine.db;
    await db.batch([
      db.prepare(`create table thing (
        id integer primary key,
        label text not null unique,
        parent integer references thing (id),
        constraint thing_label_is_some check (label <> '')
      ) strict`),
      db.prepare(`create trigger thing_guard before insert on thing when new.label = 'forbidden'
        begin select 1; select raise(abort, 'not-this-one'); end`),
      db.prepare("insert into thing (label) values ('kept')"),
    ]);
  });
  afterAll(() => engine.close());

  test.each(refused)('refuses %s', async (_, sql, values, word) => {
    await expect(async () =>
      db
        .prepare(sql)
        .bind(...values)
        .all(),
    ).rejects.toThrow(word);
  });

  test.each(answered)('answers %s', async (_, sql, values, rows) => {
    expect(
      (
        await db
          .prepare(sql)
          .bind(...values)
          .all()
      ).results,
    ).toEqual(rows);
  });

  test('refuses an empty batch, and a 101st column added later', async () => {
    await expect(db.batch([])).rejects.toThrow('D1_ERROR: No SQL statements detected.');
    await db.prepare(`create table broad (${manyNames(100)})`).run();
    await expect(db.prepare('alter table broad add column another text').run()).rejects.toThrow(/too many columns on/);
    expect((await db.prepare("select count(*) as n from pragma_table_info('broad')").all()).results).toEqual([
      { n: 100 },
    ]);
  });

  test('of several statements in one text, all or none are kept', async () => {
    const sql = "insert into thing (label) values ('lost'); insert into thing (label) values (null)";
    await expect(db.prepare(sql).run()).rejects.toThrow(/NOT NULL/);
    expect(await db.prepare("select 1 from thing where label = 'lost'").first()).toBeNull();
  });

  test('raw, first and run give what D1 gives', async () => {
    const two = db.prepare("select 'x' as a, 'y' as a, 1 as b");
    expect(await two.raw()).toEqual([['x', 'y', 1]]);
    expect(await two.raw({ columnNames: true })).toEqual([
      ['a', 'a', 'b'],
      ['x', 'y', 1],
    ]);
    expect(await two.first()).toEqual({ a: 'y', b: 1 });
    expect(await two.first('b')).toBe(1);
    await expect(two.first('c')).rejects.toThrow(/^D1_COLUMN_NOTFOUND/);
    expect(await db.prepare('select 1 where 0').first('c')).toBeNull();
    const { meta, success } = await db.prepare("insert into thing (label) values ('r1'), ('r2')").run();
    expect({ success, changes: meta.changes, changed: meta.changed_db }).toEqual({
      success: true,
      changes: 2,
      changed: true,
    });
    expect((await db.prepare('select 1').run()).meta.changes).toBe(0);
  });

  test('changes count the rows a trigger writes as well', async () => {
    await db.batch([
      db.prepare('create table copy (label text) strict'),
      db.prepare(
        "create trigger copying after insert on copy when new.label = 'a' begin insert into copy values ('b'); end",
      ),
    ]);
    expect((await db.prepare("insert into copy values ('a')").run()).meta.changes).toBe(2);
  });

  test('exec runs line by line, and a statement over two lines is incomplete', async () => {
    expect(
      (await db.exec("insert into thing (label) values ('e1');\n\ninsert into thing (label) values ('e2');")).count,
    ).toBe(2);
    await expect(db.exec("insert into thing (label)\n values ('e3');")).rejects.toThrow(
      /^D1_EXEC_ERROR: Error in line 1: insert into thing/,
    );
    await expect(db.exec('')).rejects.toThrow(/^D1_EXEC_ERROR/);
  });
});
