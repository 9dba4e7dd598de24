/** Amendments of a locked protocol: what one person proposes and what two have signed. In the words of schema.ts; the SQL is migrations/0025. */
import { foreignKey, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { weights } from '../trial/amendment-rules.ts';
import { protocolVersion, trial } from './schema.ts';

export const amendmentProposal = sqliteTable(
  'amendment_proposal',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    /** What both sign. */
    documentHash: text('document_hash').notNull(),
    /** The version it changes. */
    baseVersion: integer('base_version').notNull(),
    document: text().notNull(),
    protocolHash: text('protocol_hash').notNull(),
    planHash: text('plan_hash').notNull(),
    weight: text({ enum: weights }).notNull(),
    reason: text().notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.documentHash] })],
);

export const protocolAmendment = sqliteTable(
  'protocol_amendment',
  {
    trial: text().notNull(),
    version: integer().notNull(),
    documentHash: text('document_hash').notNull(),
    /** Somebody had read arms, or figures by arm, of the trial. */
    afterUnblinding: integer('after_unblinding', { mode: 'boolean' }).notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.trial, table.version] }),
    foreignKey({
      columns: [table.trial, table.documentHash],
      foreignColumns: [amendmentProposal.trial, amendmentProposal.documentHash],
    }),
    foreignKey({
      columns: [table.trial, table.version],
      foreignColumns: [protocolVersion.trial, protocolVersion.version],
    }),
  ],
);
