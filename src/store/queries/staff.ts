/** Who can sign in, who was asked to, and who no longer can. */
import { eq, sql } from 'drizzle-orm';
import { account } from '../schema.ts';
import { invitation, invitationEnd } from '../staff-schema.ts';
import type { Database } from './database.ts';

/** Times of sessions are milliseconds since 1970, others ISO 8601. Null stands for what never was. */
export type StaffRow = {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly borough: string | null;
  readonly organisation: string | null;
  /** Null for whoever has no way to sign in. */
  readonly email: string | null;
  readonly isTwoFactorOn: number | null;
  readonly usedAt: number | null;
  readonly tokenHash: string | null;
  readonly invitedAt: string | null;
  readonly expiresAt: string | null;
  readonly inviterName: string | null;
  readonly inviterBorough: string | null;
  readonly how: 'used' | 'taken-back' | null;
  readonly endedAt: string | null;
};

export function staffQueries(db: Database) {
  return {
    /** Every account with its newest invitation, by name. */
    async staff(): Promise<StaffRow[]> {
      return db.all<StaffRow>(sql`
        select a.id, a.name, a.role, a.borough, a.organisation, u.email, u.two_factor_enabled as isTwoFactorOn,
          (select max(updated_at) from sign_in_session where user = u.id) as usedAt,
          i.token_hash as tokenHash, i.at as invitedAt, i.expires_at as expiresAt,
          inviter.name as inviterName, inviter.borough as inviterBorough, e.how,
          (select max(at) from access_end where account = a.id) as endedAt
        from account as a
        left join sign_in_user as u on u.account = a.id
        left join invitation as i on i.token_hash = (
          select token_hash from invitation where account = a.id order by at desc, token_hash limit 1
        )
        left join account as inviter on inviter.id = i.inviter
        left join invitation_end as e on e.token_hash = i.token_hash
        order by a.name, a.id`);
    },

    /** A link with whom it is for; `how` is null while it is open. */
    async invitationByHash(tokenHash: string) {
      const rows = await db
        .select({ account, expiresAt: invitation.expiresAt, how: invitationEnd.how })
        .from(invitation)
        .innerJoin(account, eq(account.id, invitation.account))
        .leftJoin(invitationEnd, eq(invitationEnd.tokenHash, invitation.tokenHash))
        .where(eq(invitation.tokenHash, tokenHash));
      return rows[0];
    },

    /** Links of an account that are neither used nor taken back. */
    async openInvitationsOf(accountId: string): Promise<string[]> {
      const rows = await db.all<{ tokenHash: string }>(sql`
        select token_hash as tokenHash from invitation
        where account = ${accountId} and not exists (select 1 from invitation_end as e where e.token_hash = invitation.token_hash)`);
      return rows.map(({ tokenHash }) => tokenHash);
    },
  };
}
