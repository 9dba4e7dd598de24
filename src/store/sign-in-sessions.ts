/**
 * Sessions as every request asks for them, the tries at a password, and what is thrown away: plain statements beside better-auth's
 * adapter, one each, so that nothing races. Times are milliseconds since 1970.
 */
import type { D1Database } from '@cloudflare/workers-types';

export type SecondFactor = 'totp' | 'recovery-code' | 'provider' | 'training';

export type SessionRow = {
  readonly session: string;
  readonly user: string;
  readonly email: string;
  readonly secondFactor: SecondFactor | null;
  readonly isTwoFactorOn: boolean;
  readonly startedAt: number;
  readonly usedAt: number;
  /** When the password was given again; null where it never was. */
  readonly confirmedAt: number | null;
  readonly account: {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly borough: string | null;
    readonly organisation: string | null;
    readonly isTraining: boolean;
  };
};

export type NewSession = {
  readonly id: string;
  readonly tokenHash: string;
  readonly account: string;
  readonly secondFactor: SecondFactor;
  readonly now: number;
  readonly milliseconds: number;
};

export type NewSignIn = {
  readonly account: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly now: number;
};

/** A session is noted as used at most once in this time, so that reading pages does not mean writing. */
const notedEveryMilliseconds = 60_000;

