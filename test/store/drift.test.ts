/**
 * The migrations on an empty database give exactly the tables that schema.ts declares: columns, types, nullability, keys,
 * indexes and references, read back through PRAGMAs. SQL is the truth for the engines; this holds the two together.
 */
import { getTableName, is } from 'drizzle-orm';
import { getTableConfig, SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as signIn from '../../src/store/sign-in-schema.ts';
import * as schema from '../../src/store/tables.ts';
import { trialStatuses } from '../../src/trial/lifecycle.ts';
import { engines, type OpenEngine } from './engines.ts';

const bookkeeping = ['d1_migrations', 'migration_checksum'];
const tables = Object.values({ ...schema, ...signIn }).filter((value) => is(value, SQLiteTable));

function columnName(column: unknown): string {
  if (!is(column, SQLiteColumn)) throw new Error('an index over an expression has no column name');
  return column.name;
}

function declared(table: SQLiteTable) {
  const { name, columns, primaryKeys, indexes, foreignKeys } = getTableConfig(table);
  const key =
    primaryKeys[0]?.columns.map((column) => column.name) ?? columns.filter((c) => c.primary).map((c) => c.name);
  return {
    name,
    columns: columns.map((column) => ({
      name: column.name,
      type: column.getSQLType().toUpperCase(),
      isRequired: column.notNull,
      keyPosition: key.indexOf(column.name) + 1,
    })),
    indexes: indexes
      .map(({ config }) => ({
        name: config.name,
        isUnique: config.unique,
        isPartial: config.where !== undefined,
        columns: config.columns.map(columnName),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    references: foreignKeys
      .map((key) => key.reference())
      .map(({ columns: from, foreignTable, foreignColumns }) => {
        return `${from.map((c) => c.name)} -> ${getTableName(foreignTable)} ${foreignColumns.map((c) => c.name)}`;
      })
      .toSorted(),
  };
}

type Rows<T> = Promise<readonly T[]>;

async function migrated(db: OpenEngine['db'], name: string) {
  const rows = async <T>(sql: string): Rows<T> => (await db.prepare(sql).all<T>()).results;
  const columns = await rows<{ name: string; type: string; notnull: number; pk: number }>(
    `PRAGMA table_info("${name}")`,
  );
  const indexes = await rows<{ name: string; unique: number; origin: string; partial: number }>(
    `PRAGMA index_list("${name}")`,
  );
  const keys = await rows<{ id: number; seq: number; table: string; from: string; to: string }>(
    `PRAGMA foreign_key_list("${name}")`,
  );
  const named = [];
  for (const index of indexes.filter(({ origin }) => origin === 'c')) {
    const parts = await rows<{ name: string }>(`PRAGMA index_info("${index.name}")`);
    named.push({
      name: index.name,
      isUnique: index.unique === 1,
      isPartial: index.partial === 1,
      columns: parts.map((part) => part.name),
    });
  }
  const references = [...Map.groupBy(keys, ({ id }) => id).values()].map((parts) => {
    const ordered = parts.toSorted((a, b) => a.seq - b.seq);
    return `${ordered.map(({ from }) => from)} -> ${ordered[0]?.table} ${ordered.map(({ to }) => to)}`;
  });
  return {
    name,
    columns: columns.map(({ name: column, type, notnull, pk }) => ({
      name: column,
      type,
      isRequired: notnull === 1,
      keyPosition: pk,
    })),
    indexes: named.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    references: references.toSorted(),
  };
}

describe.each(engines)('migrations on $name', ({ open }) => {
  let engine: OpenEngine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());

  test('give the tables of schema.ts and no other, all of them STRICT', async () => {
    const { results } = await engine.db
      .prepare('PRAGMA table_list')
      .all<{ name: string; type: string; strict: number }>();
    const ours = results.filter(
      ({ name, type }) => type === 'table' && !/^(sqlite_|_cf_)/.test(name) && !bookkeeping.includes(name),
    );
    expect(ours.map(({ name }) => name).toSorted()).toEqual(tables.map(getTableName).toSorted());
    expect(ours.filter(({ strict }) => strict === 0)).toEqual([]);
  });

  test.each(tables.map((table) => [getTableName(table), table] as const))(
    '%s is the same in both',
    async (name, table) => {
      expect(await migrated(engine.db, name)).toEqual(declared(table));
    },
  );

  test.each(
    tables.flatMap((table) =>
      getTableConfig(table)
        .columns.filter((column) => column.enumValues !== undefined && column.enumValues.length > 0)
        .map((column) => [getTableName(table), column.name, (column.enumValues ?? []) as readonly string[]] as const),
    ),
  )('%s.%s takes exactly the values schema.ts names', async (table, column, values) => {
    const statement = "select sql from sqlite_master where type = 'table' and name = ?";
    const sql = await engine.db.prepare(statement).bind(table).first<string>('sql');
    const listed = new RegExp(`check \\(${column} in \\(([^)]*)\\)\\)`).exec(sql ?? '')?.[1];
    expect(listed?.split(', ')).toEqual(values.map((value) => `'${value}'`));
  });

  test('trial_status takes the statuses of the life of a trial, and no other', async () => {
    const statement = "select sql from sqlite_master where type = 'table' and name = 'trial_status'";
    const listed = /check \(status in \(([^)]*)\)\)/.exec(
      (await engine.db.prepare(statement).first<string>('sql')) ?? '',
    )?.[1];
    expect(listed?.split(', ')).toEqual(trialStatuses.map((status) => `'${status}'`));
  });

  test('the one partial index covers locked runs only', async () => {
    const { results } = await engine.db
      .prepare("select sql from sqlite_master where type = 'index' and name = 'analysis_run_locked_once'")
      .all<{ sql: string }>();
    expect(results[0]?.sql).toMatch(/where kind = 'locked'$/);
  });
});
