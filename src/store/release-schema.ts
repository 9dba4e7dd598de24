/** Releases in their order, and the safe figures that left before the first. In the words of schema.ts; the SQL is migrations/0026. */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { correctionReasons } from '../trial/corrections.ts';
import { trial } from './schema.ts';

export const trialRelease = sqliteTable(
  'trial_release',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    number: integer().notNull(),
    documentHash: text('document_hash').notNull(),
    reason: text({ enum: correctionReasons }),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.number] })],
);

export const progressFigure = sqliteTable(
  'progress_figure',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    borough: text().notNull(),
    figure: integer().notNull(),
    isFinal: integer('is_final', { mode: 'boolean' }).notNull(),
    at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.borough, table.figure, table.isFinal] })],
);
