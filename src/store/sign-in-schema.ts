/**
 * How people sign in, in the words of better-auth (the keys) and of migrations/0010 and 0011 (the columns). Not part of tables.ts: these rows
 * are changed and deleted by the sign-in alone, and no act can append to them.
 */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { account } from './schema.ts';

const instant = (name: string) => integer(name, { mode: 'timestamp_ms' });
const user = () =>
  text('user')
    .notNull()
    .references(() => signInUser.id);

export const signInUser = sqliteTable(
  'sign_in_user',
  {
    id: text().primaryKey(),
    account: text()
      .notNull()
      .references(() => account.id),
    name: text().notNull(),
    email: text().notNull(),
    emailVerified: integer('email_verified', { mode: 'boolean' }).notNull(),
    image: text(),
    twoFactorEnabled: integer('two_factor_enabled', { mode: 'boolean' }).notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [uniqueIndex('sign_in_user_once').on(table.account), uniqueIndex('sign_in_user_by_email').on(table.email)],
);

export const signInSession = sqliteTable(
  'sign_in_session',
  {
    id: text().primaryKey(),
    userId: user(),
    token: text('token_hash').notNull(),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    secondFactor: text('second_factor'),
    confirmedAt: instant('confirmed_at'),
  },
  (table) => [uniqueIndex('sign_in_session_once').on(table.token), index('sign_in_session_by_user').on(table.userId)],
);

export const signInCredential = sqliteTable(
  'sign_in_credential',
  {
    id: text().primaryKey(),
    userId: user(),
    providerId: text('provider').notNull(),
    accountId: text('subject').notNull(),
    password: text(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('sign_in_credential_once').on(table.providerId, table.accountId),
    index('sign_in_credential_by_user').on(table.userId),
  ],
);

export const signInVerification = sqliteTable(
  'sign_in_verification',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('sign_in_verification_by_identifier').on(table.identifier)],
);

export const signInTwoFactor = sqliteTable(
  'sign_in_two_factor',
  {
    id: text().primaryKey(),
    userId: user(),
    secret: text().notNull(),
    backupCodes: text('backup_codes').notNull(),
    verified: integer({ mode: 'boolean' }).notNull(),
    failedVerificationCount: integer('failed_verification_count').notNull(),
    lockedUntil: instant('locked_until'),
  },
  (table) => [uniqueIndex('sign_in_two_factor_once').on(table.userId)],
);

export const signInSpentCode = sqliteTable(
  'sign_in_spent_code',
  { userId: user(), code: text().notNull(), spentAt: instant('spent_at').notNull() },
  (table) => [primaryKey({ columns: [table.userId, table.code] })],
);

export const signInTry = sqliteTable(
  'sign_in_try',
  { subjectHash: text('subject_hash').primaryKey(), tries: integer().notNull(), since: instant('since').notNull() },
  (table) => [index('sign_in_try_by_time').on(table.since)],
);
