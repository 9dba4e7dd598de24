/** Who came after a list had closed, and what happened to ceremonies and people after their arms were unsealed. */
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import {
  allocation,
  attendance,
  attendee,
  ceremony,
  ceremonyEvent,
  ceremonySlot,
  lateJoiner,
  listMember,
  withdrawal,
} from '../schema.ts';
import type { Database } from './database.ts';

export function lateJoinerQueries(db: Database) {
  const unsealing = (of: typeof ceremony.id | typeof listMember.ceremony) =>
    and(eq(ceremonyEvent.ceremony, of), eq(ceremonyEvent.act, 'unsealed'));

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

    /**
     * Ceremonies moved, cancelled or merged, and people of a list rebooked or withdrawn, later than the arms of their ceremony were
     * unsealed; a merger also later than those of the ceremony it goes into.
     */
    async changesAfterUnsealing(slug: string) {
      const count = (rows: readonly { readonly count: number }[]) => rows[0]?.count ?? 0;
      const [moved, givenUp, rebooked, withdrawn] = await Promise.all([
        db
          .select({ count: sql<number>`count(distinct ${ceremony.id})` })
          .from(ceremony)
          .innerJoin(ceremonyEvent, unsealing(ceremony.id))
          .innerJoin(ceremonySlot, and(eq(ceremonySlot.ceremony, ceremony.id), gt(ceremonySlot.at, ceremonyEvent.at)))
          .where(eq(ceremony.trial, slug)),
        // Nothing is unsealed once it was given up, so that whoever has both events was unsealed first.
        db
          .select({ act: ceremonyEvent.act, count: sql<number>`count(*)` })
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
          .groupBy(ceremonyEvent.act),
        db
          .select({ count: sql<number>`count(distinct ${listMember.attendee})` })
          .from(listMember)
          .innerJoin(ceremonyEvent, unsealing(listMember.ceremony))
          .innerJoin(
            attendance,
            and(
              eq(attendance.attendee, listMember.attendee),
              inArray(attendance.status, ['rebooked', 'left-list']),
              gt(attendance.at, ceremonyEvent.at),
            ),
          )
          .where(eq(listMember.trial, slug)),
        db
          .select({ count: sql<number>`count(*)` })
          .from(listMember)
          .innerJoin(ceremonyEvent, unsealing(listMember.ceremony))
          .innerJoin(withdrawal, and(eq(withdrawal.attendee, listMember.attendee), gt(withdrawal.at, ceremonyEvent.at)))
          .where(eq(listMember.trial, slug)),
      ]);
      const given = (act: 'cancelled' | 'merged') => count(givenUp.filter((one) => one.act === act));
      return {
        moved: count(moved),
        cancelled: given('cancelled'),
        merged: given('merged'),
        rebooked: count(rebooked),
        withdrawn: count(withdrawn),
      };
    },
  };
}
