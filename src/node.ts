/**
 * Pledge on one Node server with an embedded SQLite file: opens and migrates the database, finds or makes the key, loads
 * the training trial into an empty database, serves.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HttpBindings, serve } from '@hono/node-server';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type Context, Hono } from 'hono';
import { type BoroughProvider, boroughProvidersIn } from './access/borough-providers.ts';
import { createWriteQueue, type Deps } from './actions/deps.ts';
import { loadTraining, type TrainingSignIn, trainingBorough, trainingSignIns } from './actions/load-training.ts';
import { createApp, type LogLine } from './app.ts';
import { createDeps, type Key } from './create-deps.ts';
import { solverOfNode } from './solver-of-node.ts';
import { openSqliteStore } from './store/open-sqlite.ts';
import { openTurns } from './store/sqlite-turns.ts';
import { Refusal } from './trial/refusal.ts';
import { staticFiles, workerFiles } from './web/static.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const trainingProtocol = join(root, 'trials/ceremony-offer/protocol.json');

export type NodeSettings = {
  readonly port: number;
  readonly hostname: string;
  readonly database: string;
  /** Live: no training accounts, and the key must come from the environment. */
  readonly isLive: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: (line: LogLine) => void;
};

export type Running = {
  readonly address: string;
  readonly keyFile: { readonly path: string; readonly isNew: boolean } | null;
  readonly hasLoadedTraining: boolean;
  readonly signIns: readonly TrainingSignIn[];
  readonly close: () => Promise<void>;
};

/** Throws DatabaseRefused, Refusal `no-key`, or the system's error for a port that is taken. */
export async function startNode(settings: NodeSettings): Promise<Running> {
  const opened = await openSqliteStore(settings.database, { busyTimeoutMilliseconds: 250 });
  const { store, db } = opened;
  const turns = openTurns(settings.database);
  const close = () => {
    turns.close();
    opened.close();
  };
  try {
    const mode = await store.read.databaseMode();
    const isTraining = mode === undefined ? !settings.isLive : mode === 'training';
    if (isTraining && settings.isLive) {
      throw new Refusal(
        'wrong-status',
        'This database was made for training and can never become live. Give another file with --database.',
      );
    }
    const key = findKey(settings, isTraining);
    const providers = providersIn(settings.environment);
    const deps = await createDeps(db, key, solverOfNode, { providers, queue: createWriteQueue(turns.take) });
    await refuseOtherKey(deps, settings);
    const document = readFileSync(trainingProtocol, 'utf8');
    const hasLoadedTraining =
      isTraining && key !== null && (await loadTraining(deps, key.hex, document, trainingBorough));
    const app = createApp(deps, {
      log: settings.log,
      publicOrigin: settings.environment.PLEDGE_ORIGIN ?? null,
      contact: settings.environment.PLEDGE_CONTACT ?? null,
      addressOf: addressReader(settings.environment),
    });
    const server = await listen(withStaticFiles(app), settings);
    return {
      address: addressOf(server, settings.hostname),
      keyFile: key?.file ?? null,
      hasLoadedTraining,
      signIns: isTraining && key !== null ? trainingSignIns(key.hex, trainingBorough) : [],
      close: async () => {
        await new Promise<void>((resolve) => server.close(() => resolve()));
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

type FoundKey = Key & { readonly file: Running['keyFile'] };

/** A database whose seeds were sealed under another key cannot draw, publish or, in training, be signed in to. */
async function refuseOtherKey({ store, vault }: Deps, { database }: NodeSettings): Promise<void> {
  const sealedUnder = await store.read.sealingKeyIds();
  if (vault !== null && sealedUnder.some((keyId) => keyId !== vault.vault.keyId)) {
    throw new Refusal(
      'no-key',
      `The seeds in ${database} were sealed under another key. Give that key, or start with a new folder.`,
    );
  }
}

/** Refuses a list that is not right in words that repeat no secret. */
function providersIn(environment: NodeSettings['environment']): readonly BoroughProvider[] {
  try {
    return boroughProvidersIn(environment);
  } catch (error) {
    throw new Refusal('wrong-status', `PLEDGE_PROVIDERS: ${error instanceof Error ? error.message : 'not right'}`);
  }
}

/** From PLEDGE_KEY; for training from a file beside the database, made on the first start, readable by its owner only. */
function findKey({ environment, database }: NodeSettings, isTraining: boolean): FoundKey | null {
  const given = environment.PLEDGE_KEY;
  if (given !== undefined && given !== '') {
    if (!/^[0-9a-f]{64}$/.test(given))
      throw new Refusal('no-key', 'PLEDGE_KEY must be 64 lower-case hex digits (32 random bytes).');
    return { hex: given, source: 'environment', file: null };
  }
  if (!isTraining) return null;
  const path = join(dirname(database), 'pledge.key');
  const isNew = !existsSync(path);
  if (isNew)
    writeFileSync(path, `${bytesToHex(crypto.getRandomValues(new Uint8Array(32)))}\n`, { mode: 0o600, flag: 'wx' });
  const hex = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(hex))
    throw new Refusal('no-key', `${path} does not hold a key (64 hex digits). Restore it, or start with a new folder.`);
  return { hex, source: 'training-key-file', file: { path, isNew } };
}

/** Static files first, on the outermost app, then everything else. */
function withStaticFiles(app: ReturnType<typeof createApp>): Hono {
  const outer = new Hono();
  outer.use('/static/*', ...staticFiles());
  outer.use('/workers/*', ...workerFiles());
  outer.mount('/', app.fetch);
  return outer;
}

function listen(
  app: { readonly fetch: (request: Request) => Response | Promise<Response> },
  { port, hostname }: NodeSettings,
) {
  return new Promise<Server>((resolve, reject) => {
    // createServer defaults to node:http, so the server is its Server.
    const server = serve({ fetch: app.fetch, port, hostname }, () => resolve(server)) as Server;
    server.once('error', reject);
  });
}

/**
 * Where a request came from: the socket's other end. Behind a proxy that is the proxy, so it is known only by the header named in
 * PLEDGE_ADDRESS_HEADER, of which the last entry is the proxy's own; without it nobody is counted by address there.
 */
function addressReader(environment: NodeSettings['environment']) {
  const header = environment.PLEDGE_ADDRESS_HEADER ?? '';
  return (context: Context): string | null => {
    if (header !== '') return context.req.header(header)?.split(',').at(-1)?.trim() ?? null;
    if ((environment.PLEDGE_ORIGIN ?? '') !== '') return null;
    const { incoming } = (context.env ?? {}) as Partial<HttpBindings>; // what @hono/node-server hands in
    return incoming?.socket.remoteAddress ?? null;
  };
}

function addressOf(server: Server, hostname: string): string {
  // A listening TCP server has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return `http://${hostname === '0.0.0.0' ? 'localhost' : hostname}:${port}`;
}
