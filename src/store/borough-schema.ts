/**
 * On what a borough takes part in a trial, and who read out what is held about one person. In the words of schema.ts; the SQL is
 * migrations/0009.
 */
import { foreignKey, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { agreementKinds, contactChannels, lawfulBases } from '../trial/agreements.ts';
import { editionKinds } from '../trial/register-calendar.ts';
import { attendee, trial } from './schema.ts';

/** The newest row of a kind stands; `expiresOn` is the last day on which it holds. */
export const agreement = sqliteTable(
  'agreement',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    borough: text().notNull(),
    kind: text({ enum: agreementKinds }).notNull(),
    seq: integer().notNull(),
    reference: text().notNull(),
    expiresOn: text('expires_on').notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.borough, table.kind, table.seq] })],
);

export const contactTerms = sqliteTable(
  'contact_terms',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    borough: text().notNull(),
    seq: integer().notNull(),
    lawfulBasis: text('lawful_basis', { enum: lawfulBases }).notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.borough, table.seq] })],
);

export const contactChannel = sqliteTable(
  'contact_channel',
  {
    trial: text().notNull(),
    borough: text().notNull(),
    seq: integer().notNull(),
    channel: text({ enum: contactChannels }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.trial, table.borough, table.seq, table.channel] }),
    foreignKey({
      columns: [table.trial, table.borough, table.seq],
      foreignColumns: [contactTerms.trial, contactTerms.borough, contactTerms.seq],
    }),
  ],
);

/** People to be reached from one day to another, both included; the newest row of a period stands. */
export const boroughTarget = sqliteTable(
  'borough_target',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    borough: text().notNull(),
    seq: integer().notNull(),
    fromOn: text('from_on').notNull(),
    toOn: text('to_on').notNull(),
    people: integer().notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.borough, table.seq] })],
);

export const subjectAccess = sqliteTable(
  'subject_access',
  {
    id: text().primaryKey(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    attendee: text()
      .notNull()
      .references(() => attendee.id),
    borough: text().notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [index('subject_access_by_trial').on(table.trial)],
);

/** When a borough's register is published and by when one applies for it; the newest row of a day stands. */
export const registerEdition = sqliteTable(
  'register_edition',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    borough: text().notNull(),
    publishedOn: text('published_on').notNull(),
    seq: integer().notNull(),
    kind: text({ enum: editionKinds }).notNull(),
    appliedBy: text('applied_by').notNull(),
    pollOn: text('poll_on'),
    isDropped: integer('is_dropped', { mode: 'boolean' }).notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.borough, table.publishedOn, table.seq] })],
);
