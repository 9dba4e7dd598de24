/** The web room on a loopback port, with the built files, as node.ts serves them; and the list of its pages by name. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { staticFiles, workerFiles } from '../../src/web/static.ts';
import type { WebDeps } from '../../src/web/web.ts';
import { type Sample, trainingSample } from '../web/sample-reads.ts';
import { sampleWeb } from '../web/sample-web.ts';

export type Site = { readonly origin: string; readonly close: () => Promise<void> };

export async function openSite(sample: Sample = trainingSample, changes: Partial<WebDeps> = {}): Promise<Site> {
  const app = new Hono();
  app.use('/static/*', ...staticFiles());
  app.use('/workers/*', ...workerFiles());
  app.route('/', sampleWeb(sample, changes));
  return listening(app);
}

/** An app on a loopback port of its own. */
export function listening(app: Hono): Promise<Site> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
      resolve({
        origin: `http://127.0.0.1:${port}`,
        close: () => new Promise((closed) => server.close(() => closed())),
      }),
    );
  });
}

/** A service's whole app with the built files, as node.ts serves them. */
export function openSiteOf(fetch: (request: Request) => Response | Promise<Response>): Promise<Site> {
  const app = new Hono();
  app.use('/static/*', ...staticFiles());
  app.use('/workers/*', ...workerFiles());
  app.all('*', (c) => fetch(c.req.raw));
  return listening(app);
}

export type Visit = {
  readonly name: string;
  readonly path: string;
  readonly as: string | null;
  /** The page reads the local list, which needs JavaScript; without it the page says so and does something else. */
  readonly isLocal?: true;
};

/** Every page, as everyone who sees it differently sees it. */
export const visits: readonly Visit[] = [
  { name: 'home', path: '/', as: null },
  { name: 'home-signed-in', path: '/', as: 'token-registrar' },
  { name: 'sign-in', path: '/sign-in', as: null },
  { name: 'trial-open', path: '/trials/ceremony-offer', as: null },
  { name: 'trial-draft', path: '/trials/drafted', as: null },
  { name: 'trial-figures-withheld', path: '/trials/welcome-pack', as: null },
  { name: 'trial-figures', path: '/trials/welcome-pack', as: 'token-trial-statistician' },
  { name: 'protocol', path: '/trials/ceremony-offer/protocol', as: null },
  { name: 'protocol-amended', path: '/trials/welcome-pack/protocol', as: null },
  { name: 'check-draft', path: '/check-draft', as: 'token-researcher' },
  { name: 'documents', path: '/trials/ceremony-offer/documents', as: null },
  { name: 'document-spirit', path: '/trials/ceremony-offer/documents/spirit', as: null },
  { name: 'draw-open', path: '/trials/ceremony-offer/draw', as: null },
  { name: 'draw-seed-published', path: '/trials/welcome-pack/draw', as: null },
  { name: 'draw-draft', path: '/trials/drafted/draw', as: 'token-researcher' },
  { name: 'conduct', path: '/trials/ceremony-offer/conduct', as: 'token-auditor' },
  { name: 'conduct-own-borough', path: '/trials/ceremony-offer/conduct', as: 'token-registrar' },
  { name: 'conduct-not-permitted', path: '/trials/ceremony-offer/conduct', as: 'token-gla' },
  { name: 'check', path: '/trials/welcome-pack/check', as: null },
  { name: 'today-registrar', path: '/today', as: 'token-registrar' },
  { name: 'today-researcher', path: '/today', as: 'token-researcher' },
  { name: 'list-open', path: '/ceremonies/list-open/list', as: 'token-registrar', isLocal: true },
  { name: 'list-late', path: '/ceremonies/list-closed/list', as: 'token-registrar', isLocal: true },
  { name: 'list-nobody', path: '/ceremonies/list-cancelled/list', as: 'token-registrar' },
  { name: 'check-in', path: '/ceremonies/door/check-in', as: 'token-registrar', isLocal: true },
  { name: 'check-in-early', path: '/ceremonies/door-early/check-in', as: 'token-registrar', isLocal: true },
  { name: 'check-in-nobody', path: '/ceremonies/door-open/check-in', as: 'token-registrar' },
  { name: 'schedule', path: '/ceremonies/new', as: 'token-registrar' },
  { name: 'ceremony-open', path: '/ceremonies/ceremony-2026-03-17', as: 'token-registrar' },
  { name: 'ceremony-sealed', path: '/ceremonies/ceremony-2026-03-10', as: 'token-registrar' },
  { name: 'ceremony-unsealed', path: '/ceremonies/ceremony-2026-03-03', as: 'token-borough-lead' },
  { name: 'run-sheet', path: '/ceremonies/ceremony-2026-03-03/run-sheet', as: 'token-registrar', isLocal: true },
  { name: 'cards', path: '/ceremonies/ceremony-2026-03-03/cards', as: 'token-registrar', isLocal: true },
  { name: 'labels', path: '/ceremonies/ceremony-2026-03-03/labels', as: 'token-registrar', isLocal: true },
  { name: 'ceremony-cancelled', path: '/ceremonies/ceremony-2026-02-26', as: 'token-registrar' },
  { name: 'ceremony-not-permitted', path: '/ceremonies/ceremony-2026-03-17', as: 'token-gla' },
  { name: 'close', path: '/ceremonies/ceremony-2026-03-17/close', as: 'token-registrar' },
  { name: 'unseal', path: '/ceremonies/ceremony-2026-03-10/unseal', as: 'token-registrar' },
  { name: 'unseal-too-early', path: '/ceremonies/ceremony-2026-03-17/unseal', as: 'token-registrar' },
  { name: 'move', path: '/ceremonies/ceremony-2026-03-17/move', as: 'token-registrar' },
  { name: 'cancel', path: '/ceremonies/ceremony-2026-03-17/cancel', as: 'token-registrar' },
  { name: 'merge', path: '/ceremonies/ceremony-2026-03-17/merge', as: 'token-registrar' },
  { name: 'glossary', path: '/glossary', as: null },
  { name: 'accessibility', path: '/accessibility', as: null },
  { name: 'not-found', path: '/nothing-here', as: null },
  { name: 'fault', path: '/trials/faulty', as: null },
];
