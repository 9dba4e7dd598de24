/** Reminders: whom a message was made for, and what became of it. In the words of schema.ts; the SQL is migrations/0018. */
import { foreignKey, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { reminderChannels } from '../trial/reminder-wording.ts';
import { deliveryStatuses } from '../trial/reminders.ts';
import { attendee, trial } from './schema.ts';

/** One person at one reminder; `addressed` is whom the message went to, where it is for several of a household. */
export const reminderMessage = sqliteTable(
  'reminder_message',
  {
    attendee: text()
      .notNull()
      .references(() => attendee.id),
    reminder: integer().notNull(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    addressed: text()
      .notNull()
      .references(() => attendee.id),
    channel: text({ enum: reminderChannels }).notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.attendee, table.reminder] }),
    index('reminder_message_by_trial').on(table.trial),
  ],
);

/** The newest row of a message stands. */
export const reminderDelivery = sqliteTable(
  'reminder_delivery',
  {
    addressed: text().notNull(),
    reminder: integer().notNull(),
    seq: integer().notNull(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    status: text({ enum: deliveryStatuses }).notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.addressed, table.reminder, table.seq] }),
    foreignKey({
      columns: [table.addressed, table.reminder],
      foreignColumns: [reminderMessage.attendee, reminderMessage.reminder],
    }),
    index('reminder_delivery_by_trial').on(table.trial),
  ],
);
