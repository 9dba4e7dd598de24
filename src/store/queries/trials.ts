/** Trials, their versions, their status and their seed. */
import { and, desc, eq, sql } from 'drizzle-orm';
import { beaconOutput, protocolVersion, seedPublication, signOff, trial, trialSeed, trialStatus } from '../schema.ts';
import type { Database } from './database.ts';

export function trialQueries(db: Database) {
  return {
    /** A trial as it stands: its newest status and its newest protocol version. */
    async trialBySlug(slug: string) {
      const rows = await db
        .select({
          slug: trial.slug,
          mode: trial.mode,
          status: trialStatus.status,
          statusSeq: trialStatus.seq,
          statusAt: trialStatus.at,
          version: protocolVersion.version,
          document: protocolVersion.document,
          protocolHash: protocolVersion.protocolHash,
          planHash: protocolVersion.planHash,
          algorithm: trialSeed.algorithm,
          commitment: trialSeed.commitment,
          seed: seedPublication.seed,
          /** Of the protocol's beacon round, hex; null until it is recorded. */
          beaconOutput: beaconOutput.output,
        })
        .from(trial)
        .innerJoin(trialStatus, eq(trialStatus.trial, trial.slug))
        .innerJoin(protocolVersion, eq(protocolVersion.trial, trial.slug))
        .leftJoin(trialSeed, eq(trialSeed.trial, trial.slug))
        .leftJoin(seedPublication, eq(seedPublication.trial, trial.slug))
        .leftJoin(beaconOutput, eq(beaconOutput.trial, trial.slug))
        .where(eq(trial.slug, slug))
        .orderBy(desc(trialStatus.seq), desc(protocolVersion.version))
        .limit(1);
      return rows[0];
    },

    async trialSlugs(): Promise<string[]> {
      const rows = await db.select({ slug: trial.slug }).from(trial).orderBy(trial.slug);
      return rows.map(({ slug }) => slug);
    },

    async protocolVersions(slug: string) {
      return db.select().from(protocolVersion).where(eq(protocolVersion.trial, slug)).orderBy(protocolVersion.version);
    },

    async statusHistory(slug: string) {
      return db.select().from(trialStatus).where(eq(trialStatus.trial, slug)).orderBy(trialStatus.seq);
    },

    async sealedSeed(slug: string) {
      const rows = await db.select().from(trialSeed).where(eq(trialSeed.trial, slug));
      return rows[0];
    },

    /** Under which keys the seeds of this database are sealed. */
    async sealingKeyIds(): Promise<string[]> {
      const rows = await db.selectDistinct({ keyId: trialSeed.keyId }).from(trialSeed);
      return rows.map(({ keyId }) => keyId);
    },

    async signOffs(slug: string, act: string, documentHash: string) {
      return db
        .select()
        .from(signOff)
        .where(and(eq(signOff.trial, slug), eq(signOff.act, act), eq(signOff.documentHash, documentHash)))
        .orderBy(sql`${signOff.at}`, signOff.role);
    },
  };
}

export type TrialRow = NonNullable<Awaited<ReturnType<ReturnType<typeof trialQueries>['trialBySlug']>>>;