export function sessionStatements(db: D1Database) {
  const prepare = (sql: string, ...values: readonly (string | number | null)[]) => db.prepare(sql).bind(...values);
  return {
    /** The session of a token that has neither ended nor been left alone for too long; it is noted as used. */
    async findSession(tokenHash: string, now: number, idleMilliseconds: number): Promise<SessionRow | null> {
      const sql = `select s.id as session, u.id as user, u.email, s.second_factor as secondFactor, u.two_factor_enabled as isTwoFactorOn,
          s.created_at as startedAt, s.updated_at as usedAt, s.confirmed_at as confirmedAt, a.id, a.name, a.role, a.borough, a.organisation, a.is_training as isTraining
        from sign_in_session s join sign_in_user u on u.id = s.user join account a on a.id = u.account
        where s.token_hash = ? and s.expires_at > ? and s.updated_at > ?`;
      const row = await prepare(sql, tokenHash, now, now - idleMilliseconds).first<Flat>();
      if (row === null) return null;
      if (row.usedAt < now - notedEveryMilliseconds) {
        await prepare('update sign_in_session set updated_at = ? where token_hash = ?', now, tokenHash).run();
      }
      const {
        session,
        user,
        email,
        secondFactor,
        startedAt,
        usedAt,
        confirmedAt,
        isTwoFactorOn,
        isTraining,
        ...account
      } = row;
      return {
        ...{ session, user, email, secondFactor, startedAt, usedAt, confirmedAt, isTwoFactorOn: isTwoFactorOn === 1 },
        account: { ...account, isTraining: isTraining === 1 },
      };
    },

    /** A session without a password: of a training token, or where a provider has vouched. False where the account cannot sign in. */
    async openSession({ id, tokenHash, account, secondFactor, now, milliseconds }: NewSession): Promise<boolean> {
      const sql = `insert into sign_in_session (id, user, token_hash, expires_at, created_at, updated_at, second_factor)
        select ?, id, ?, ?, ?, ?, ? from sign_in_user where account = ? returning id`;
      const values = [id, tokenHash, now + milliseconds, now, now, secondFactor, account] as const;
      return (await prepare(sql, ...values).first('id')) !== null;
    },

    /** The open sessions of a person, newest first. */
    async sessionsOf(user: string, now: number, idleMilliseconds: number) {
      const sql = `select id, created_at as startedAt, updated_at as usedAt, second_factor as secondFactor from sign_in_session
        where user = ? and expires_at > ? and updated_at > ? order by created_at desc, id`;
      type Row = { id: string; startedAt: number; usedAt: number; secondFactor: SecondFactor | null };
      return (await prepare(sql, user, now, now - idleMilliseconds).all<Row>()).results;
    },

    /** Notes that whoever this session belongs to has given their password again. */
    async confirmSession(id: string, now: number): Promise<void> {
      await prepare('update sign_in_session set confirmed_at = ? where id = ?', now, id).run();
    },

    async endSession(user: string, id: string): Promise<void> {
      await prepare('delete from sign_in_session where user = ? and id = ?', user, id).run();
    },

    async endToken(tokenHash: string): Promise<void> {
      await prepare('delete from sign_in_session where token_hash = ?', tokenHash).run();
    },

    /** Every session of a person but the one to keep; null keeps none. */
    async endSessions(user: string, keep: string | null): Promise<void> {
      await prepare('delete from sign_in_session where user = ? and id is not ?', user, keep).run();
    },

    /** A way to sign in for each account that has none. The user bears the account's id. */
    async addSignIns(people: readonly NewSignIn[]): Promise<void> {
      const user = `insert into sign_in_user (id, account, name, email, email_verified, two_factor_enabled, created_at, updated_at)
        select ?, ?, ?, ?, 1, 0, ?, ? where not exists (select 1 from sign_in_user where account = ?)`;
      const credential = `insert or ignore into sign_in_credential (id, user, provider, subject, password, created_at, updated_at)
        select id, id, 'credential', id, ?, ?, ? from sign_in_user where id = ?`;
      const statements = people.flatMap(({ account, name, email, passwordHash, now }) => [
        prepare(user, account, account, name, email, now, now, account),
        ...(passwordHash === null ? [] : [prepare(credential, passwordHash, now, now, account)]),
      ]);
      if (statements.length > 0) await db.batch(statements);
    },

    async hasSignIn(account: string): Promise<boolean> {
      return (await prepare('select 1 as found from sign_in_user where account = ?', account).first()) !== null;
    },

    /** Null for an account that has no way to sign in. */
    async emailOf(account: string): Promise<string | null> {
      return prepare('select email from sign_in_user where account = ?', account).first<string>('email');
    },

    /** A new password in place of all that let an account in before: its sessions, its authenticator app, its codes. */
    async resetSignIn(account: string, passwordHash: string, now: number): Promise<void> {
      const user = 'select id from sign_in_user where account = ?';
      await db.batch([
        ...['sign_in_session', 'sign_in_two_factor', 'sign_in_spent_code'].map((table) =>
          prepare(`delete from ${table} where user = (${user})`, account),
        ),
        prepare(
          "delete from sign_in_credential where provider = 'credential' and user = (select id from sign_in_user where account = ?)",
          account,
        ),
        prepare('update sign_in_user set two_factor_enabled = 0, updated_at = ? where account = ?', now, account),
        prepare(
          `insert into sign_in_credential (id, user, provider, subject, password, created_at, updated_at)
            select id, id, 'credential', id, ?, ?, ? from sign_in_user where account = ?`,
          ...[passwordHash, now, now, account],
        ),
      ]);
    },

    async isEmailTaken(email: string): Promise<boolean> {
      return (await prepare('select 1 as found from sign_in_user where email = ?', email).first()) !== null;
    },

    /** Takes an account's way to sign in with every session it opened, all at once. False where it had none. */
    async removeSignIn(account: string): Promise<boolean> {
      const of = (table: string) =>
        prepare(`delete from ${table} where user = (select id from sign_in_user where account = ?)`, account);
      const tables = ['sign_in_session', 'sign_in_credential', 'sign_in_two_factor', 'sign_in_spent_code'];
      const results = await db.batch([
        ...tables.map(of),
        prepare('delete from sign_in_user where account = ? returning id', account),
      ]);
      return (results.at(-1)?.results.length ?? 0) > 0;
    },

    /** Counts one more try of a subject. @returns how many there were since the first of them, which was at most so long ago */
    async countTry(subjectHash: string, now: number, withinMilliseconds: number): Promise<number> {
      const sql = `insert into sign_in_try (subject_hash, tries, since) values (?, 1, ?) on conflict (subject_hash) do update set
        tries = case when since <= ? then 1 else min(tries + 1, 1000000) end,
        since = case when since <= ? then excluded.since else since end returning tries`;
      const start = now - withinMilliseconds;
      return (await prepare(sql, subjectHash, now, start, start).first<number>('tries')) ?? 1;
    },

    async forgetTries(subjectHash: string): Promise<void> {
      await prepare('delete from sign_in_try where subject_hash = ?', subjectHash).run();
    },

    /** Throws away what has ended: sessions, steps between password and code, used codes that mean nothing any more, old tries. */
    async purge(
      now: number,
      ages: { readonly idle: number; readonly code: number; readonly tries: number },
    ): Promise<void> {
      await db.batch([
        prepare('delete from sign_in_session where expires_at <= ? or updated_at <= ?', now, now - ages.idle),
        prepare('delete from sign_in_verification where expires_at <= ?', now),
        prepare('delete from sign_in_spent_code where spent_at <= ?', now - ages.code),
        prepare('delete from sign_in_try where since <= ?', now - ages.tries),
      ]);
    },
  };
}

type Flat = Omit<SessionRow, 'account' | 'isTwoFactorOn'> &
  Omit<SessionRow['account'], 'isTraining'> & { readonly isTwoFactorOn: number; readonly isTraining: number };
