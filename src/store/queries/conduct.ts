/** What happened around the draw, by borough: when ceremonies were entered and moved, and what followed the unsealing of their arms. */
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { attendance, ceremony, ceremonyEvent, ceremonySlot, lateJoiner, listMember, withdrawal } from '../schema.ts';
import type { Database } from './database.ts';

/** Moved, cancelled and merged count ceremonies; rebooked (or off the list), withdrawn and joined count people. */
export type ChangeAfterUnsealing = 'moved' | 'cancelled' | 'merged' | 'rebooked' | 'withdrawn' | 'joined';

export function conductQueries(db: Database) {
  const unsealing = (of: typeof ceremony.id | typeof listMember.ceremony) =>
    and(eq(ceremonyEvent.ceremony, of), eq(ceremonyEvent.act, 'unsealed'));

  return {
    /** Every slot that a ceremony of the trial phase has had, ceremony by ceremony, the first one first. */
    async enteredSlots(slug: string) {
      return db
        .select({
          ceremony: ceremony.id,
          borough: ceremony.borough,
          seq: ceremonySlot.seq,
          heldOn: ceremonySlot.heldOn,
          at: ceremonySlot.at,
          isSigned: sql<number>`${ceremonySlot.documentHash} is not null`.mapWith(Boolean),
          isAfterUnsealing: sql<number>`exists (select 1 from ceremony_event as seen
            where seen.ceremony = ${ceremonySlot.ceremony} and seen.act = 'unsealed' and seen.at < ${ceremonySlot.at})`.mapWith(
            Boolean,
          ),
        })
        .from(ceremony)
        .innerJoin(ceremonySlot, eq(ceremonySlot.ceremony, ceremony.id))
        .where(and(eq(ceremony.trial, slug), eq(ceremony.phase, 'trial')))
        .orderBy(ceremony.id, ceremonySlot.seq);
    },

    /**
     * How many changed after the arms of their ceremony were unsealed, by borough of that ceremony; a merger also where the arms of
     * the ceremony it goes into were.
     */
    async changesAfterUnsealing(
      slug: string,
    ): Promise<{ readonly borough: string; readonly change: ChangeAfterUnsealing; readonly count: number }[]> {
      const [moved, givenUp, rebooked, withdrawn, joined] = await Promise.all([
        db
          .select({ borough: ceremony.borough, count: sql<number>`count(distinct ${ceremony.id})` })
          .from(ceremony)
          .innerJoin(ceremonyEvent, unsealing(ceremony.id))
          .innerJoin(ceremonySlot, and(eq(ceremonySlot.ceremony, ceremony.id), gt(ceremonySlot.at, ceremonyEvent.at)))
          .where(eq(ceremony.trial, slug))
          .groupBy(ceremony.borough),
        // Nothing is unsealed once it was given up, so that whoever has both events was unsealed first.
        db
          .select({ borough: ceremony.borough, act: ceremonyEvent.act, count: sql<number>`count(*)` })
          .from(ceremonyEvent)
          .innerJoin(ceremony, eq(ceremony.id, ceremonyEvent.ceremony))
          .where(
            and(
              eq(ceremony.trial, slug),
              inArray(ceremonyEvent.act, ['cancelled', 'merged']),
              sql`exists (select 1 from ceremony_event as seen where seen.act = 'unsealed' and (seen.ceremony = ${ceremonyEvent.ceremony}
                or (seen.ceremony = ${ceremonyEvent.into} and seen.at < ${ceremonyEvent.at})))`,
            ),
          )
          .groupBy(ceremony.borough, ceremonyEvent.act),
        db
          .select({ borough: ceremony.borough, count: sql<number>`count(distinct ${listMember.attendee})` })
          .from(listMember)
          .innerJoin(ceremony, eq(ceremony.id, listMember.ceremony))
          .innerJoin(ceremonyEvent, unsealing(listMember.ceremony))
          .innerJoin(
            attendance,
            and(
              eq(attendance.attendee, listMember.attendee),
              inArray(attendance.status, ['rebooked', 'left-list']),
              gt(attendance.at, ceremonyEvent.at),
            ),
          )
          .where(eq(listMember.trial, slug))
          .groupBy(ceremony.borough),
        db
          .select({ borough: ceremony.borough, count: sql<number>`count(*)` })
          .from(listMember)
          .innerJoin(ceremony, eq(ceremony.id, listMember.ceremony))
          .innerJoin(ceremonyEvent, unsealing(listMember.ceremony))
          .innerJoin(withdrawal, and(eq(withdrawal.attendee, listMember.attendee), gt(withdrawal.at, ceremonyEvent.at)))
          .where(eq(listMember.trial, slug))
          .groupBy(ceremony.borough),
        db
          .select({ borough: ceremony.borough, count: sql<number>`count(*)` })
          .from(lateJoiner)
          .innerJoin(ceremony, eq(ceremony.id, lateJoiner.ceremony))
          .where(and(eq(lateJoiner.trial, slug), eq(lateJoiner.afterUnsealing, true)))
          .groupBy(ceremony.borough),
      ]);
      const named = (
        change: ChangeAfterUnsealing,
        rows: readonly { readonly borough: string; readonly count: number }[],
      ) => rows.map(({ borough, count }) => ({ borough, change, count }));
      return [
        ...named('moved', moved),
        ...named(
          'cancelled',
          givenUp.filter(({ act }) => act === 'cancelled'),
        ),
        ...named(
          'merged',
          givenUp.filter(({ act }) => act === 'merged'),
        ),
        ...named('rebooked', rebooked),
        ...named('withdrawn', withdrawn),
        ...named('joined', joined),
      ];
    },
  };
}
