/** Counts of an outcome by ceremony or arm, where a borough gives nothing by person. In the words of schema.ts; the SQL is migrations/0027. */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { countGrains, countReasons } from '../trial/counts.ts';
import { trial } from './schema.ts';

/** `cell` is a ceremony's id or an arm's name; the newest row of a cell stands. */
export const countedOutcome = sqliteTable(
  'counted_outcome',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    borough: text().notNull(),
    outcome: text().notNull(),
    grain: text({ enum: countGrains }).notNull(),
    cell: text().notNull(),
    seq: integer().notNull(),
    happened: integer().notNull(),
    notHappened: integer('not_happened').notNull(),
    unmatchable: integer().notNull(),
    registerOn: text('register_on').notNull(),
    reason: text({ enum: countReasons }),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.borough, table.outcome, table.cell, table.seq] })],
);
