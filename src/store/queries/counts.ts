/** Counts that boroughs gave in place of results by person. */
import { eq } from 'drizzle-orm';
import { countedOutcome } from '../counts-schema.ts';
import type { Database } from './database.ts';

export function countQueries(db: Database) {
  return {
    /** The newest of each borough, outcome and cell. */
    async countedOutcomesOf(slug: string) {
      const rows = await db
        .select()
        .from(countedOutcome)
        .where(eq(countedOutcome.trial, slug))
        .orderBy(countedOutcome.borough, countedOutcome.outcome, countedOutcome.cell, countedOutcome.seq);
      return [...new Map(rows.map((row) => [`${row.borough} ${row.outcome} ${row.cell}`, row])).values()];
    },
  };
}
