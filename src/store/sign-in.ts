/**
 * What the sign-in remembers, on either engine: better-auth's adapter over our tables, which turns every session token into its
 * SHA-256 on the way in (so that a copy of the database opens no session), and the codes that have been used.
 */
import type { D1Database } from '@cloudflare/workers-types';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { BetterAuthOptions } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { drizzle } from 'drizzle-orm/d1';
import * as tables from './sign-in-schema.ts';
import { sessionStatements } from './sign-in-sessions.ts';

type Adapter = ReturnType<ReturnType<typeof drizzleAdapter>>;
type Where = { field: string; value: unknown };

export type SignInMemory = {
  readonly adapter: (options: BetterAuthOptions) => Adapter;
  /** True once for each code of a person; false where it was used before and could still be valid. */
  readonly spendCode: (user: string, code: string, now: Date) => Promise<boolean>;
  /** The borough of somebody's account; null where it works across boroughs, and of nobody. */
  readonly boroughOf: (user: string) => Promise<string | null>;
} & ReturnType<typeof sessionStatements>;

/** A code is accepted in its own half minute and the one on either side; after this it means nothing. */
const codeLivesMilliseconds = 120_000;

/** @param db D1's binding, or a SQLite file wearing its face, with every migration applied. */
export function openSignInMemory(db: D1Database): SignInMemory {
  const schema = {
    user: tables.signInUser,
    session: tables.signInSession,
    account: tables.signInCredential,
    verification: tables.signInVerification,
    twoFactor: tables.signInTwoFactor,
  };
  const inner = drizzleAdapter(drizzle(db), { provider: 'sqlite', schema });
  return {
    ...sessionStatements(db),
    adapter: (options) => hashingTokens(inner(options)),
    async boroughOf(user) {
      const sql = `select account.borough from sign_in_user join account on account.id = sign_in_user.account
        where sign_in_user.id = ?`;
      return db.prepare(sql).bind(user).first<string>('borough');
    },
    async spendCode(user, code, now) {
      const sql = `insert into sign_in_spent_code (user, code, spent_at) values (?, ?, ?)
        on conflict (user, code) do update set spent_at = excluded.spent_at where spent_at < ? returning code`;
      const at = now.getTime();
      const spent = await db
        .prepare(sql)
        .bind(user, code, at, at - codeLivesMilliseconds)
        .first('code');
      return spent !== null;
    },
  };
}

/** The adapter with a session's token hashed in every row and every condition, and given back only to whoever named it. */
function hashingTokens(adapter: Adapter): Adapter {
  const wrapped = new Proxy(adapter, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (name === 'transaction') return (run: (adapter: Adapter) => unknown) => run(wrapped);
      if (typeof method !== 'function') return method;
      return async (query: Query, ...rest: readonly unknown[]) => {
        if (query?.model !== 'session') return method.call(target, query, ...rest);
        const row: unknown = await method.call(target, hashed(query), ...rest);
        return withToken(row, givenToken(query));
      };
    },
  });
  return wrapped;
}

type Fields = Readonly<Record<string, unknown>>;
type Query = { model?: string; where?: Where[]; data?: Fields; update?: Fields } | undefined;

function hashed(query: NonNullable<Query>): Query {
  const { where, data, update } = query;
  return {
    ...query,
    ...(where && { where: where.map((one) => (one.field === 'token' ? { ...one, value: hashOf(one.value) } : one)) }),
    ...(data && { data: hashedFields(data) }),
    ...(update && { update: hashedFields(update) }),
  };
}

function hashedFields(fields: Fields): Fields {
  return 'token' in fields ? { ...fields, token: hashOf(fields.token) } : fields;
}

function hashOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hashOf);
  return typeof value === 'string' ? bytesToHex(sha256(utf8ToBytes(value))) : value;
}

function givenToken({ where, data }: NonNullable<Query>): unknown {
  return data?.token ?? where?.find(({ field, value }) => field === 'token' && typeof value === 'string')?.value;
}

function withToken(row: unknown, token: unknown): unknown {
  const isRow = typeof row === 'object' && row !== null && !Array.isArray(row) && 'token' in row;
  return isRow && token !== undefined ? { ...row, token } : row;
}
