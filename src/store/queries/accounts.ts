/** Who signed in. */
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { accessToken, accessTokenRevocation, account, idempotency, trial } from '../schema.ts';
import type { Database } from './database.ts';

export function accountQueries(db: Database) {
  return {
    /** The account of a token that is neither expired nor revoked. */
    async accountByToken(tokenHash: string, now: string) {
      const rows = await db
        .select({ account })
        .from(accessToken)
        .innerJoin(account, eq(account.id, accessToken.account))
        .where(
          and(
            eq(accessToken.tokenHash, tokenHash),
            gt(accessToken.expiresAt, now),
            sql`not exists (select 1 from access_token_revocation as revoked where revoked.token_hash = ${tokenHash})`,
          ),
        );
      return rows[0]?.account;
    },

    async accounts() {
      return db.select().from(account).orderBy(account.id);
    },

    /** Tokens of an account that are not revoked yet, as hashes. */
    async tokensOf(accountId: string): Promise<string[]> {
      const rows = await db
        .select({ tokenHash: accessToken.tokenHash })
        .from(accessToken)
        .leftJoin(accessTokenRevocation, eq(accessTokenRevocation.tokenHash, accessToken.tokenHash))
        .where(and(eq(accessToken.account, accountId), isNull(accessTokenRevocation.tokenHash)));
      return rows.map(({ tokenHash }) => tokenHash);
    },

    /** What this database is for, or undefined while it holds neither a trial nor an account. */
    async databaseMode(): Promise<'training' | 'live' | undefined> {
      const trials = await db.select({ mode: trial.mode }).from(trial).limit(1);
      if (trials[0] !== undefined) return trials[0].mode;
      const accounts = await db.select({ isTraining: account.isTraining }).from(account).limit(1);
      if (accounts[0] === undefined) return undefined;
      return accounts[0].isTraining ? 'training' : 'live';
    },

    async answerGiven(accountId: string, key: string) {
      const rows = await db
        .select()
        .from(idempotency)
        .where(and(eq(idempotency.account, accountId), eq(idempotency.key, key)));
      return rows[0];
    },
  };
}
