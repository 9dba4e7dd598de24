/**
 * The door of the service: who a session belongs to, and each step of signing in as an answer instead of an exception. Passwords,
 * codes and their encryption are better-auth's (sign-in.ts); how often somebody may try, how long a session may be left alone and
 * what a training token opens are decided here. One better-auth for each address of the site, made when it is first asked for.
 */
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { BoroughProvider } from './borough-providers.ts';
import { type Account, roles } from './roles.ts';
import { createSignIn, type SignInSettings, sessionSeconds } from './sign-in.ts';
import { createSignIns } from './single-sign-on.ts';
import { tokenFrom, tokenHash } from './token.ts';

/** An hour unused ends a session: a ceremony with its check-in fits, a lunch break at an open laptop does not. A working day ends it anyway. */
export const idleMilliseconds = 3_600_000;

/** How long a password counts as just given, so that closing a list and unsealing another ask for it once. */
export const confirmedMilliseconds = 600_000;

/** Tries at a password within a quarter of an hour: of one e-mail address, and from one place, where a whole town hall may sit. */
export const passwordTries = { account: 10, address: 60, milliseconds: 900_000 } as const;

export type SecondFactor = 'totp' | 'recovery-code' | 'provider' | 'training';

type SessionRow = {
  readonly session: string;
  readonly user: string;
  readonly email: string;
  readonly secondFactor: SecondFactor | null;
  readonly isTwoFactorOn: boolean;
  readonly startedAt: number;
  readonly usedAt: number;
  readonly confirmedAt: number | null;
  readonly account: Omit<Account, 'role'> & { readonly role: string };
};

export type OpenSession = Pick<SessionRow, 'startedAt' | 'usedAt' | 'secondFactor'> & { readonly id: string };

/** What the store gives (src/store/sign-in.ts). */
export type SignInMemory = SignInSettings['memory'] & {
  readonly findSession: (tokenHash: string, now: number, idleMilliseconds: number) => Promise<SessionRow | null>;
  readonly openSession: (session: {
    readonly id: string;
    readonly tokenHash: string;
    readonly account: string;
    readonly secondFactor: SecondFactor;
    readonly now: number;
    readonly milliseconds: number;
  }) => Promise<boolean>;
  readonly sessionsOf: (user: string, now: number, idleMilliseconds: number) => Promise<readonly OpenSession[]>;
  readonly confirmSession: (id: string, now: number) => Promise<void>;
  readonly endSession: (user: string, id: string) => Promise<void>;
  readonly endToken: (tokenHash: string) => Promise<void>;
  readonly endSessions: (user: string, keep: string | null) => Promise<void>;
  readonly addSignIns: (people: readonly NewSignIn[]) => Promise<void>;
  readonly hasSignIn: (account: string) => Promise<boolean>;
  readonly emailOf: (account: string) => Promise<string | null>;
  readonly resetSignIn: (account: string, passwordHash: string, now: number) => Promise<void>;
  readonly isEmailTaken: (email: string) => Promise<boolean>;
  readonly removeSignIn: (account: string) => Promise<boolean>;
  readonly countTry: (subjectHash: string, now: number, withinMilliseconds: number) => Promise<number>;
  readonly forgetTries: (subjectHash: string) => Promise<void>;
  readonly purge: (now: number, ages: { idle: number; code: number; tries: number }) => Promise<void>;
};

export type NewSignIn = {
  readonly account: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly now: number;
};

/** Who is signed in: password and second factor given, or a provider that vouched for both. */
export type SignedIn = {
  readonly account: Account;
  readonly session: {
    readonly id: string;
    readonly user: string;
    readonly email: string;
    readonly secondFactor: SecondFactor;
    readonly startedAt: Date;
    /** Whether the password was given within the last ten minutes; always where there is none, in training. */
    readonly isConfirmed: boolean;
  };
};

export type SignInDesk = ReturnType<typeof createSignInDesk>;

export type SignInDeskSettings = {
  readonly memory: SignInMemory;
  /** The operator's key, 64 hex digits; nothing made from it here can be told from chance, or used for the seeds. */
  readonly key: string;
  /** Of boroughs that sign their people in themselves. */
  readonly providers: readonly BoroughProvider[];
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
};

/** Addresses of one site are few; a caller who makes up Host headers must not fill the memory. */
const mostOrigins = 4;

