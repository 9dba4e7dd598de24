/** Who was asked to join, and whose access ended. In the words of schema.ts; the SQL is migrations/0016. */
import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { account } from './schema.ts';

export const invitation = sqliteTable(
  'invitation',
  {
    tokenHash: text('token_hash').primaryKey(),
    account: text()
      .notNull()
      .references(() => account.id),
    inviter: text().notNull(),
    at: text().notNull(),
    expiresAt: text('expires_at').notNull(),
  },
  (table) => [index('invitation_by_account').on(table.account)],
);

export const invitationEnd = sqliteTable('invitation_end', {
  tokenHash: text('token_hash')
    .primaryKey()
    .references(() => invitation.tokenHash),
  how: text({ enum: ['used', 'taken-back'] }).notNull(),
  at: text().notNull(),
  actor: text().notNull(),
});

export const accessEnd = sqliteTable(
  'access_end',
  {
    account: text()
      .notNull()
      .references(() => account.id),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.account, table.at] })],
);
