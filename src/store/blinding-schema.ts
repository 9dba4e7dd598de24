/** Who is no longer blind in which trial, and which accounts are one person. In the words of schema.ts; the SQL is migrations/0012. */
import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { account, trial } from './schema.ts';

export const unblinding = sqliteTable(
  'unblinding',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    account: text()
      .notNull()
      .references(() => account.id),
    reading: text().notNull(),
    at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.account, table.reading] })],
);

/** Written by the database itself, whenever somebody gets a way to sign in. */
export const accountIdentity = sqliteTable(
  'account_identity',
  {
    account: text()
      .notNull()
      .references(() => account.id),
    identity: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.account, table.identity] }),
    index('account_identity_by_identity').on(table.identity),
  ],
);
