/** Receipts of allocations, with everything that stands in them. */
import { and, asc, eq, gte, inArray, sql } from 'drizzle-orm';
import { allocation, allocationReceipt, ledgerEntry, protocolVersion } from '../schema.ts';
import { type Database, eachOf } from './database.ts';

export function receiptQueries(db: Database) {
  const columns = {
    seq: allocation.seq,
    unit: allocation.unit,
    ceremony: allocation.ceremony,
    number: allocationReceipt.number,
    trial: allocation.trial,
    protocolVersion: allocation.protocolVersion,
    protocolHash: protocolVersion.protocolHash,
    unitHash: allocationReceipt.unitHash,
    stratum: allocation.stratum,
    position: allocation.position,
    arm: allocation.arm,
    ledgerEntry: ledgerEntry.hash,
  };
  const receipts = () =>
    db
      .select(columns)
      .from(allocation)
      .innerJoin(
        allocationReceipt,
        and(eq(allocationReceipt.trial, allocation.trial), eq(allocationReceipt.unit, allocation.unit)),
      )
      .innerJoin(
        protocolVersion,
        and(eq(protocolVersion.trial, allocation.trial), eq(protocolVersion.version, allocation.protocolVersion)),
      )
      .innerJoin(
        ledgerEntry,
        and(eq(ledgerEntry.trial, allocation.trial), eq(ledgerEntry.seq, allocationReceipt.ledgerSeq)),
      );
  const isUnsealed = sql`exists (select 1 from ceremony_event as event
    where event.ceremony = ${allocation.ceremony} and event.act = 'unsealed')`;

  return {
    /** In the order of the draw, from this allocation on; with `unsealedOnly` those of ceremonies that are unsealed. */
    async receiptsFrom(slug: string, seq: number, limit: number, unsealedOnly: boolean) {
      return receipts()
        .where(and(eq(allocation.trial, slug), gte(allocation.seq, seq), unsealedOnly ? isUnsealed : undefined))
        .orderBy(asc(allocation.seq))
        .limit(limit);
    },

    /** All receipts of one protocol version, by stratum and position. */
    async receiptsOfVersion(slug: string, version: number) {
      return receipts()
        .where(and(eq(allocation.trial, slug), eq(allocation.protocolVersion, version)))
        .orderBy(asc(allocation.stratum), asc(allocation.position));
    },

    /** The number of each unit's receipt. */
    async receiptNumbersOf(slug: string, units: readonly string[]) {
      return db
        .select({ unit: allocationReceipt.unit, number: allocationReceipt.number })
        .from(allocationReceipt)
        .where(and(eq(allocationReceipt.trial, slug), inArray(allocationReceipt.unit, eachOf(units))))
        .orderBy(allocationReceipt.unit);
    },

    async hasReceipt(slug: string, by: { readonly number: string } | { readonly unitHash: string }): Promise<boolean> {
      const rows = await db
        .select({ unit: allocationReceipt.unit })
        .from(allocationReceipt)
        .where(
          and(
            eq(allocationReceipt.trial, slug),
            'number' in by ? eq(allocationReceipt.number, by.number) : eq(allocationReceipt.unitHash, by.unitHash),
          ),
        );
      return rows.length > 0;
    },
  };
}
