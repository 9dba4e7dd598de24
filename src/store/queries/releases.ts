/** Releases of a trial, and what left before them. */
import { eq } from 'drizzle-orm';
import { progressFigure, trialRelease } from '../release-schema.ts';
import type { Database } from './database.ts';

export function releaseQueries(db: Database) {
  return {
    /** Oldest first. */
    async releasesOf(slug: string) {
      return db.select().from(trialRelease).where(eq(trialRelease.trial, slug)).orderBy(trialRelease.number);
    },

    /** As they left; of one moment the smaller first. */
    async progressFiguresOf(slug: string) {
      return db
        .select()
        .from(progressFigure)
        .where(eq(progressFigure.trial, slug))
        .orderBy(progressFigure.at, progressFigure.figure, progressFigure.borough);
    },
  };
}
