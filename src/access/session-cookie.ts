/**
 * The session cookie: an access token that scripts cannot read and other sites cannot send. On anything but this very
 * machine it is `Secure` and bears the `__Host-` prefix, so that no other host or path can set it.
 */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

const name = 'pledge-session';
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Plain HTTP reaches no further than the machine itself there, and browsers refuse `Secure` cookies over it. */
function isLoopback(context: Context): boolean {
  return loopback.has(new URL(context.req.url).hostname);
}

/** The token of the session, or null. */
export function sessionToken(context: Context): string | null {
  const token = isLoopback(context) ? getCookie(context, name) : getCookie(context, name, 'host');
  return token === undefined || token === '' ? null : token;
}

/** Keeps the token until the browser closes; the token's own expiry ends it earlier. */
export function startSession(context: Context, token: string): void {
  const options = { httpOnly: true, sameSite: 'Strict', path: '/' } as const;
  if (isLoopback(context)) setCookie(context, name, token, options);
  else setCookie(context, name, token, { ...options, secure: true, prefix: 'host' });
}

export function endSession(context: Context): void {
  if (isLoopback(context)) deleteCookie(context, name, { path: '/' });
  else deleteCookie(context, name, { path: '/', secure: true, prefix: 'host' });
}
