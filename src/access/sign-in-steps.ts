/**
 * The steps of signing in, each as an answer with the cookies to set. A password that is wrong and an e-mail address that is unknown get
 * the same answer after the same work (better-auth hashes the password either way). Nothing here trusts a device for later.
 */
import { APIError } from 'better-auth/api';
import { symmetricDecrypt } from 'better-auth/crypto';
import { passwordLength } from './sign-in.ts';
import type { SignedIn, SignInDesk } from './sign-in-desk.ts';

/** Where a step comes from. */
export type Visit = {
  /** Of this site as browsers see it. */
  readonly origin: string;
  /** The request's cookies, as its header has them. */
  readonly cookies: string;
  /** The network address it came from, or null where that is not known for certain. */
  readonly address: string | null;
};

export type PasswordAnswer =
  | { readonly kind: 'code' | 'set-up'; readonly cookies: readonly string[] }
  | { readonly kind: 'wrong' | 'too-many' };

export type CodeAnswer =
  | { readonly kind: 'in'; readonly cookies: readonly string[] }
  | { readonly kind: 'wrong' | 'used' | 'locked' | 'expired' };

export type SetUp = { readonly uri: string; readonly recoveryCodes: readonly string[] };

export type SignInSteps = ReturnType<typeof createSignInSteps>;

export function createSignInSteps(desk: SignInDesk) {
  const headersOf = ({ origin, cookies }: Visit) => new Headers({ origin, cookie: cookies });

  return {
    async password(visit: Visit, email: string, password: string): Promise<PasswordAnswer> {
      const library = desk.at(visit.origin);
      if (!(await desk.mayTry(email, visit.address))) return { kind: 'too-many' };
      try {
        const { headers } = await library.api.signInEmail({
          body: { email, password },
          headers: new Headers({ origin: visit.origin }),
          returnHeaders: true,
        });
        const cookies = untilBrowserCloses(headers.getSetCookie());
        await desk.forgive(email);
        await desk.purge();
        const session = await library.api.getSession({ headers: new Headers({ cookie: sent(cookies) }) });
        if (session === null) return { kind: 'code', cookies };
        // The secret of an app that was never confirmed is drawn anew.
        await library.api.enableTwoFactor({ body: { password }, headers: new Headers({ cookie: sent(cookies) }) });
        return { kind: 'set-up', cookies };
      } catch (error) {
        if (!(error instanceof APIError)) throw error;
        return { kind: 'wrong' };
      }
    },

    /** The code of an authenticator app: the second step of signing in, or the last of setting the app up. */
    code(visit: Visit, code: string): Promise<CodeAnswer> {
      const digits = code.replaceAll(/\s/g, '');
      if (!/^[0-9]{6}$/.test(digits)) return Promise.resolve({ kind: 'wrong' });
      return answered(() =>
        desk
          .at(visit.origin)
          .api.verifyTOTP({ body: { code: digits }, headers: headersOf(visit), returnHeaders: true }),
      );
    },

    recoveryCode(visit: Visit, code: string): Promise<CodeAnswer> {
      return answered(() =>
        desk.at(visit.origin).api.verifyBackupCode({
          body: { code: code.replaceAll(/\s/g, '') },
          headers: headersOf(visit),
          returnHeaders: true,
        }),
      );
    },

    /** What a person who has no second factor yet puts into their app and keeps; null where nothing waits to be confirmed. */
    async setUp(origin: string, token: string): Promise<SetUp | null> {
      const person = await desk.whoSetsUp(token);
      if (person === null) return null;
      const { adapter, secretConfig } = await desk.at(origin).$context;
      const where = [{ field: 'userId', value: person.user }];
      const row = await adapter.findOne<{ secret: string }>({ model: 'twoFactor', where });
      if (row === null) return null;
      const secret = base32(await symmetricDecrypt({ key: secretConfig, data: row.secret }));
      const { backupCodes } = await desk.at(origin).api.viewBackupCodes({ body: { userId: person.user } });
      const query = new URLSearchParams({ secret, issuer: 'Pledge', digits: '6', period: '30' });
      return { uri: `otpauth://totp/Pledge:${encodeURIComponent(person.email)}?${query}`, recoveryCodes: backupCodes };
    },

    /** Whether this is the password of who is signed in. Counts as a try, so that an open session is no place to guess in. */
    async isPassword({ session }: SignedIn, visit: Visit, password: string): Promise<'right' | 'wrong' | 'too-many'> {
      if (!(await desk.mayTry(session.email, visit.address))) return 'too-many';
      const { internalAdapter, password: hasher } = await desk.at(visit.origin).$context;
      const credential = await internalAdapter.findCredentialAccount(session.user);
      const hash = credential?.password;
      if (hash === null || hash === undefined || !(await hasher.verify({ hash, password }))) return 'wrong';
      await desk.forgive(session.email);
      return 'right';
    },

    /** Sets a new password, ends every other session. The old one was asked for by `isPassword`. */
    async setPassword({ session }: SignedIn, origin: string, password: string): Promise<void> {
      const { internalAdapter, password: hasher } = await desk.at(origin).$context;
      await internalAdapter.updatePassword(session.user, await hasher.hash(password));
      await desk.memory.endSessions(session.user, session.id);
    },

    /** New recovery codes in place of the old; null for somebody without an authenticator app. */
    async newRecoveryCodes(visit: Visit, password: string): Promise<readonly string[] | null> {
      try {
        const { api } = desk.at(visit.origin);
        const { backupCodes } = await api.generateBackupCodes({ body: { password }, headers: headersOf(visit) });
        return backupCodes;
      } catch (error) {
        if (error instanceof APIError) return null;
        throw error;
      }
    },
  };
}

/** What is wrong with a new password, in words for the page, or null. */
export function passwordProblem(password: string): string | null {
  if (password.length < passwordLength.least) return `Password must be ${passwordLength.least} characters or more`;
  if (password.length > passwordLength.most) return `Password must be ${passwordLength.most} characters or fewer`;
  return null;
}

type Answered = { readonly headers: Headers };

async function answered(ask: () => Promise<Answered>): Promise<CodeAnswer> {
  try {
    const { headers } = await ask();
    return { kind: 'in', cookies: untilBrowserCloses(headers.getSetCookie()) };
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    return { kind: kinds[String(error.body?.code)] ?? 'wrong' };
  }
}

const kinds: Readonly<Record<string, 'used' | 'locked' | 'expired'>> = {
  CODE_USED_BEFORE: 'used',
  ACCOUNT_TEMPORARILY_LOCKED: 'locked',
  INVALID_TWO_FACTOR_COOKIE: 'expired',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'expired',
};

/** A shared computer forgets who signed in when its browser closes; what the library deletes stays deleted. */
function untilBrowserCloses(cookies: readonly string[]): readonly string[] {
  return cookies.map((cookie) => cookie.replace(/;\s*Max-Age=[1-9][0-9]*/i, ''));
}

function sent(cookies: readonly string[]): string {
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

/** RFC 4648, section 6, without padding. */
function base32(text: string): string {
  const bits = [...new TextEncoder().encode(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}
