/** What waits for a borough, and what happened to one ceremony: counts and times, never an arm and never an outcome's value. */
import { eq, sql } from 'drizzle-orm';
import { ceremonyEvent, ceremonySlot, randomisationError, randomisationErrorRetraction } from '../schema.ts';
import { type Database, eachOf } from './database.ts';

export type Happening = { readonly at: string; readonly actor: string; readonly what: string; readonly count: number };

export function deskQueries(db: Database) {
  return {
    /** By ceremony, how many people of its list, or who joined it, have neither left the trial nor any record of attendance. */
    async unseenCounts(ceremonies: readonly string[]): Promise<Map<string, number>> {
      const rows = await db.all<{ readonly ceremony: string; readonly count: number }>(sql`
        select ceremony, count(*) as count from (
          select attendee, ceremony from list_member where ceremony in ${eachOf(ceremonies)}
          union select attendee, ceremony from late_joiner where ceremony in ${eachOf(ceremonies)}
        ) as expected
        where not exists (select 1 from attendance where attendance.attendee = expected.attendee)
          and not exists (select 1 from withdrawal where withdrawal.attendee = expected.attendee)
        group by ceremony`);
      return new Map(rows.map(({ ceremony, count }) => [ceremony, count]));
    },

    /** By the day a list was closed for: people of a borough who have not left, and of how many each outcome is known in any way. */
    async followedUp(slug: string, borough: string) {
      const people = await db.all<{ readonly heldOn: string; readonly people: number }>(sql`
        select slot.held_on as heldOn, count(*) as people from list_member
        join ceremony on ceremony.id = list_member.ceremony and ceremony.borough = ${borough}
        join ceremony_event as closing on closing.ceremony = ceremony.id and closing.act = 'list-closed'
        join ceremony_slot as slot on slot.ceremony = ceremony.id and slot.seq = closing.slot_seq
        where list_member.trial = ${slug}
          and not exists (select 1 from withdrawal where withdrawal.attendee = list_member.attendee)
        group by slot.held_on order by slot.held_on`);
      const known = await db.all<{ readonly heldOn: string; readonly outcome: string; readonly people: number }>(sql`
        select slot.held_on as heldOn, follow_up.outcome as outcome, count(distinct follow_up.attendee) as people
        from follow_up
        join list_member on list_member.attendee = follow_up.attendee
        join ceremony on ceremony.id = list_member.ceremony and ceremony.borough = ${borough}
        join ceremony_event as closing on closing.ceremony = ceremony.id and closing.act = 'list-closed'
        join ceremony_slot as slot on slot.ceremony = ceremony.id and slot.seq = closing.slot_seq
        where follow_up.trial = ${slug}
          and not exists (select 1 from withdrawal where withdrawal.attendee = list_member.attendee)
        group by slot.held_on, follow_up.outcome`);
      return { people, known };
    },

    async slotsOf(ceremonyId: string) {
      return db.select().from(ceremonySlot).where(eq(ceremonySlot.ceremony, ceremonyId)).orderBy(ceremonySlot.seq);
    },

    /** Its events, and that others were merged into it. */
    async eventsAround(ceremonyId: string) {
      const own = await db.select().from(ceremonyEvent).where(eq(ceremonyEvent.ceremony, ceremonyId));
      const others = await db.select().from(ceremonyEvent).where(eq(ceremonyEvent.into, ceremonyId));
      return { own, others };
    },

    /**
     * People by what befell them here, one line for each act: enrolled, rebooked, late, seen, left; and the versions of its delivery
     * log. In two questions, because D1 joins at most five SELECTs.
     */
    async happeningsAt(ceremonyId: string): Promise<readonly Happening[]> {
      const coming = await db.all<Happening>(sql`
        select at, actor, case seq when 0 then 'enrolled' else 'rebooked-here' end as what, count(*) as count
        from booking where ceremony = ${ceremonyId} group by at, actor, what
        union all
        select later.at, later.actor, 'rebooked-away', count(*) from booking as later
        join booking as earlier on earlier.attendee = later.attendee and earlier.seq = later.seq - 1
        where earlier.ceremony = ${ceremonyId} and later.ceremony <> ${ceremonyId} group by later.at, later.actor
        union all
        select at, actor, kind, count(*) from late_joiner where ceremony = ${ceremonyId} group by at, actor, kind`);
      const after = await db.all<Happening>(sql`
        select at, actor, 'seen-' || status as what, count(*) as count from attendance
        where ceremony = ${ceremonyId} group by at, actor, status
        union all
        select at, actor, 'withdrawn', count(*) from withdrawal
        where attendee in (
          select attendee from list_member where ceremony = ${ceremonyId}
          union select attendee from late_joiner where ceremony = ${ceremonyId}
          union select booking.attendee from booking
          where booking.ceremony = ${ceremonyId}
            and booking.seq = (select max(newer.seq) from booking as newer where newer.attendee = booking.attendee)
        ) group by at, actor
        union all
        select at, actor, 'delivery-logged', seq from delivery_log where ceremony = ${ceremonyId}`);
      return [...coming, ...after];
    },

    /** What went wrong with the draw of this ceremony's units or of its people, with whether it was taken back. */
    async errorsAt(ceremonyId: string) {
      return db
        .select({ error: randomisationError, retraction: randomisationErrorRetraction })
        .from(randomisationError)
        .leftJoin(randomisationErrorRetraction, eq(randomisationErrorRetraction.error, randomisationError.id))
        .where(
          sql`${randomisationError.subject} in (
            select unit from allocation where ceremony = ${ceremonyId}
            union select attendee from list_member where ceremony = ${ceremonyId}
            union select attendee from late_joiner where ceremony = ${ceremonyId}
            union select person.household from attendee as person
              join list_member on list_member.attendee = person.id where list_member.ceremony = ${ceremonyId}
          )`,
        )
        .orderBy(randomisationError.at);
    },

    /** What staff are called, by the id of their account; whoever left is not among them. */
    async namesOf(accounts: readonly string[]): Promise<Map<string, string>> {
      const rows = await db.all<{ readonly id: string; readonly name: string }>(
        sql`select id, name from account where id in ${eachOf(accounts)}`,
      );
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
  };
}
