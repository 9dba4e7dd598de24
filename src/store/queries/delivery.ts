/** Organisations, delivery logs and which partner attends what. */
import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import {
  deliveryBy,
  deliveryDeviation,
  deliveryLog,
  organisation,
  partnerAssignment,
  partnerAssignmentEnd,
} from '../delivery-schema.ts';
import { type Database, eachOf } from './database.ts';

export function deliveryQueries(db: Database) {
  return {
    /** Those that work for this borough or for every one; all of them where `borough` is null. */
    async organisationsOf(slug: string, borough: string | null) {
      return db
        .select()
        .from(organisation)
        .where(
          and(
            eq(organisation.trial, slug),
            borough === null ? undefined : or(eq(organisation.borough, borough), isNull(organisation.borough)),
          ),
        )
        .orderBy(organisation.code);
    },

    /** The log of a ceremony with its corrections, oldest first. */
    async deliveryLogsOf(ceremonyId: string) {
      const [logs, deliverers, deviations] = await Promise.all([
        db.select().from(deliveryLog).where(eq(deliveryLog.ceremony, ceremonyId)).orderBy(deliveryLog.seq),
        db
          .select()
          .from(deliveryBy)
          .where(eq(deliveryBy.ceremony, ceremonyId))
          .orderBy(deliveryBy.seq, deliveryBy.organisation),
        db
          .select()
          .from(deliveryDeviation)
          .where(eq(deliveryDeviation.ceremony, ceremonyId))
          .orderBy(deliveryDeviation.seq, deliveryDeviation.deviation),
      ]);
      return logs.map((log) => ({
        ...log,
        deliveredBy: deliverers.filter(({ seq }) => seq === log.seq).map((row) => row.organisation),
        deviations: deviations.filter(({ seq }) => seq === log.seq).map((row) => row.deviation),
      }));
    },

    /** Those of these ceremonies whose delivery is logged. */
    async loggedAmong(ceremonies: readonly string[]): Promise<Set<string>> {
      const rows = await db
        .selectDistinct({ ceremony: deliveryLog.ceremony })
        .from(deliveryLog)
        .where(inArray(deliveryLog.ceremony, eachOf(ceremonies)));
      return new Set(rows.map(({ ceremony }) => ceremony));
    },

    /** Assignments that hold, of a borough or of an organisation, in the order in which they were made. */
    async assignmentsOf(slug: string, by: { readonly borough: string } | { readonly organisation: string }) {
      const rows = await db
        .select({ assignment: partnerAssignment })
        .from(partnerAssignment)
        .leftJoin(partnerAssignmentEnd, eq(partnerAssignmentEnd.assignment, partnerAssignment.id))
        .where(
          and(
            eq(partnerAssignment.trial, slug),
            isNull(partnerAssignmentEnd.assignment),
            'borough' in by
              ? eq(partnerAssignment.borough, by.borough)
              : eq(partnerAssignment.organisation, by.organisation),
          ),
        )
        .orderBy(partnerAssignment.at, sql`partner_assignment.rowid`);
      return rows.map(({ assignment }) => assignment);
    },
  };
}
