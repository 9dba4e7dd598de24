/** The hash chain of a trial. */
import { and, asc, desc, eq, gte } from 'drizzle-orm';
import { ledgerEntry } from '../schema.ts';
import type { Database } from './database.ts';

export function ledgerQueries(db: Database) {
  return {
    async ledgerHead(slug: string) {
      const rows = await db
        .select({ seq: ledgerEntry.seq, hash: ledgerEntry.hash })
        .from(ledgerEntry)
        .where(eq(ledgerEntry.trial, slug))
        .orderBy(desc(ledgerEntry.seq))
        .limit(1);
      return rows[0];
    },

    /** The entry of this hash in the trial's chain. */
    async ledgerEntryByHash(slug: string, hash: string) {
      const rows = await db
        .select({ seq: ledgerEntry.seq, hash: ledgerEntry.hash, at: ledgerEntry.at })
        .from(ledgerEntry)
        .where(and(eq(ledgerEntry.trial, slug), eq(ledgerEntry.hash, hash)));
      return rows[0];
    },

    async ledgerEntries(slug: string, from: number, limit: number) {
      return db
        .select()
        .from(ledgerEntry)
        .where(and(eq(ledgerEntry.trial, slug), gte(ledgerEntry.seq, from)))
        .orderBy(asc(ledgerEntry.seq))
        .limit(limit);
    },
  };
}
