/** Booking lists: who is on them now, and who was when they closed. */
import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { allocation, attendee, booking, household, lateJoiner, listMember, withdrawal } from '../schema.ts';
import { type Database, eachOf } from './database.ts';

export function listQueries(db: Database) {
  /** Whoever joined a closed list has left the open one. */
  const isThere = sql`not exists (select 1 from late_joiner where late_joiner.attendee = booking.attendee)`;
  const isCurrentBooking = sql`${booking.seq} = (select max(newer.seq) from booking as newer where newer.attendee = booking.attendee)`;
  return {
    /** People booked into these ceremonies now, in the order of their ids. */
    async bookedInto(ceremonyIds: readonly string[]) {
      return db
        .select({ attendee, ceremony: booking.ceremony, bookingSeq: booking.seq })
        .from(booking)
        .innerJoin(attendee, eq(attendee.id, booking.attendee))
        .where(and(inArray(booking.ceremony, eachOf(ceremonyIds)), isCurrentBooking, isThere))
        .orderBy(attendee.id);
    },

    /** Those of these ceremonies into which somebody is booked who is eligible and has not left the trial. */
    async holdingPeople(ceremonyIds: readonly string[]): Promise<Set<string>> {
      const rows = await db
        .selectDistinct({ ceremony: booking.ceremony })
        .from(booking)
        .innerJoin(attendee, eq(attendee.id, booking.attendee))
        .leftJoin(withdrawal, eq(withdrawal.attendee, booking.attendee))
        .where(
          and(
            inArray(booking.ceremony, eachOf(ceremonyIds)),
            eq(attendee.eligible, 'yes'),
            isNull(withdrawal.attendee),
            isCurrentBooking,
            isThere,
          ),
        );
      return new Set(rows.map(({ ceremony }) => ceremony));
    },

    /** People of a trial by id, with the ceremony they are booked into, the list they were on when it closed, or the one they joined. */
    async attendeesById(slug: string, ids: readonly string[]) {
      return db
        .select({
          attendee,
          bookedInto: booking.ceremony,
          bookingSeq: booking.seq,
          randomisedIn: listMember.ceremony,
          unit: listMember.unit,
          /** The ceremony they joined after its list had closed. */
          joined: lateJoiner.ceremony,
          /** The drawn unit that a late joiner follows. */
          followed: lateJoiner.unit,
        })
        .from(attendee)
        .leftJoin(booking, and(eq(booking.attendee, attendee.id), isCurrentBooking))
        .leftJoin(listMember, eq(listMember.attendee, attendee.id))
        .leftJoin(lateJoiner, eq(lateJoiner.attendee, attendee.id))
        .where(and(eq(attendee.trial, slug), inArray(attendee.id, eachOf(ids))))
        .orderBy(attendee.id);
    },

    async attendeesByReference(slug: string, referenceHashes: readonly string[]) {
      return db
        .select({ id: attendee.id, referenceHash: attendee.referenceHash })
        .from(attendee)
        .where(and(eq(attendee.trial, slug), inArray(attendee.referenceHash, eachOf(referenceHashes))));
    },

    /** At most ten people of a trial whose id begins so. */
    async attendeesStarting(slug: string, start: string) {
      return db
        .select({ attendee })
        .from(attendee)
        .where(and(eq(attendee.trial, slug), sql`substr(${attendee.id}, 1, ${start.length}) = ${start}`))
        .orderBy(attendee.id)
        .limit(10);
    },

    async householdsByHash(slug: string, householdHashes: readonly string[]) {
      return db
        .select({ id: household.id, householdHash: household.householdHash })
        .from(household)
        .where(and(eq(household.trial, slug), inArray(household.householdHash, eachOf(householdHashes))));
    },

    /** The drawn unit of each of these households that has one, and when it was drawn: everybody of it has the same. */
    async drawnHouseholds(
      slug: string,
      households: readonly string[],
    ): Promise<Map<string, { readonly unit: string; readonly at: string }>> {
      const rows = await db
        .selectDistinct({ household: attendee.household, unit: allocation.unit, at: allocation.at })
        .from(attendee)
        .innerJoin(listMember, eq(listMember.attendee, attendee.id))
        .innerJoin(allocation, and(eq(allocation.trial, listMember.trial), eq(allocation.unit, listMember.unit)))
        .where(and(eq(attendee.trial, slug), inArray(attendee.household, eachOf(households))));
      return new Map(rows.map(({ household: id, unit, at }) => [id, { unit, at }]));
    },

    /** The drawn unit of each of these households, where somebody of it is on a closed list: everybody of it has the same. */
    async unitsOfHouseholds(slug: string, households: readonly string[]): Promise<Map<string, string>> {
      const rows = await db
        .selectDistinct({ household: attendee.household, unit: listMember.unit })
        .from(attendee)
        .innerJoin(listMember, eq(listMember.attendee, attendee.id))
        .where(
          and(eq(attendee.trial, slug), inArray(attendee.household, eachOf(households)), isNotNull(listMember.unit)),
        );
      return new Map(rows.flatMap(({ household: id, unit }) => (unit === null ? [] : [[id, unit] as const])));
    },

    /** The list of a ceremony as it closed. */
    async membersOf(ceremonyId: string) {
      return db
        .select({ attendee, unit: listMember.unit })
        .from(listMember)
        .innerJoin(attendee, eq(attendee.id, listMember.attendee))
        .where(eq(listMember.ceremony, ceremonyId))
        .orderBy(attendee.id);
    },
  };
}
