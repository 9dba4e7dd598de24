/** What pooled monitoring counts: answers to the survey, and how ceremonies were delivered. No question here knows an arm. */
import { eq, sql } from 'drizzle-orm';
import { surveyAnswer } from '../code-schema.ts';
import { deliveryDeviation } from '../delivery-schema.ts';
import type { Database } from './database.ts';

export function monitoringQueries(db: Database) {
  return {
    /** Who answered which question of the survey, each once, never what they said. */
    async surveyResponsesOf(slug: string) {
      return db
        .selectDistinct({ attendee: surveyAnswer.attendee, question: surveyAnswer.question })
        .from(surveyAnswer)
        .where(eq(surveyAnswer.trial, slug))
        .orderBy(surveyAnswer.attendee, surveyAnswer.question);
    },

    /** The newest delivery log of each of a trial's ceremonies, with what differed from plan. */
    async deliveryOfTrial(slug: string) {
      const logs = await db.all<{ readonly ceremony: string; readonly seq: number }>(
        sql`select ceremony, max(seq) as seq from delivery_log where trial = ${slug} group by ceremony order by ceremony`,
      );
      const deviations = await db
        .select({
          ceremony: deliveryDeviation.ceremony,
          seq: deliveryDeviation.seq,
          deviation: deliveryDeviation.deviation,
        })
        .from(deliveryDeviation)
        .where(sql`${deliveryDeviation.ceremony} in (select id from ceremony where trial = ${slug})`);
      return logs.map(({ ceremony, seq }) => ({
        ceremony,
        deviations: deviations
          .filter((one) => one.ceremony === ceremony && one.seq === seq)
          .map((one) => one.deviation),
      }));
    },
  };
}
