/** Polls before which nothing is published, and what two people wrote to publish all the same. In the words of schema.ts; the SQL is migrations/0024. */
import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { trial } from './schema.ts';

export const poll = sqliteTable(
  'poll',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    area: text().notNull(),
    pollOn: text('poll_on').notNull(),
    quietFrom: text('quiet_from').notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.area, table.pollOn] })],
);

export const releaseOverride = sqliteTable(
  'release_override',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    until: text().notNull(),
    reason: text().notNull(),
    documentHash: text('document_hash').notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.documentHash] })],
);
