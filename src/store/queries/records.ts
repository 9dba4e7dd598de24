/** What is recorded after a list closes: attendance, follow-ups, withdrawals, joined for the data set. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { allocation, attendance, attendee, ceremony, followUp, listMember, withdrawal } from '../schema.ts';
import { type Database, eachOf } from './database.ts';

export function recordQueries(db: Database) {
  return {
    async lastAttendanceSeqs(attendees: readonly string[]): Promise<Map<string, number>> {
      const rows = await db
        .select({ attendee: attendance.attendee, seq: sql<number>`max(${attendance.seq})` })
        .from(attendance)
        .where(inArray(attendance.attendee, eachOf(attendees)))
        .groupBy(attendance.attendee);
      return new Map(rows.map((row) => [row.attendee, row.seq]));
    },

    async followUpsById(slug: string, ids: readonly string[]) {
      return db
        .select()
        .from(followUp)
        .where(and(eq(followUp.trial, slug), inArray(followUp.id, eachOf(ids))));
    },

    async withdrawalsOf(slug: string) {
      return db.select().from(withdrawal).where(eq(withdrawal.trial, slug)).orderBy(withdrawal.attendee);
    },

    async followUpsOf(slug: string) {
      return db.select().from(followUp).where(eq(followUp.trial, slug)).orderBy(followUp.at, followUp.id);
    },

    /** The newest attendance record of everyone in the trial. */
    async attendanceOf(slug: string) {
      return db
        .select({ attendee: attendance.attendee, status: attendance.status, ceremony: attendance.ceremony })
        .from(attendance)
        .innerJoin(attendee, eq(attendee.id, attendance.attendee))
        .where(
          and(
            eq(attendee.trial, slug),
            sql`${attendance.seq} = (select max(newer.seq) from attendance as newer where newer.attendee = attendance.attendee)`,
          ),
        );
    },

    /** Everyone who was on a list when it closed, with the arm of their unit (none in the baseline phase). */
    async membersOfTrial(slug: string) {
      return db
        .select({
          attendee,
          ceremony: listMember.ceremony,
          unit: listMember.unit,
          phase: ceremony.phase,
          borough: ceremony.borough,
          arm: allocation.arm,
          stratum: allocation.stratum,
        })
        .from(listMember)
        .innerJoin(attendee, eq(attendee.id, listMember.attendee))
        .innerJoin(ceremony, eq(ceremony.id, listMember.ceremony))
        .leftJoin(allocation, and(eq(allocation.trial, listMember.trial), eq(allocation.unit, listMember.unit)))
        .where(eq(listMember.trial, slug))
        .orderBy(listMember.unit, attendee.id);
    },

    /** People put on a list, by eligibility and reason: the top of the flow diagram. */
    async eligibilityCounts(slug: string) {
      return db
        .select({
          borough: ceremony.borough,
          eligible: attendee.eligible,
          reason: attendee.reason,
          count: sql<number>`count(*)`,
        })
        .from(attendee)
        .innerJoin(
          sql`(select attendee as who, ceremony as place, max(seq) from booking group by attendee) as newest`,
          sql`newest.who = ${attendee.id}`,
        )
        .innerJoin(ceremony, sql`${ceremony.id} = newest.place`)
        .where(eq(attendee.trial, slug))
        .groupBy(ceremony.borough, attendee.eligible, attendee.reason);
    },
  };
}
