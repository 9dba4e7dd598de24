/** Booking lists: who is on them now, and who was when they closed. */
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { allocation, attendee, booking, household, lateJoiner, listMember } from '../schema.ts';
import { type Database, eachOf } from './database.ts';

export function listQueries(db: Database) {
  const isCurrentBooking = sql`${booking.seq} = (select max(newer.seq) from booking as newer where newer.attendee = booking.attendee)`;
  return {
    /** People booked into these ceremonies now, in the order of their ids. */
    async bookedInto(ceremonyIds: readonly string[]) {
      return db
        .select({ attendee, ceremony: booking.ceremony, bookingSeq: booking.seq })
        .from(booking)
        .innerJoin(attendee, eq(attendee.id, booking.attendee))
        .where(and(inArray(booking.ceremony, eachOf(ceremonyIds)), isCurrentBooking))
        .orderBy(attendee.id);
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
