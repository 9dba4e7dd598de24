/** Everybody who was ever put on a list of a trial, with where they ended up: what the flow diagram counts. */
import { and, eq, sql } from 'drizzle-orm';
import { allocation, attendee, ceremony, lateJoiner, listMember, withdrawal } from '../schema.ts';
import type { Database } from './database.ts';

export function flowQueries(db: Database) {
  return {
    /** One row per person of the trial phase, in the order of their ids; baseline ceremonies draw no arms and are left out. */
    async peopleInFlow(slug: string) {
      return db
        .select({
          id: attendee.id,
          household: attendee.household,
          borough: ceremony.borough,
          eligible: attendee.eligible,
          reason: attendee.reason,
          isListed: sql<number>`${listMember.attendee} is not null`,
          isReturn: listMember.isReturn,
          lateKind: lateJoiner.kind,
          unit: allocation.unit,
          arm: allocation.arm,
          decision: withdrawal.decision,
        })
        .from(attendee)
        .leftJoin(listMember, eq(listMember.attendee, attendee.id))
        .leftJoin(lateJoiner, eq(lateJoiner.attendee, attendee.id))
        .leftJoin(withdrawal, eq(withdrawal.attendee, attendee.id))
        .leftJoin(allocation, and(eq(allocation.trial, attendee.trial), eq(allocation.unit, listMember.unit)))
        .innerJoin(
          ceremony,
          sql`${ceremony.id} = coalesce(${listMember.ceremony}, ${lateJoiner.ceremony},
            (select place.ceremony from booking as place where place.attendee = ${attendee.id} order by place.seq desc limit 1))`,
        )
        .where(and(eq(attendee.trial, slug), eq(ceremony.phase, 'trial')))
        .orderBy(attendee.id);
    },
  };
}
