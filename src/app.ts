/**
 * The app as both hosts run it: request ids, one log line per request (never a body, never a token), the API, the pages.
 * Everything it needs comes as arguments.
 */
import { type Context, Hono } from 'hono';
import type { Deps } from './actions/deps.ts';
import { createApi } from './api/api.ts';
import { actsOf } from './web/acts-of-actions.ts';
import { attendeePortOf } from './web/attendee-port-of-actions.ts';
import { deskPortOf } from './web/desk-port-of-actions.ts';
import { assets, views } from './web/generated/site.js';
import { readsOf } from './web/reads-of-actions.ts';
import { signInPortOf } from './web/sign-in-port.ts';
import { staffPortOf } from './web/staff-port.ts';
import { createWeb } from './web/web.ts';

/** One line for the operator's log. */
export type LogLine = Readonly<Record<string, string | number>>;

export type Host = {
  readonly log: (line: LogLine) => void;
  readonly publicOrigin: string | null;
  readonly contact: string | null;
  /** The network address of who asks, or null where the host does not know it for certain. */
  readonly addressOf?: (context: Context) => string | null;
};

export function createApp(deps: Deps, host: Host): Hono<{ Variables: { requestId: string } }> {
  const app = new Hono<{ Variables: { requestId: string } }>();
  const report = (requestId: string, error: unknown) => {
    host.log({ level: 'error', requestId, error: faultText(error) });
  };
  app.use(async function nameAndLog(c, next) {
    const requestId = crypto.randomUUID();
    c.set('requestId', requestId);
    const started = performance.now();
    await next();
    c.header('x-request-id', requestId);
    const milliseconds = Math.round((performance.now() - started) * 10) / 10;
    host.log({
      level: 'info',
      requestId,
      method: c.req.method,
      path: loggedPath(c.req.path),
      status: c.res.status,
      milliseconds,
    });
  });
  app.route('/api/v1', createApi(deps, report));
  app.all('/api/*', (c, next) => {
    // Where a borough's provider sends the browser back: better-auth's own address, answered with a page.
    if (c.req.path.startsWith('/api/auth/callback/')) return next();
    const body = {
      type: 'urn:pledge:problem:not-found',
      title: 'Not found',
      status: 404,
      detail: 'The API is at /api/v1.',
    };
    return c.body(JSON.stringify(body), 404, { 'content-type': 'application/problem+json' });
  });
  app.route(
    '/',
    createWeb({
      reads: readsOf(deps),
      acts: actsOf(deps),
      desk: deskPortOf(deps),
      signIn: signInPortOf(deps),
      addressOf: host.addressOf ?? (() => null),
      staff: staffPortOf(deps),
      attendee: attendeePortOf(deps),
      assets,
      views,
      clock: deps.clock,
      report: (error, requestId) => report(requestId, error),
      publicOrigin: host.publicOrigin,
      contact: host.contact,
    }),
  );
  return app;
}

/** The address of an attendee's own page, or of a link to join, is the key to it, and stands in no log. */
function loggedPath(path: string): string {
  return path.replace(/^\/(me|join)\/.*/, '/$1/…');
}

/** A failed query names its parameters in its own message; its cause says what went wrong without them. */
function faultText(error: unknown): string {
  const told = error instanceof Error && 'query' in error ? error.cause : error;
  return told instanceof Error ? (told.stack ?? told.message) : String(told);
}
