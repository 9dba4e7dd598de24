/** On what a borough takes part: agreements, terms of contact, targets and how many people its lists hold. */
import { and, eq, sql } from 'drizzle-orm';
import { agreement, boroughTarget, contactChannel, contactTerms, registerEdition } from '../borough-schema.ts';
import type { Database } from './database.ts';

export function boroughQueries(db: Database) {
  return {
    /** Every agreement that was recorded, oldest first; the last of a kind stands. */
    async agreementsOf(slug: string, borough: string) {
      return db
        .select()
        .from(agreement)
        .where(and(eq(agreement.trial, slug), eq(agreement.borough, borough)))
        .orderBy(agreement.kind, agreement.seq);
    },

    /** The terms that stand; undefined where none were recorded. */
    async contactTermsOf(slug: string, borough: string) {
      const [terms] = await db
        .select()
        .from(contactTerms)
        .where(and(eq(contactTerms.trial, slug), eq(contactTerms.borough, borough)))
        .orderBy(sql`contact_terms.seq desc`)
        .limit(1);
      if (terms === undefined) return undefined;
      const channels = await db
        .select({ channel: contactChannel.channel })
        .from(contactChannel)
        .where(
          and(eq(contactChannel.trial, slug), eq(contactChannel.borough, borough), eq(contactChannel.seq, terms.seq)),
        )
        .orderBy(contactChannel.channel);
      return { ...terms, channels: channels.map(({ channel }) => channel) };
    },

    /** Of every day of publication that was recorded the row that stands, also where it takes the day away, by borough and day. */
    async registerEditionsOf(slug: string) {
      return db
        .select()
        .from(registerEdition)
        .where(
          and(
            eq(registerEdition.trial, slug),
            sql`not exists (select 1 from register_edition as newer where newer.trial = register_edition.trial
              and newer.borough = register_edition.borough and newer.published_on = register_edition.published_on
              and newer.seq > register_edition.seq)`,
          ),
        )
        .orderBy(registerEdition.borough, registerEdition.publishedOn);
    },

    /** Every target that was recorded, oldest first; the last of a period stands. */
    async targetsOf(slug: string, borough: string) {
      return db
        .select()
        .from(boroughTarget)
        .where(and(eq(boroughTarget.trial, slug), eq(boroughTarget.borough, borough)))
        .orderBy(boroughTarget.seq);
    },

    /**
     * Eligible people who have not left, on the lists of a borough's ceremonies that are held, or to be held, on these days (both
     * included). Whoever joined late is on the list they joined; one that was merged counts on the day it had.
     */
    async peopleBetween(slug: string, borough: string, fromOn: string, toOn: string): Promise<number> {
      const rows = await db.all<{ readonly people: number }>(sql`
        select count(*) as people from attendee
        where attendee.trial = ${slug} and attendee.eligible = 'yes'
          and not exists (select 1 from withdrawal where withdrawal.attendee = attendee.id)
          and coalesce(
            (select late_joiner.ceremony from late_joiner where late_joiner.attendee = attendee.id),
            (select booking.ceremony from booking where booking.attendee = attendee.id order by booking.seq desc limit 1)
          ) in (
            select ceremony.id from ceremony
            join ceremony_slot as slot on slot.ceremony = ceremony.id
              and slot.seq = (select max(newer.seq) from ceremony_slot as newer where newer.ceremony = ceremony.id)
            where ceremony.trial = ${slug} and ceremony.borough = ${borough} and slot.held_on between ${fromOn} and ${toOn}
              and not exists (
                select 1 from ceremony_event where ceremony_event.ceremony = ceremony.id and ceremony_event.act = 'cancelled'
              )
          )`);
      return rows[0]?.people ?? 0;
    },
  };
}
