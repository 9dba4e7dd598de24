/** What went wrong with randomisations, and whether it can be said of a household in this borough. */
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { attendee, ceremony, listMember, randomisationError, randomisationErrorRetraction } from '../schema.ts';
import { type Database, eachOf } from './database.ts';

export function randomisationErrorQueries(db: Database) {
  /** The borough of what a report is about: that of the drawn unit, of the person's list, or of one of the household's. */
  const borough = sql<string | null>`coalesce(
    (select place.borough from allocation join ceremony as place on place.id = allocation.ceremony
      where allocation.trial = ${randomisationError.trial} and allocation.unit = ${randomisationError.subject}),
    (select place.borough from list_member join ceremony as place on place.id = list_member.ceremony
      where list_member.attendee = ${randomisationError.subject}),
    (select place.borough from late_joiner join ceremony as place on place.id = late_joiner.ceremony
      where late_joiner.attendee = ${randomisationError.subject}),
    (select place.borough from attendee as person join list_member on list_member.attendee = person.id
      join ceremony as place on place.id = list_member.ceremony
      where person.household = ${randomisationError.subject} order by list_member.attendee limit 1))`;
  const reported = () =>
    db
      .select({ error: randomisationError, retraction: randomisationErrorRetraction, borough: borough.as('borough') })
      .from(randomisationError)
      .leftJoin(randomisationErrorRetraction, eq(randomisationErrorRetraction.error, randomisationError.id));

  return {
    /** In the order in which they were reported, those taken back too. */
    async randomisationErrorsOf(slug: string) {
      return reported()
        .where(eq(randomisationError.trial, slug))
        .orderBy(randomisationError.at, sql`randomisation_error.rowid`);
    },

    async randomisationErrorById(id: string) {
      const [found] = await reported().where(eq(randomisationError.id, id));
      return found;
    },

    /** The boroughs on whose drawn lists each of these households has people. */
    async boroughsOfHouseholds(slug: string, households: readonly string[]) {
      return db
        .selectDistinct({ household: attendee.household, borough: ceremony.borough })
        .from(attendee)
        .innerJoin(listMember, and(eq(listMember.attendee, attendee.id), isNotNull(listMember.unit)))
        .innerJoin(ceremony, eq(ceremony.id, listMember.ceremony))
        .where(and(eq(attendee.trial, slug), inArray(attendee.household, eachOf(households))));
    },
  };
}
