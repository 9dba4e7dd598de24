/** Everything that is held about one person, and who read it out. */
import { eq, inArray } from 'drizzle-orm';
import { subjectAccess } from '../borough-schema.ts';
import { contactStop, followUpCode, surveyAnswer } from '../code-schema.ts';
import {
  attendance,
  booking,
  followUp,
  household,
  lateJoiner,
  listMember,
  randomisationError,
  withdrawal,
} from '../schema.ts';
import type { Database } from './database.ts';

export function subjectQueries(db: Database) {
  return {
    async subjectAccessById(id: string) {
      const [found] = await db.select().from(subjectAccess).where(eq(subjectAccess.id, id));
      return found;
    },

    /** In the order in which they were made. */
    async subjectAccessesOf(slug: string) {
      return db.select().from(subjectAccess).where(eq(subjectAccess.trial, slug)).orderBy(subjectAccess.at);
    },

    /** What follows from a person's own card: its versions, their answers, whether they are sent anything. */
    async cardRowsAbout(attendee: string) {
      const [codes, answers, stops] = await Promise.all([
        db.select().from(followUpCode).where(eq(followUpCode.attendee, attendee)).orderBy(followUpCode.version),
        db
          .select()
          .from(surveyAnswer)
          .where(eq(surveyAnswer.attendee, attendee))
          .orderBy(surveyAnswer.seq, surveyAnswer.question),
        db.select().from(contactStop).where(eq(contactStop.attendee, attendee)),
      ]);
      return { codes, answers, stops };
    },

    /** Every other row that names this person, table by table. */
    async rowsAbout(attendee: string, householdId: string) {
      const [home, bookings, lists, late, seen, followUps, left, errors, readings] = await Promise.all([
        db.select().from(household).where(eq(household.id, householdId)),
        db.select().from(booking).where(eq(booking.attendee, attendee)).orderBy(booking.seq),
        db.select().from(listMember).where(eq(listMember.attendee, attendee)),
        db.select().from(lateJoiner).where(eq(lateJoiner.attendee, attendee)),
        db.select().from(attendance).where(eq(attendance.attendee, attendee)).orderBy(attendance.seq),
        db.select().from(followUp).where(eq(followUp.attendee, attendee)).orderBy(followUp.at),
        db.select().from(withdrawal).where(eq(withdrawal.attendee, attendee)),
        db
          .select()
          .from(randomisationError)
          .where(inArray(randomisationError.subject, [attendee, householdId]))
          .orderBy(randomisationError.at),
        db.select().from(subjectAccess).where(eq(subjectAccess.attendee, attendee)).orderBy(subjectAccess.at),
      ]);
      return { home, bookings, lists, late, seen, followUps, left, errors, readings };
    },
  };
}
