/** What every request carries through the API: the dependencies, who is asking, and the key under which a retry is known. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Context, MiddlewareHandler } from 'hono';
import { InputRefused } from '../../analysis/plan/problem.ts';
import type { Account } from '../access/roles.ts';
import { sessionToken } from '../access/session-cookie.ts';
import { bearerToken } from '../access/token.ts';
import { identify, identifySession } from '../actions/accounts.ts';
import type { Deps, Request } from '../actions/deps.ts';
import { Refusal } from '../trial/refusal.ts';

export type ApiEnvironment = {
  Variables: { readonly requestId: string; readonly account: Account | null };
};

/** How the path of a question ends that is asked by POST and writes nothing. Who may ask it is for its handler to say. */
export const questionEnd = '/check';

const giveToken = 'Give an access token: Authorization: Bearer …';

/** Finds out who is asking, before any body is read. A token that is given and not known is refused, even where none is needed. */
export function authenticate(deps: Deps): MiddlewareHandler<ApiEnvironment> {
  return async (c, next) => {
    const header = c.req.header('authorization');
    const isOwnPage = header === undefined;
    const token = isOwnPage ? ownPageToken(c) : bearerToken(header);
    const account = token === null ? null : await (isOwnPage ? identifySession : identify)(deps, token);
    if (header !== undefined && account === null) {
      throw new Refusal('not-signed-in', 'This access token is not known, has expired or was revoked.');
    }
    const isQuestion = c.req.method === 'POST' && c.req.path.endsWith(questionEnd);
    const isWrite = c.req.method !== 'GET' && c.req.method !== 'HEAD' && !isQuestion;
    if (isWrite && account === null) throw new Refusal('not-signed-in', giveToken);
    c.set('account', account);
    await next();
  };
}

/**
 * The session of somebody whose browser asks from a page of this very site: no other site can send `Sec-Fetch-Site: same-origin`
 * (W3C Fetch Metadata), and without it the cookie counts for nothing.
 */
function ownPageToken(c: Context): string | null {
  return c.req.header('sec-fetch-site') === 'same-origin' ? sessionToken(c) : null;
}

/** Refuses `not-signed-in` where no token was given. */
export function signedIn(c: Context<ApiEnvironment>): Account {
  const account = c.get('account');
  if (account === null) throw new Refusal('not-signed-in', giveToken);
  return account;
}

/** Who writes and under which key. Refuses a write without an Idempotency-Key of 8 to 128 printable characters. */
export async function writeRequest(c: Context<ApiEnvironment>): Promise<Request> {
  const account = signedIn(c);
  const idempotencyKey = c.req.header('idempotency-key') ?? '';
  if (!/^[\x21-\x7e]{8,128}$/.test(idempotencyKey)) {
    throw new InputRefused([
      {
        path: 'header Idempotency-Key',
        message: 'every write carries one, 8 to 128 characters without spaces, such as a UUID',
      },
    ]);
  }
  const body = await c.req.text();
  const requestHash = bytesToHex(sha256(utf8ToBytes(`${c.req.method}\n${new URL(c.req.url).pathname}\n${body}`)));
  return { account, idempotencyKey, requestHash };
}
