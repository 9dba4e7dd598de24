/**
 * Sign-in at a borough's own OpenID Connect provider. It opens accounts of that borough alone, and only for who was invited: the first
 * time by an e-mail address that the provider says is verified, afterwards by its subject. State, nonce and PKCE are better-auth's; what
 * it leaves open is closed here: it would skip the second factor. Each borough has a sign-in of its own, made when somebody first comes
 * that way, so that a provider that is down keeps nobody else out.
 */
import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { deleteSessionCookie } from 'better-auth/cookies';
import { generateRandomString } from 'better-auth/crypto';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { type BoroughProvider, providerId, vouches } from './borough-providers.ts';

/** Seconds in which the code must follow; the library's own time between password and code. */
const codeFollowsSeconds = 600;

/** Where somebody goes on who still has to give a code. */
export const codePage = '/sign-in/code';

type ValidateUserInfo = NonNullable<NonNullable<BetterAuthOptions['user']>['validateUserInfo']>;
type BoroughOf = (user: string) => Promise<string | null>;

export function singleSignOn(provider: BoroughProvider, boroughOf: BoroughOf) {
  const id = providerId(provider);
  /** Requests whose id token vouches for a second factor. */
  const vouched = new WeakSet<object>();

  /** Called by the library once the id token is found genuine, before anything is linked or opened. */
  const validateUserInfo: ValidateUserInfo = async ({ user, source }, context) => {
    if (source.method !== 'oauth') return;
    if (source.action === 'create-user' || source.oauth?.providerId !== id) return { error: 'not_invited' };
    if ((await boroughOf(String(user.id))) !== provider.borough) return { error: 'other_borough' };
    if (context?.request && vouches(provider, source.oauth.profile ?? {})) vouched.add(context.request);
    return;
  };

  const hasVouched = (context: { readonly request?: Request | undefined } | null | undefined): boolean =>
    context?.request !== undefined && vouched.has(context.request);

  const secondFactor = createAuthMiddleware(async (context) => {
    const opened = context.context.newSession;
    if (!opened || hasVouched(context)) return;
    deleteSessionCookie(context, true);
    await context.context.internalAdapter.deleteSession(opened.session.token);
    context.context.setNewSession(null);
    if (opened.user.twoFactorEnabled !== true) throw context.redirect('/sign-in?error=second_factor_missing');
    const identifier = `2fa-${generateRandomString(20)}`;
    const expiresAt = new Date(Date.now() + codeFollowsSeconds * 1_000);
    const { internalAdapter } = context.context;
    await internalAdapter.createVerificationValue({ value: opened.user.id, identifier, expiresAt });
    await internalAdapter.createVerificationValue({ value: '0', identifier: `2fa-attempts-${identifier}`, expiresAt });
    const cookie = context.context.createAuthCookie('two_factor', { maxAge: codeFollowsSeconds });
    await context.setSignedCookie(cookie.name, identifier, context.context.secret, cookie.attributes);
    throw context.redirect(codePage);
  });

  const plugins = [
    genericOAuth({
      config: [
        {
          providerId: id,
          discoveryUrl: `${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
          clientId: provider.clientId,
          clientSecret: provider.clientSecret,
          scopes: ['openid', 'email'],
          pkce: true,
          disableSignUp: true,
          requireIdTokenVerification: true,
        },
      ],
    }),
    {
      id: 'borough-second-factor',
      hooks: { after: [{ matcher: ({ path }) => path === '/callback/:id', handler: secondFactor }] },
    },
  ] satisfies BetterAuthPlugin[];

  return { plugins, validateUserInfo, hasVouched };
}

/** What is kept of an identity at a provider: who it is, and none of the provider's tokens. */
export const withoutTokens = { accessToken: null, refreshToken: null, idToken: null } as const;

/** One sign-in for each borough, made on first use: only then is its provider asked for its addresses. */
export function createSignIns<SignIn>(
  providers: readonly BoroughProvider[],
  create: (provider: BoroughProvider) => SignIn,
) {
  const made = new Map<string, SignIn>();
  return {
    /** Undefined where the borough has no provider. */
    of(borough: string): SignIn | undefined {
      const provider = providers.find((one) => one.borough === borough);
      if (provider === undefined) return undefined;
      const signIn = made.get(borough) ?? create(provider);
      made.set(borough, signIn);
      return signIn;
    },
    /** A sign-in whose provider did not answer knows none of its addresses: the next time it is made, and asks, anew. */
    forget(borough: string): void {
      made.delete(borough);
    },
  };
}
