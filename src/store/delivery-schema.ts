/**
 * What is kept of a ceremony that was held: who delivered it, how far it kept to its arm, and which partner attends. In the words
 * of schema.ts; the SQL is migrations/0008.
 */
import { foreignKey, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { deliveryDeviations, organisationKinds } from '../trial/delivery.ts';
import { ceremony, trial } from './schema.ts';

/** An organisation that can deliver in a trial; `borough` is null where it works for every borough. */
export const organisation = sqliteTable(
  'organisation',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    code: text().notNull(),
    name: text().notNull(),
    kind: text({ enum: organisationKinds }).notNull(),
    borough: text(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.code] })],
);

/** How a ceremony was held; the newest row stands. */
export const deliveryLog = sqliteTable(
  'delivery_log',
  {
    ceremony: text()
      .notNull()
      .references(() => ceremony.id),
    seq: integer().notNull(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    servicePresent: integer('service_present', { mode: 'boolean' }).notNull(),
    formHelp: integer('form_help', { mode: 'boolean' }).notNull(),
    minutes: integer().notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ceremony, table.seq] }), index('delivery_log_by_trial').on(table.trial)],
);

export const deliveryBy = sqliteTable(
  'delivery_by',
  {
    ceremony: text().notNull(),
    seq: integer().notNull(),
    trial: text().notNull(),
    organisation: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ceremony, table.seq, table.organisation] }),
    foreignKey({ columns: [table.ceremony, table.seq], foreignColumns: [deliveryLog.ceremony, deliveryLog.seq] }),
    foreignKey({ columns: [table.trial, table.organisation], foreignColumns: [organisation.trial, organisation.code] }),
  ],
);

export const deliveryDeviation = sqliteTable(
  'delivery_deviation',
  {
    ceremony: text().notNull(),
    seq: integer().notNull(),
    deviation: text({ enum: deliveryDeviations }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ceremony, table.seq, table.deviation] }),
    foreignKey({ columns: [table.ceremony, table.seq], foreignColumns: [deliveryLog.ceremony, deliveryLog.seq] }),
  ],
);

/** A partner attends one ceremony, or every ceremony of a borough that is drawn to one arm. */
export const partnerAssignment = sqliteTable(
  'partner_assignment',
  {
    id: text().primaryKey(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    organisation: text().notNull(),
    borough: text().notNull(),
    ceremony: text().references(() => ceremony.id),
    arm: text(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [
    index('partner_assignment_by_trial').on(table.trial, table.organisation),
    foreignKey({ columns: [table.trial, table.organisation], foreignColumns: [organisation.trial, organisation.code] }),
  ],
);

export const partnerAssignmentEnd = sqliteTable('partner_assignment_end', {
  assignment: text()
    .primaryKey()
    .references(() => partnerAssignment.id),
  at: text().notNull(),
  actor: text().notNull(),
});
