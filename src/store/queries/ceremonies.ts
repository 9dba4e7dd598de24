/** Ceremonies with the slot they hold now and what has happened to them. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { booking, ceremony, ceremonyEvent, ceremonySlot } from '../schema.ts';
import { type Database, eachOf } from './database.ts';

export type CeremonyState = {
  readonly id: string;
  readonly trial: string;
  readonly borough: string;
  readonly phase: 'baseline' | 'trial';
  readonly slotSeq: number;
  readonly heldOn: string;
  readonly startsAt: string;
  readonly venue: string;
  readonly isListClosed: boolean;
  readonly isUnsealed: boolean;
  readonly isCancelled: boolean;
  readonly mergedInto: string | null;
  /** The date the ceremony had when its list closed; null while the list is open. */
  readonly closedForDate: string | null;
};

export function ceremonyQueries(db: Database) {
  const currentSlot = sql`${ceremonySlot.seq} = (select max(newer.seq) from ceremony_slot as newer where newer.ceremony = ceremony.id)`;
  const columns = {
    id: ceremony.id,
    trial: ceremony.trial,
    borough: ceremony.borough,
    phase: ceremony.phase,
    slotSeq: ceremonySlot.seq,
    heldOn: ceremonySlot.heldOn,
    startsAt: ceremonySlot.startsAt,
    venue: ceremonySlot.venue,
  };

  async function withEvents(
    rows: readonly Omit<
      CeremonyState,
      'isListClosed' | 'isUnsealed' | 'isCancelled' | 'mergedInto' | 'closedForDate'
    >[],
  ) {
    const ids = eachOf(rows.map(({ id }) => id));
    const events = await db
      .select({
        ceremony: ceremonyEvent.ceremony,
        act: ceremonyEvent.act,
        into: ceremonyEvent.into,
        heldOn: ceremonySlot.heldOn,
      })
      .from(ceremonyEvent)
      .leftJoin(
        ceremonySlot,
        and(eq(ceremonySlot.ceremony, ceremonyEvent.ceremony), eq(ceremonySlot.seq, ceremonyEvent.slotSeq)),
      )
      .where(inArray(ceremonyEvent.ceremony, ids));
    const happened = new Map(events.map((event) => [`${event.ceremony}|${event.act}`, event]));
    return rows.map(
      (row): CeremonyState => ({
        ...row,
        isListClosed: happened.has(`${row.id}|list-closed`),
        isUnsealed: happened.has(`${row.id}|unsealed`),
        isCancelled: happened.has(`${row.id}|cancelled`),
        mergedInto: happened.get(`${row.id}|merged`)?.into ?? null,
        closedForDate: happened.get(`${row.id}|list-closed`)?.heldOn ?? null,
      }),
    );
  }

  return {
    async ceremoniesById(ids: readonly string[]): Promise<CeremonyState[]> {
      const rows = await db
        .select(columns)
        .from(ceremony)
        .innerJoin(ceremonySlot, and(eq(ceremonySlot.ceremony, ceremony.id), currentSlot))
        .where(inArray(ceremony.id, eachOf(ids)));
      return withEvents(rows);
    },

    /** In the order of their dates; every borough's where `borough` is null. */
    async ceremoniesOf(slug: string, borough: string | null): Promise<CeremonyState[]> {
      const rows = await db
        .select(columns)
        .from(ceremony)
        .innerJoin(ceremonySlot, and(eq(ceremonySlot.ceremony, ceremony.id), currentSlot))
        .where(and(eq(ceremony.trial, slug), borough === null ? undefined : eq(ceremony.borough, borough)))
        .orderBy(ceremonySlot.heldOn, ceremonySlot.startsAt, ceremony.id);
      return withEvents(rows);
    },

    /** The date on which each ceremony was to be held when its list closed: windows count from there, whatever moved later. */
    async ceremonyDatesAsRandomised(slug: string): Promise<Map<string, string>> {
      const rows = await db
        .select({ id: ceremony.id, heldOn: ceremonySlot.heldOn })
        .from(ceremony)
        .innerJoin(ceremonyEvent, and(eq(ceremonyEvent.ceremony, ceremony.id), eq(ceremonyEvent.act, 'list-closed')))
        .innerJoin(
          ceremonySlot,
          and(eq(ceremonySlot.ceremony, ceremony.id), eq(ceremonySlot.seq, ceremonyEvent.slotSeq)),
        )
        .where(eq(ceremony.trial, slug));
      return new Map(rows.map(({ id, heldOn }) => [id, heldOn]));
    },

    /** Ids of the ceremonies whose people come to this one instead. */
    async ceremoniesMergedInto(id: string): Promise<string[]> {
      const rows = await db
        .select({ id: ceremonyEvent.ceremony })
        .from(ceremonyEvent)
        .where(eq(ceremonyEvent.into, id))
        .orderBy(ceremonyEvent.ceremony);
      return rows.map((row) => row.id);
    },

    /** Ceremonies that were held before anybody closed their list. */
    async missedCount(slug: string): Promise<number> {
      const rows = await db
        .select({ count: sql<number>`count(*)` })
        .from(ceremonyEvent)
        .innerJoin(ceremony, eq(ceremony.id, ceremonyEvent.ceremony))
        .where(
          and(
            eq(ceremony.trial, slug),
            eq(ceremonyEvent.act, 'cancelled'),
            eq(ceremonyEvent.reason, 'not-closed-in-time'),
          ),
        );
      return rows[0]?.count ?? 0;
    },

    /** How many people are booked into each ceremony now; whoever joined a closed list has left the open one. */
    async bookedCounts(ids: readonly string[]): Promise<Map<string, number>> {
      const rows = await db
        .select({ id: booking.ceremony, count: sql<number>`count(*)` })
        .from(booking)
        .where(
          and(
            inArray(booking.ceremony, eachOf(ids)),
            sql`${booking.seq} = (select max(newer.seq) from booking as newer where newer.attendee = booking.attendee)`,
            sql`not exists (select 1 from late_joiner where late_joiner.attendee = booking.attendee)`,
          ),
        )
        .groupBy(booking.ceremony);
      return new Map(rows.map(({ id, count }) => [id, count]));
    },
  };
}
