/** Follow-up codes by person and by hash, and what attendees said on their own page. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { codeTry, contactStop, followUpCode, surveyAnswer } from '../code-schema.ts';
import { type Database, eachOf } from './database.ts';

export function codeQueries(db: Database) {
  const isNewest = sql`${followUpCode.version} = (
    select max(newer.version) from follow_up_code as newer where newer.attendee = ${followUpCode.attendee})`;
  return {
    /** The newest of each of these people who have one. */
    async codesOf(attendees: readonly string[]) {
      return db
        .select()
        .from(followUpCode)
        .where(and(inArray(followUpCode.attendee, eachOf(attendees)), isNewest));
    },

    /** Whose newest code or link this is, expired or not. */
    async codeByHash(kind: 'code' | 'link', hash: string) {
      const column = kind === 'code' ? followUpCode.codeHash : followUpCode.linkHash;
      const [found] = await db
        .select()
        .from(followUpCode)
        .where(and(eq(column, hash), isNewest));
      return found;
    },

    /** Those of these codes that are somebody's newest, expired or not. */
    async codesByHash(hashes: readonly string[]) {
      return db
        .select()
        .from(followUpCode)
        .where(and(inArray(followUpCode.codeHash, eachOf(hashes)), isNewest));
    },

    /** Tries from one place since an instant, in milliseconds since 1970. */
    async triesSince(addressHash: string, since: number): Promise<number> {
      const [row] = await db
        .select({ tries: sql<number>`count(*)` })
        .from(codeTry)
        .where(and(eq(codeTry.addressHash, addressHash), sql`${codeTry.at} > ${since}`));
      return row?.tries ?? 0;
    },

    /** How many times a person has answered the five questions. */
    async responsesOf(attendee: string): Promise<number> {
      const [row] = await db
        .select({ responses: sql<number>`count(distinct ${surveyAnswer.seq})` })
        .from(surveyAnswer)
        .where(eq(surveyAnswer.attendee, attendee));
      return row?.responses ?? 0;
    },

    /** Those of a trial who want to be sent nothing more. */
    async contactStopsOf(slug: string): Promise<Set<string>> {
      const rows = await db
        .select({ attendee: contactStop.attendee })
        .from(contactStop)
        .where(eq(contactStop.trial, slug));
      return new Set(rows.map((row) => row.attendee));
    },
  };
}