export function createSignInDesk({ memory, key, providers, clock, random }: SignInDeskSettings) {
  const derive = (what: string) => hkdf(sha256, hexToBytes(key), undefined, utf8ToBytes(what), 32);
  const secret = bytesToHex(derive('pledge sign-in secret'));
  const tryKey = derive('pledge sign-in tries');
  const libraries = new Map<string, ReturnType<typeof madeFor>>();
  const now = () => clock().getTime();

  const madeFor = (origin: string) => ({
    plain: createSignIn({ memory, secret, origin, clock }),
    atProviders: createSignIns(providers, (provider) => createSignIn({ memory, secret, origin, clock, provider })),
  });

  function librariesOf(origin: string): ReturnType<typeof madeFor> {
    const known = libraries.get(origin);
    if (known !== undefined) return known;
    if (libraries.size >= mostOrigins) libraries.clear();
    const made = madeFor(origin);
    libraries.set(origin, made);
    return made;
  }

  async function find(token: string): Promise<SessionRow | null> {
    return memory.findSession(tokenHash(token), now(), idleMilliseconds);
  }

  return {
    memory,

    boroughs: providers.map(({ borough }) => borough),

    /** better-auth for one address of the site, such as "https://pledge.example". */
    at: (origin: string) => librariesOf(origin).plain,

    /** The same, of a borough's own provider; undefined where it has none. */
    atProvider: (origin: string, borough: string) => librariesOf(origin).atProviders.of(borough),

    /** After it did not answer. */
    forgetProvider: (origin: string, borough: string) => librariesOf(origin).atProviders.forget(borough),

    /** Whose session this is; null where it has ended or lacks its second factor. */
    async whoIs(token: string): Promise<SignedIn | null> {
      const row = await find(token);
      if (row === null || row.secondFactor === null) return null;
      const isByCode = row.secondFactor === 'totp' || row.secondFactor === 'recovery-code';
      const role = roles.find((known) => known === row.account.role);
      if (role === undefined || (isByCode && !row.isTwoFactorOn)) return null;
      const { session: id, user, email, secondFactor, startedAt, confirmedAt } = row;
      const isRecent = now() - Math.max(startedAt, confirmedAt ?? 0) < confirmedMilliseconds;
      return {
        account: { ...row.account, role },
        session: {
          ...{ id, user, email, secondFactor, startedAt: new Date(startedAt) },
          isConfirmed: isRecent || secondFactor === 'training',
        },
      };
    },

    /** Who has given a password and has no second factor yet: the set-up of one is all that is open. */
    async whoSetsUp(token: string): Promise<{ readonly user: string; readonly email: string } | null> {
      const row = await find(token);
      return row === null || row.secondFactor !== null || row.isTwoFactorOn
        ? null
        : { user: row.user, email: row.email };
    },

    /** A session for an account, without a password. @returns its token, or null where the account has no way to sign in */
    async openSession(account: string, secondFactor: SecondFactor): Promise<string | null> {
      const token = tokenFrom(random(32));
      const id = bytesToHex(random(16));
      const times = { now: now(), milliseconds: sessionSeconds * 1_000 };
      const isOpen = await memory.openSession({ id, tokenHash: tokenHash(token), account, secondFactor, ...times });
      return isOpen ? token : null;
    },

    /** The password of this session was given again, and right. */
    confirm: (id: string) => memory.confirmSession(id, now()),

    /** Ends the session of a token; a token that opens nothing is no mistake. */
    endToken: (token: string) => memory.endToken(tokenHash(token)),

    sessionsOf: (user: string) => memory.sessionsOf(user, now(), idleMilliseconds),

    /** Counts a try at a password before it is looked at. @param address where it came from, or null where that is not known */
    async mayTry(email: string, address: string | null): Promise<boolean> {
      const { account, address: most, milliseconds } = passwordTries;
      const byEmail = await memory.countTry(hashOf(`email|${email.toLowerCase()}`), now(), milliseconds);
      const byAddress = address === null ? 0 : await memory.countTry(hashOf(`address|${address}`), now(), milliseconds);
      return byEmail <= account && byAddress <= most;
    },

    /** A right password forgives the wrong ones before it, of this e-mail address and not of the place. */
    forgive: (email: string) => memory.forgetTries(hashOf(`email|${email.toLowerCase()}`)),

    purge: () => memory.purge(now(), { idle: idleMilliseconds, code: 120_000, tries: passwordTries.milliseconds }),
  };

  function hashOf(subject: string): string {
    return bytesToHex(hmac(sha256, tryKey, utf8ToBytes(subject)));
  }
}
