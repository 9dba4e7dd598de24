/** Who could be reminded, what was made for whom, and what became of it. No question here knows an arm. */
import { eq, sql } from 'drizzle-orm';
import { reminderDelivery, reminderMessage } from '../reminder-schema.ts';
import type { Database } from './database.ts';

export type ListedPerson = {
  readonly id: string;
  readonly referenceHash: string;
  readonly household: string;
  readonly eligible: string;
  readonly ceremony: string;
  readonly borough: string;
  /** The day of the ceremony as it stood when its list closed. */
  readonly ceremonyDate: string;
  /** 1 where they came back to a drawn household, or joined a closed list and follow an arm: in the data set of a sensitivity analysis alone. */
  readonly isOutside: number;
  readonly isCancelled: number;
};

export function reminderQueries(db: Database) {
  return {
    /** Everybody on a closed list of a trial or who joined one and follows an arm, by reference hash. */
    async listedPeople(slug: string): Promise<readonly ListedPerson[]> {
      return db.all<ListedPerson>(sql`
        select person.id as id, person.reference_hash as referenceHash, person.household as household,
          person.eligible as eligible, place.id as ceremony, place.borough as borough, slot.held_on as ceremonyDate,
          listed.outside as isOutside,
          exists (select 1 from ceremony_event where ceremony_event.ceremony = place.id and act = 'cancelled') as isCancelled
        from (
          select attendee, ceremony, is_return is 1 as outside from list_member where trial = ${slug}
          union all
          select attendee, ceremony, 1 from late_joiner where trial = ${slug} and unit is not null
        ) as listed
        join attendee as person on person.id = listed.attendee
        join ceremony as place on place.id = listed.ceremony
        join ceremony_event as closing on closing.ceremony = place.id and closing.act = 'list-closed'
        join ceremony_slot as slot on slot.ceremony = place.id and slot.seq = closing.slot_seq
        order by person.reference_hash`);
    },

    /** Whoever of a trial has said anything on their page, or to somebody who wrote it down, that still stands. */
    async answeredOf(slug: string): Promise<Set<string>> {
      const rows = await db.all<{ readonly attendee: string }>(sql`
        select attendee from survey_answer where trial = ${slug}
        union
        select said.attendee from follow_up as said
        where said.trial = ${slug} and said.source in ('self-reported', 'intention') and said.takes_back is not 1
          and not exists (select 1 from follow_up as newer where newer.corrects = said.id)`);
      return new Set(rows.map(({ attendee }) => attendee));
    },

    /** In the order in which they were made. */
    async remindersOf(slug: string) {
      return db
        .select()
        .from(reminderMessage)
        .where(eq(reminderMessage.trial, slug))
        .orderBy(reminderMessage.at, sql`reminder_message.rowid`);
    },

    /** The newest record of each message of which there is one. */
    async reminderDeliveriesOf(slug: string) {
      const rows = await db
        .select()
        .from(reminderDelivery)
        .where(eq(reminderDelivery.trial, slug))
        .orderBy(reminderDelivery.seq);
      return [...new Map(rows.map((row) => [`${row.addressed} ${row.reminder}`, row])).values()];
    },

    /** What was sent to, or for, one person, with what became of it. */
    async remindersAbout(attendee: string) {
      return db
        .select({ message: reminderMessage, delivery: reminderDelivery })
        .from(reminderMessage)
        .leftJoin(
          reminderDelivery,
          sql`reminder_delivery.addressed = reminder_message.addressed and reminder_delivery.reminder = reminder_message.reminder`,
        )
        .where(eq(reminderMessage.attendee, attendee))
        .orderBy(reminderMessage.reminder, reminderDelivery.seq);
    },
  };
}
