/** Who came after a list had closed, and whom a drawn household brought back. */
import { and, eq, sql } from 'drizzle-orm';
import { allocation, attendee, ceremony, lateJoiner, listMember } from '../schema.ts';
import type { Database } from './database.ts';

export function lateJoinerQueries(db: Database) {
  return {
    /** In the order of their ids. */
    async lateJoinersAt(ceremonyId: string) {
      return db
        .select({ attendee, kind: lateJoiner.kind, unit: lateJoiner.unit })
        .from(lateJoiner)
        .innerJoin(attendee, eq(attendee.id, lateJoiner.attendee))
        .where(eq(lateJoiner.ceremony, ceremonyId))
        .orderBy(attendee.id);
    },

    /** Everybody who joined late in a trial, with the arm of the unit they follow. */
    async lateJoinersOfTrial(slug: string) {
      return db
        .select({
          attendee,
          ceremony: lateJoiner.ceremony,
          unit: lateJoiner.unit,
          kind: lateJoiner.kind,
          afterUnsealing: lateJoiner.afterUnsealing,
          phase: ceremony.phase,
          borough: ceremony.borough,
          arm: allocation.arm,
          stratum: allocation.stratum,
          protocolVersion: allocation.protocolVersion,
        })
        .from(lateJoiner)
        .innerJoin(attendee, eq(attendee.id, lateJoiner.attendee))
        .innerJoin(ceremony, eq(ceremony.id, lateJoiner.ceremony))
        .leftJoin(allocation, and(eq(allocation.trial, lateJoiner.trial), eq(allocation.unit, lateJoiner.unit)))
        .where(eq(lateJoiner.trial, slug))
        .orderBy(lateJoiner.unit, attendee.id);
    },

    /** Households, and people of them, who are on a list and were enrolled once their household had been drawn. */
    async returnedCounts(slug: string): Promise<{ readonly households: number; readonly people: number }> {
      const rows = await db
        .select({ people: sql<number>`count(*)`, households: sql<number>`count(distinct ${listMember.unit})` })
        .from(listMember)
        .where(and(eq(listMember.trial, slug), eq(listMember.isReturn, true)));
      return { households: rows[0]?.households ?? 0, people: rows[0]?.people ?? 0 };
    },
  };
}
