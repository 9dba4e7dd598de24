/** Polls of a trial's boroughs and of London, and overrides of the periods before them. */
import { eq } from 'drizzle-orm';
import { poll, releaseOverride } from '../poll-schema.ts';
import type { Database } from './database.ts';

export function pollQueries(db: Database) {
  return {
    async pollsOf(slug: string) {
      return db.select().from(poll).where(eq(poll.trial, slug)).orderBy(poll.pollOn, poll.area);
    },

    async releaseOverridesOf(slug: string) {
      return db.select().from(releaseOverride).where(eq(releaseOverride.trial, slug)).orderBy(releaseOverride.at);
    },
  };
}
