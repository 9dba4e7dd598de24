/**
 * The session cookie: a token that scripts cannot read and other sites cannot send. On anything but this very machine it is `Secure`
 * and bears the `__Host-` prefix, so that no other host or path can set it.
 */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

export const sessionCookie = 'pledge-session';
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Plain HTTP reaches no further than the machine itself there, and browsers refuse `Secure` cookies over it. */
export function isLoopback(hostname: string): boolean {
  return loopback.has(hostname);
}

/**
 * The token of the session, or null. The sign-in signs it, "token.signature"; the token's own 190 bits of chance are what counts.
 * Behind a proxy that hides the site's address both names are looked at.
 */
export function sessionToken(context: Context): string | null {
  const isPlain = isLoopback(new URL(context.req.url).hostname);
  const value = getCookie(context, sessionCookie, 'host') ?? (isPlain ? getCookie(context, sessionCookie) : undefined);
  const token = value?.split('.')[0] ?? '';
  return token === '' ? null : token;
}

const options = { httpOnly: true, sameSite: 'Strict', path: '/' } as const;

/** Keeps the token until the browser closes; the session's own end comes earlier. @param origin of this site as browsers see it */
export function startSession(context: Context, token: string, origin: string): void {
  if (isLoopback(new URL(origin).hostname)) setCookie(context, sessionCookie, token, options);
  else setCookie(context, sessionCookie, token, { ...options, secure: true, prefix: 'host' });
}

export function endSession(context: Context, origin: string): void {
  if (isLoopback(new URL(origin).hostname)) deleteCookie(context, sessionCookie, { path: '/' });
  else deleteCookie(context, sessionCookie, { path: '/', secure: true, prefix: 'host' });
}
