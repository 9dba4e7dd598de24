/**
 * The built files on Node. Names carry their content's hash, so a browser may keep them for ever; service workers alone have names
 * that stay, and are asked for each time. On Workers the asset host serves the same folder with `_headers`; only node.ts imports this file.
 */
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';

const builtFolder = fileURLToPath(new URL('../../dist/assets', import.meta.url));

/** For `app.use('/static/*', ...staticFiles())` on the outermost app; a name that is not there falls through. */
export function staticFiles(folder: string = builtFolder): readonly MiddlewareHandler[] {
  return [keepForEver, compress(), serveStatic({ root: folder })];
}

/** serveStatic's own hook comes too late to set headers. */
const keepForEver: MiddlewareHandler = async (context, next) => {
  await next();
  if (!context.res.ok) return;
  context.header('Cache-Control', 'public, max-age=31536000, immutable');
  context.header('Content-Security-Policy', "default-src 'none'");
  context.header('Cross-Origin-Resource-Policy', 'same-origin');
  context.header('X-Content-Type-Options', 'nosniff');
};

/** For `app.use('/workers/*', ...workerFiles())`. A worker may look after pages below /ceremonies/, and talk to this site alone. */
export function workerFiles(folder: string = builtFolder): readonly MiddlewareHandler[] {
  return [askEachTime, compress(), serveStatic({ root: folder })];
}

const askEachTime: MiddlewareHandler = async (context, next) => {
  await next();
  if (!context.res.ok) return;
  context.header('Cache-Control', 'no-cache');
  context.header('Content-Security-Policy', "default-src 'none'; connect-src 'self'");
  context.header('Cross-Origin-Resource-Policy', 'same-origin');
  context.header('Service-Worker-Allowed', '/ceremonies/');
  context.header('X-Content-Type-Options', 'nosniff');
};
