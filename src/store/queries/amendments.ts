/** Amendments: what is proposed, what is in force, and what in a trial fixes more of its protocol than the lock did. */
import { and, asc, eq, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/sqlite-core';
import { amendmentProposal, protocolAmendment } from '../amendment-schema.ts';
import { countedOutcome } from '../counts-schema.ts';
import { reminderMessage } from '../reminder-schema.ts';
import { ceremony, followUp } from '../schema.ts';
import type { Database } from './database.ts';

export function amendmentQueries(db: Database) {
  return {
    /** Those that build on this version, oldest first: proposed, and none of them in force. */
    async proposalsOn(slug: string, version: number) {
      return db
        .select()
        .from(amendmentProposal)
        .where(and(eq(amendmentProposal.trial, slug), eq(amendmentProposal.baseVersion, version)))
        .orderBy(asc(amendmentProposal.at), asc(amendmentProposal.documentHash));
    },

    async proposal(slug: string, documentHash: string) {
      const rows = await db
        .select()
        .from(amendmentProposal)
        .where(and(eq(amendmentProposal.trial, slug), eq(amendmentProposal.documentHash, documentHash)));
      return rows[0];
    },

    /** In force, by version. */
    async amendmentsOf(slug: string) {
      return db
        .select({
          version: protocolAmendment.version,
          documentHash: protocolAmendment.documentHash,
          afterUnblinding: protocolAmendment.afterUnblinding,
          weight: amendmentProposal.weight,
        })
        .from(protocolAmendment)
        .innerJoin(
          amendmentProposal,
          and(
            eq(amendmentProposal.trial, protocolAmendment.trial),
            eq(amendmentProposal.documentHash, protocolAmendment.documentHash),
          ),
        )
        .where(eq(protocolAmendment.trial, slug))
        .orderBy(protocolAmendment.version);
    },

    /** Whether anything stands in the trial that was made by a place of its protocol. */
    async usedOfProtocol(slug: string): Promise<{ readonly ceremonies: boolean; readonly reminders: boolean }> {
      const rows = await db.all<{ ceremonies: number; reminders: number }>(sql`
        select exists (select 1 from ${ceremony} where ${ceremony.trial} = ${slug}) as ceremonies,
          exists (select 1 from ${reminderMessage} where ${reminderMessage.trial} = ${slug}) as reminders
      `);
      return { ceremonies: rows[0]?.ceremonies === 1, reminders: rows[0]?.reminders === 1 };
    },

    /** Names of the outcomes that are recorded, of people or as counts. */
    async recordedOutcomes(slug: string): Promise<string[]> {
      const ofPeople = db.select({ outcome: followUp.outcome }).from(followUp).where(eq(followUp.trial, slug));
      const counted = db
        .select({ outcome: countedOutcome.outcome })
        .from(countedOutcome)
        .where(eq(countedOutcome.trial, slug));
      const rows = await union(ofPeople, counted);
      return rows.map(({ outcome }) => outcome);
    },
  };
}
