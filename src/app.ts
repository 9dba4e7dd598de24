/**
 * The app as both hosts run it: request ids, one log line per request (never a body, never a token), the API, the pages.
 * Everything it needs comes as arguments.
 */
import type { D1Database } from '@cloudflare/workers-types';
import { Hono } from 'hono';
import { createVault } from './access/vault.ts';
import { createWriteQueue, type Deps } from './actions/deps.ts';
import { createApi } from './api/api.ts';
import { openStore } from './store/store.ts';
import { assets, views } from './web/generated/site.js';
import { readsOf } from './web/reads-of-actions.ts';
import { createWeb } from './web/web.ts';

export const engineVersion = '0.1.0';

/** One line for the operator's log. */
export type LogLine = Readonly<Record<string, string | number>>;

export type Host = {
  readonly log: (line: LogLine) => void;
  readonly publicOrigin: string | null;
  readonly contact: string | null;
};

/** @param key 64 hex digits, or null: then nothing can be locked or drawn */
export async function createDeps(
  db: D1Database,
  key: { readonly hex: string; readonly source: 'environment' | 'training-key-file' } | null,
  overrides: Partial<Pick<Deps, 'clock' | 'random' | 'drawSeed'>> = {},
): Promise<Deps> {
  return {
    store: openStore(db),
    clock: () => new Date(),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    drawSeed: () => crypto.getRandomValues(new Uint8Array(32)),
    vault: key === null ? null : { vault: await createVault(key.hex), source: key.source },
    queue: createWriteQueue(),
    engineVersion,
    ...overrides,
  };
}

export function createApp(deps: Deps, host: Host): Hono<{ Variables: { requestId: string } }> {
  const app = new Hono<{ Variables: { requestId: string } }>();
  const report = (requestId: string, error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    host.log({ level: 'error', requestId, error: text });
  };
  app.use(async function nameAndLog(c, next) {
    const requestId = crypto.randomUUID();
    c.set('requestId', requestId);
    const started = performance.now();
    await next();
    c.header('x-request-id', requestId);
    const milliseconds = Math.round((performance.now() - started) * 10) / 10;
    host.log({ level: 'info', requestId, method: c.req.method, path: c.req.path, status: c.res.status, milliseconds });
  });
  app.route('/api/v1', createApi(deps, report));
  app.route(
    '/',
    createWeb({
      reads: readsOf(deps),
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
