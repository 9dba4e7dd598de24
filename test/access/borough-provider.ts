/** A real OpenID Connect provider on loopback, whose people sign in without being asked anything: `signInAs` says who does, and how. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export type Person = {
  readonly subject: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly amr: readonly string[];
};

export type RunningProvider = {
  readonly issuer: string;
  readonly signInAs: (person: Person) => void;
  /** Follows the way from the provider's address of authorisation to where it sends the browser back. */
  readonly follow: (address: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

export const clientId = 'pledge';
export const clientSecret = 'a secret between Pledge and the borough';

export async function startProvider(redirectUri: string): Promise<RunningProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an AddressInfo.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let person: Person | undefined;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
    findAccount: (_context, subject) => ({
      accountId: subject,
      claims: () => ({
        sub: subject,
        email: person?.email,
        email_verified: person?.emailVerified,
      }),
    }),
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
    interactions: { url: () => '/interaction' },
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (request.url !== '/interaction' || person === undefined) return answer(request, response);
    const amr = person.amr.length === 0 ? undefined : [...person.amr];
    const login = { accountId: person.subject, remember: false, amr };
    await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  });
  return {
    issuer,
    signInAs(who) {
      person = who;
    },
    async follow(address) {
      const cookies = new Map<string, string>();
      let next = address;
      for (let hop = 0; hop < 8; hop += 1) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const reply = await fetch(next, { redirect: 'manual', headers: { cookie } });
        for (const set of reply.headers.getSetCookie()) {
          const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
          cookies.set(name, value);
        }
        const location = reply.headers.get('location');
        if (location === null) throw new Error(`The provider answered ${reply.status}: ${await reply.text()}`);
        next = new URL(location, next).href;
        if (next.startsWith(redirectUri)) return next;
      }
      throw new Error('The provider never sent the browser back.');
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
