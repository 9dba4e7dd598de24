/**
 * Follow-up codes, and what attendees say on their own page. In the words of schema.ts; the SQL is migrations/0013. Tries at codes are
 * forgotten after an hour, all other rows are appended.
 */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { attendee, trial } from './schema.ts';

/** The newest version of a person stands. */
export const followUpCode = sqliteTable(
  'follow_up_code',
  {
    attendee: text()
      .notNull()
      .references(() => attendee.id),
    version: integer().notNull(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    codeHash: text('code_hash').notNull(),
    linkHash: text('link_hash').notNull(),
    expiresOn: text('expires_on').notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.attendee, table.version] }),
    uniqueIndex('follow_up_code_once').on(table.codeHash),
    uniqueIndex('follow_up_code_link_once').on(table.linkHash),
  ],
);

/** The newest response of a person stands; answers are numbers of that wording. */
export const surveyAnswer = sqliteTable(
  'survey_answer',
  {
    attendee: text()
      .notNull()
      .references(() => attendee.id),
    seq: integer().notNull(),
    question: integer().notNull(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    wording: integer().notNull(),
    answer: integer().notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.attendee, table.seq, table.question] }),
    index('survey_answer_by_trial').on(table.trial),
  ],
);

/** Whoever wants to be sent nothing more. */
export const contactStop = sqliteTable(
  'contact_stop',
  {
    attendee: text()
      .primaryKey()
      .references(() => attendee.id),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [index('contact_stop_by_trial').on(table.trial)],
);

/** Milliseconds since 1970. */
export const codeTry = sqliteTable(
  'code_try',
  { addressHash: text('address_hash').notNull(), at: integer().notNull() },
  (table) => [index('code_try_by_address').on(table.addressHash, table.at), index('code_try_by_time').on(table.at)],
);
