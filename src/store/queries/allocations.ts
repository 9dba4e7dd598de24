/** Burned slots: where each stratum stands, and which unit has which arm. */
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { allocation, armView, ceremony, drawTally } from '../schema.ts';
import { type Database, eachOf } from './database.ts';

export function allocationQueries(db: Database) {
  return {
    /** The newest allocation of each of these strata, found through the slot index: the n-th costs what the first did. */
    async newestAllocations(slug: string, version: number, strata: readonly string[]) {
      return db
        .select()
        .from(allocation)
        .where(
          and(
            eq(allocation.trial, slug),
            eq(allocation.protocolVersion, version),
            sql`(${allocation.stratum}, ${allocation.position}) in (select wanted.value, (select max(newer.position)
              from allocation as newer where newer.trial = ${slug} and newer.protocol_version = ${version}
              and newer.stratum = wanted.value) from json_each(${JSON.stringify(strata)}) as wanted)`,
          ),
        );
    },

    async lastAllocationSeq(slug: string): Promise<number> {
      const rows = await db
        .select({ seq: allocation.seq })
        .from(allocation)
        .where(eq(allocation.trial, slug))
        .orderBy(desc(allocation.seq))
        .limit(1);
      return rows[0]?.seq ?? -1;
    },

    /** Whether anything was drawn under this version of the protocol. */
    async isDrawnUnder(slug: string, version: number): Promise<boolean> {
      const rows = await db
        .select({ seq: allocation.seq })
        .from(allocation)
        .where(and(eq(allocation.trial, slug), eq(allocation.protocolVersion, version)))
        .limit(1);
      return rows.length > 0;
    },

    /** The newest tally of a trial, whichever version it was made under. */
    async newestTally(slug: string) {
      const rows = await db
        .select()
        .from(drawTally)
        .where(eq(drawTally.trial, slug))
        .orderBy(desc(drawTally.seq))
        .limit(1);
      return rows[0];
    },

    async allocationsOfUnits(slug: string, units: readonly string[]) {
      return db
        .select()
        .from(allocation)
        .where(and(eq(allocation.trial, slug), inArray(allocation.unit, eachOf(units))));
    },

    /** In the order in which the units were drawn. */
    async allocationsOf(slug: string) {
      return db.select().from(allocation).where(eq(allocation.trial, slug)).orderBy(asc(allocation.seq));
    },

    /** Who saw the arms of which ceremony, oldest first. */
    async armViews(slug: string) {
      return db
        .select({ ceremony: armView.ceremony, borough: ceremony.borough, actor: armView.actor, at: armView.at })
        .from(armView)
        .innerJoin(ceremony, eq(ceremony.id, armView.ceremony))
        .where(eq(ceremony.trial, slug))
        .orderBy(armView.at, armView.ceremony, armView.actor);
    },
  };
}
