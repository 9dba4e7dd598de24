/**
 * The steps of signing in at a borough's own provider: out to it, and back with what it said. The way back is an address of better-auth's,
 * `/api/auth/callback/borough-CODE`, which the borough writes down at its provider.
 */
import { APIError } from 'better-auth/api';
import { providerId } from './borough-providers.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import type { Visit } from './sign-in-steps.ts';

export type ProviderSteps = ReturnType<typeof createProviderSteps>;

/** Where somebody goes on, and the cookies to set on the way. */
export type Onwards = { readonly to: string; readonly cookies: readonly string[] };

const failed = { to: '/sign-in?error=provider_failed', cookies: [] } as const satisfies Onwards;

export function createProviderSteps(desk: SignInDesk) {
  return {
    /** Boroughs that have one, by ONS code. */
    boroughs: desk.boroughs,

    /** Out to the provider. @param next an address of this site; null for a borough without a provider */
    async out({ origin }: Visit, borough: string, next: string): Promise<Onwards | null> {
      const library = desk.atProvider(origin, borough);
      if (library === undefined) return null;
      try {
        const { headers, response } = await library.api.signInSocial({
          body: { provider: providerId({ borough }), callbackURL: next, errorCallbackURL: '/sign-in' },
          headers: new Headers({ origin }),
          returnHeaders: true,
        });
        if (response.url != null) return { to: response.url, cookies: headers.getSetCookie() };
      } catch (error) {
        // The provider does not answer, or not as one.
        if (!(error instanceof APIError)) throw error;
      }
      desk.forgetProvider(origin, borough);
      return failed;
    },

    /** Back from it. @param address path and query as the browser asked for them; null where they are no borough's with a provider */
    async back({ origin, cookies }: Visit, address: string): Promise<Onwards | null> {
      const id = /^\/api\/auth\/callback\/borough-(E\d{8})(?:\?|$)/.exec(address)?.[1] ?? '';
      const library = desk.atProvider(origin, id);
      if (library === undefined) return null;
      const answer = await library.handler(new Request(`${origin}${address}`, { headers: { cookie: cookies } }));
      const to = answer.headers.get('location');
      return to === null ? failed : { to: ownPath(to, origin), cookies: answer.headers.getSetCookie() };
    },
  };
}

/** The library names a page of this site with or without its address; where it knows none that set out, a page of its own that is not served here. */
function ownPath(location: string, origin: string): string {
  const { origin: there, pathname, search } = new URL(location, origin);
  return there === origin && !pathname.startsWith('/api/') ? `${pathname}${search}` : failed.to;
}
