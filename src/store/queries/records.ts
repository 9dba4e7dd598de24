/** What is recorded after a list closes: attendance, follow-ups, withdrawals, joined for the data set. */
import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import {
  allocation,
  attendance,
  attendee,
  ceremony,
  ceremonySlot,
  followUp,
  listMember,
  withdrawal,
} from '../schema.ts';
import { type Database, eachOf } from './database.ts';

export function recordQueries(db: Database) {
  const isFirst = sql`${listMember.isReturn} is not 1`;
  return {
    async lastAttendanceSeqs(attendees: readonly string[]): Promise<Map<string, number>> {
      const rows = await db
        .select({ attendee: attendance.attendee, seq: sql<number>`max(${attendance.seq})` })
        .from(attendance)
        .where(inArray(attendance.attendee, eachOf(attendees)))
        .groupBy(attendance.attendee);
      return new Map(rows.map((row) => [row.attendee, row.seq]));
    },

    /** All that was recorded of these people's attendance, at whichever ceremony, in the order in which it was recorded. */
    async attendanceOf(attendees: readonly string[]) {
      return db
        .select()
        .from(attendance)
        .where(inArray(attendance.attendee, eachOf(attendees)))
        .orderBy(attendance.attendee, attendance.seq);
    },

    /** Everybody of whom something is recorded at this ceremony, whoever's list they are on. */
    async recordedAt(ceremonyId: string) {
      return db
        .selectDistinct({ attendee })
        .from(attendance)
        .innerJoin(attendee, eq(attendee.id, attendance.attendee))
        .where(eq(attendance.ceremony, ceremonyId))
        .orderBy(attendee.id);
    },

    /**
     * People of a borough's ceremonies held since `since` ('YYYY-MM-DD') of whom it was recorded last, at any ceremony, that they
     * were absent, late or rebooked: they may come to the next.
     */
    async stillExpected(slug: string, borough: string, since: string) {
      return db
        .select({ attendee })
        .from(attendance)
        .innerJoin(attendee, eq(attendee.id, attendance.attendee))
        .innerJoin(ceremony, eq(ceremony.id, attendance.ceremony))
        .innerJoin(
          ceremonySlot,
          and(
            eq(ceremonySlot.ceremony, ceremony.id),
            sql`${ceremonySlot.seq} = (select max(newer.seq) from ceremony_slot as newer where newer.ceremony = ${ceremony.id})`,
          ),
        )
        .where(
          and(
            eq(attendee.trial, slug),
            eq(ceremony.borough, borough),
            gte(ceremonySlot.heldOn, since),
            inArray(attendance.status, ['absent', 'late', 'rebooked']),
            sql`${attendance.seq} = (select max(newer.seq) from attendance as newer where newer.attendee = ${attendance.attendee})`,
          ),
        )
        .orderBy(attendee.id);
    },

    async followUpsById(slug: string, ids: readonly string[]) {
      return db
        .select()
        .from(followUp)
        .where(and(eq(followUp.trial, slug), inArray(followUp.id, eachOf(ids))));
    },

    /** The corrections of these records. */
    async correctionsOf(slug: string, ids: readonly string[]) {
      return db
        .select({ id: followUp.id, corrects: followUp.corrects })
        .from(followUp)
        .where(and(eq(followUp.trial, slug), inArray(followUp.corrects, eachOf(ids))));
    },

    /** Those of these people who have left their trial. */
    async withdrawnAmong(attendees: readonly string[]): Promise<Set<string>> {
      const rows = await db
        .select({ attendee: withdrawal.attendee })
        .from(withdrawal)
        .where(inArray(withdrawal.attendee, eachOf(attendees)));
      return new Set(rows.map((row) => row.attendee));
    },

    async withdrawalsOf(slug: string) {
      return db.select().from(withdrawal).where(eq(withdrawal.trial, slug)).orderBy(withdrawal.attendee);
    },

    /** In the order in which they were recorded. */
    async followUpsOf(slug: string) {
      return db.select().from(followUp).where(eq(followUp.trial, slug)).orderBy(followUp.at, sql`follow_up.rowid`);
    },

    /**
     * Whether each person of whom anything is recorded came to any ceremony, whichever was entered first. What was recorded
     * last at a ceremony stands for that ceremony.
     */
    async attendedOf(slug: string): Promise<Map<string, boolean>> {
      const rows = await db
        .select({ attendee: attendance.attendee, came: sql<number>`max(${attendance.status} = 'attended')` })
        .from(attendance)
        .innerJoin(attendee, eq(attendee.id, attendance.attendee))
        .where(
          and(
            eq(attendee.trial, slug),
            sql`${attendance.seq} = (select max(newer.seq) from attendance as newer
              where newer.attendee = attendance.attendee and newer.ceremony = attendance.ceremony)`,
          ),
        )
        .groupBy(attendance.attendee);
      return new Map(rows.map((row) => [row.attendee, row.came === 1]));
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
          isReturn: listMember.isReturn,
          protocolVersion: allocation.protocolVersion,
          seq: allocation.seq,
        })
        .from(listMember)
        .innerJoin(attendee, eq(attendee.id, listMember.attendee))
        .innerJoin(ceremony, eq(ceremony.id, listMember.ceremony))
        .leftJoin(allocation, and(eq(allocation.trial, listMember.trial), eq(allocation.unit, listMember.unit)))
        .where(eq(listMember.trial, slug))
        .orderBy(listMember.unit, attendee.id);
    },

    /** How many people were on a list when it closed, by phase, whoever left the trial later; without those who came back. */
    async listedCounts(slug: string): Promise<Map<'baseline' | 'trial', number>> {
      const rows = await db
        .select({ phase: ceremony.phase, people: sql<number>`count(*)` })
        .from(listMember)
        .innerJoin(ceremony, eq(ceremony.id, listMember.ceremony))
        .where(and(eq(listMember.trial, slug), isFirst))
        .groupBy(ceremony.phase);
      return new Map(rows.map(({ phase, people }) => [phase, people]));
    },

    /** How many people were randomised, by borough (ONS code), whoever left the trial later. */
    async randomisedCounts(slug: string): Promise<Map<string, number>> {
      const rows = await db
        .select({ borough: ceremony.borough, people: sql<number>`count(*)` })
        .from(listMember)
        .innerJoin(ceremony, eq(ceremony.id, listMember.ceremony))
        .where(and(eq(listMember.trial, slug), eq(ceremony.phase, 'trial'), isFirst))
        .groupBy(ceremony.borough);
      return new Map(rows.map(({ borough, people }) => [borough, people]));
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
