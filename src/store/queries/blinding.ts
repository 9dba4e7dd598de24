/** Who is no longer blind in a trial. Accounts that share a way to sign in are one person, also through a third. */
import { eq, sql } from 'drizzle-orm';
import { unblinding } from '../blinding-schema.ts';
import type { Database } from './database.ts';

export function blindingQueries(db: Database) {
  return {
    /** Whether the person behind this account, under whatever account, has been unblinded in this trial. */
    async isUnblinded(slug: string, accountId: string): Promise<boolean> {
      const [found] = await db.all<{ found: number }>(sql`
        with recursive same_person (account) as (
          select ${accountId}
          union
          select other.account
          from same_person
          join account_identity as mine on mine.account = same_person.account
          join account_identity as other on other.identity = mine.identity
        )
        select 1 as found from unblinding
        where trial = ${slug} and account in (select account from same_person) limit 1`);
      return found !== undefined;
    },

    /** In the order in which they happened. */
    async unblindingsOf(slug: string) {
      return db
        .select()
        .from(unblinding)
        .where(eq(unblinding.trial, slug))
        .orderBy(unblinding.at, unblinding.account, unblinding.reading);
    },
  };
}
