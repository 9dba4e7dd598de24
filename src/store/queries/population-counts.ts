/** How many people are where, so that the counts of a trial add up: on lists, on lists still open, gone, and come late. */
import { and, eq, sql } from 'drizzle-orm';
import { attendee, ceremony, lateJoiner, listMember, withdrawal } from '../schema.ts';
import type { Database } from './database.ts';

/** Where somebody who left the trial stood: on a list, there as one who came back, joined late, or on no closed list. */
export type Standing = 'listed' | 'returned' | 'joined-late' | 'before-closing' | 'ineligible';

export function populationCountQueries(db: Database) {
  /** The booking that stands, of a query with attendees. */
  const newestBooking = sql`(select attendee as who, ceremony as place, max(seq) from booking group by attendee) as newest`;

  return {
    /** People who left the trial, by phase of their ceremony, where they stood, and decision. */
    async withdrawalCounts(slug: string) {
      const standing = sql<Standing>`case
        when ${listMember.isReturn} = 1 then 'returned'
        when ${listMember.attendee} is not null then 'listed'
        when ${lateJoiner.attendee} is not null then 'joined-late'
        when ${attendee.eligible} = 'yes' then 'before-closing'
        else 'ineligible' end`;
      return db
        .select({
          phase: ceremony.phase,
          standing: standing.as('standing'),
          decision: withdrawal.decision,
          people: sql<number>`count(*)`,
        })
        .from(withdrawal)
        .innerJoin(attendee, eq(attendee.id, withdrawal.attendee))
        .leftJoin(listMember, eq(listMember.attendee, withdrawal.attendee))
        .leftJoin(lateJoiner, eq(lateJoiner.attendee, withdrawal.attendee))
        .leftJoin(newestBooking, sql`newest.who = ${withdrawal.attendee}`)
        .innerJoin(
          ceremony,
          sql`${ceremony.id} = coalesce(${listMember.ceremony}, ${lateJoiner.ceremony}, newest.place)`,
        )
        .where(eq(withdrawal.trial, slug))
        .groupBy(ceremony.phase, sql`standing`, withdrawal.decision);
    },

    /** Eligible people who have not left the trial and whose list never closed, cancelled ceremonies among them, by phase. */
    async openListCounts(slug: string): Promise<Record<'baseline' | 'trial', number>> {
      const rows = await db
        .select({ phase: ceremony.phase, people: sql<number>`count(*)` })
        .from(attendee)
        .innerJoin(newestBooking, sql`newest.who = ${attendee.id}`)
        .innerJoin(ceremony, sql`${ceremony.id} = newest.place`)
        .where(
          and(
            eq(attendee.trial, slug),
            eq(attendee.eligible, 'yes'),
            sql`not exists (select 1 from ceremony_event where ceremony = newest.place and act = 'list-closed')`,
            sql`not exists (select 1 from late_joiner where attendee = ${attendee.id})`,
            sql`not exists (select 1 from withdrawal where attendee = ${attendee.id})`,
          ),
        )
        .groupBy(ceremony.phase);
      const people = new Map(rows.map((row) => [row.phase, row.people]));
      return { baseline: people.get('baseline') ?? 0, trial: people.get('trial') ?? 0 };
    },

    /** Households with people in more than one drawn unit: in several rooms, where ceremonies are drawn. */
    async dividedHouseholds(slug: string): Promise<number> {
      const rows = await db.all<{ readonly households: number }>(sql`
        select count(*) as households from (
          select person.household from (
            select attendee, unit from list_member where trial = ${slug} and unit is not null
            union all select attendee, unit from late_joiner where trial = ${slug} and unit is not null
          ) as part join attendee as person on person.id = part.attendee
          group by person.household having count(distinct part.unit) > 1
        )`);
      return rows[0]?.households ?? 0;
    },
  };
}
