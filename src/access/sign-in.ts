/**
 * Sign-in by password and a code from an authenticator app (better-auth). There is no sign-up. What the library leaves open is
 * closed here and in the memory handed in: a code works once (RFC 6238, section 5.2), tokens of sessions are kept as hashes.
 * Passwords have a length and no rules of composition, as the NCSC advises ("Password policy: updating your approach").
 */
import type { BetterAuthOptions } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { twoFactor } from 'better-auth/plugins';
import type { BoroughProvider } from './borough-providers.ts';
import { isLoopback, sessionCookie } from './session-cookie.ts';
import { singleSignOn, withoutTokens } from './single-sign-on.ts';

export const passwordLength = { least: 12, most: 128 } as const;

/** A session ends after a working day, used or not. */
export const sessionSeconds = 8 * 3_600;

/** Wrong codes in a row, after which the second factor is shut for a quarter of an hour. */
export const codeLockOut = { failures: 5, seconds: 900 } as const;

/** What somebody has shown besides the password, by the path on which the session was made; elsewhere nothing. */
const factorOfPath: Readonly<Record<string, string>> = {
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-backup-code': 'recovery-code',
};

export type SignInSettings = {
  readonly memory: {
    readonly adapter: Exclude<BetterAuthOptions['database'], undefined>;
    readonly spendCode: (user: string, code: string, now: Date) => Promise<boolean>;
    readonly boroughOf: (user: string) => Promise<string | null>;
  };
  /** At least 32 characters; it encrypts the secrets of second factors and signs cookies. */
  readonly secret: string;
  /** Address of this site as browsers see it. */
  readonly origin: string;
  readonly clock: () => Date;
  /** For people of this borough, who sign in at its provider; none for passwords alone. */
  readonly provider?: BoroughProvider;
};

const codePaths = ['/two-factor/verify-totp'];

export function createSignIn({ memory, secret, origin, clock, provider }: SignInSettings) {
  if (secret.length < 32) throw new Error('The secret of the sign-in must have at least 32 characters.');
  const atProvider = provider === undefined ? null : singleSignOn(provider, memory.boroughOf);
  return betterAuth({
    appName: 'Pledge',
    baseURL: origin,
    secret,
    database: memory.adapter,
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
    },
    user: {
      additionalFields: { account: { type: 'string', required: true, input: false } },
      ...(atProvider !== null && { validateUserInfo: atProvider.validateUserInfo }),
    },
    account: { updateAccountOnSignIn: false },
    session: {
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: { secondFactor: { type: 'string', required: false, input: false } },
    },
    advanced: cookiesOf(origin),
    databaseHooks: {
      account: { create: { before: async (row) => ({ data: { ...row, ...withoutTokens } }) } },
      session: {
        create: {
          before: async (session, context) => ({
            data: {
              ...session,
              secondFactor: atProvider?.hasVouched(context) ? 'provider' : (factorOfPath[context?.path ?? ''] ?? null),
              ipAddress: null,
              userAgent: null,
            },
          }),
        },
      },
    },
    plugins: [
      twoFactor({
        issuer: 'Pledge',
        backupCodeOptions: { storeBackupCodes: 'encrypted' },
        accountLockout: {
          enabled: true,
          maxFailedAttempts: codeLockOut.failures,
          durationSeconds: codeLockOut.seconds,
        },
      }),
      ...(atProvider?.plugins ?? []),
    ],
    hooks: {
      after: createAuthMiddleware(async (context) => {
        if (!codePaths.includes(context.path) || context.context.returned instanceof Error) return;
        const signedIn = context.context.newSession ?? context.context.session;
        if (!signedIn) return;
        if (await memory.spendCode(signedIn.user.id, String(context.body.code), clock())) return;
        await context.context.internalAdapter.deleteSession(signedIn.session.token);
        throw new APIError('UNAUTHORIZED', { code: 'CODE_USED_BEFORE', message: 'This code was used before.' });
      }),
    },
    telemetry: { enabled: false },
  });
}

/**
 * Cookies that scripts cannot read and other sites cannot send. On anything but this very machine they are `Secure` and bear the
 * `__Host-` prefix, as session-cookie.ts reads them.
 */
function cookiesOf(origin: string): BetterAuthOptions['advanced'] {
  const isPlain = isLoopback(new URL(origin).hostname);
  const prefix = isPlain ? '' : '__Host-';
  return {
    useSecureCookies: false,
    cookiePrefix: `${prefix}pledge`,
    cookies: {
      session_token: { name: `${prefix}${sessionCookie}` },
      // The one cookie that has to come along when a borough's provider sends the browser back.
      state: { attributes: { sameSite: 'lax' } },
    },
    defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/', secure: !isPlain },
    ipAddress: { disableIpTracking: true },
  };
}
