/** What went wrong with randomisations, and whether it can be said of a household in this borough. */
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { attendee, ceremony, listMember, randomisationError } from '../schema.ts';
import { type Database, eachOf } from './database.ts';

export function randomisationErrorQueries(db: Database) {
  return {
    /** In the order in which they were reported. */
    async randomisationErrorsOf(slug: string) {
      return db
        .select()
        .from(randomisationError)
        .where(eq(randomisationError.trial, slug))
        .orderBy(randomisationError.at, sql`randomisation_error.rowid`);
    },

    async randomisationErrorCounts(slug: string): Promise<Map<string, number>> {
      const rows = await db
        .select({ kind: randomisationError.kind, count: sql<number>`count(*)` })
        .from(randomisationError)
        .where(eq(randomisationError.trial, slug))
        .groupBy(randomisationError.kind);
      return new Map(rows.map(({ kind, count }) => [kind, count]));
    },

    /** The boroughs on whose drawn lists each of these households has people. */
    async boroughsOfHouseholds(slug: string, households: readonly string[]) {
      return db
        .selectDistinct({ household: attendee.household, borough: ceremony.borough })
        .from(attendee)
        .innerJoin(listMember, and(eq(listMember.attendee, attendee.id), isNotNull(listMember.unit)))
        .innerJoin(ceremony, eq(ceremony.id, listMember.ceremony))
        .where(and(eq(attendee.trial, slug), inArray(attendee.household, eachOf(households))));
    },
  };
}
