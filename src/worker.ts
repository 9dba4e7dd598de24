/**
 * Pledge on Cloudflare Workers with D1. Migrations are applied by wrangler before a deployment. The key comes from the
 * secret PLEDGE_KEY; PLEDGE_TRAINING = "1" fills an empty database for training.
 */
import type { D1Database, ExecutionContext, Fetcher } from '@cloudflare/workers-types';
import type { Hono } from 'hono';
import trainingProtocol from '../trials/ceremony-offer/protocol.json' with { type: 'json' };
import { boroughProvidersIn } from './access/borough-providers.ts';
import { loadTraining, trainingBorough, trainingSignIns } from './actions/load-training.ts';
import { createApp } from './app.ts';
import { createDeps } from './create-deps.ts';
import { solverOfWorker } from './solver-of-worker.ts';

type Environment = {
  readonly DB: D1Database;
  readonly ASSETS?: Fetcher;
  readonly PLEDGE_KEY?: string;
  readonly PLEDGE_TRAINING?: string;
  readonly PLEDGE_ORIGIN?: string;
  readonly PLEDGE_CONTACT?: string;
  readonly PLEDGE_PROVIDERS?: string;
};

let started: Promise<Hono<{ Variables: { requestId: string } }>> | undefined;

async function start(environment: Environment) {
  const hex = environment.PLEDGE_KEY;
  if (hex !== undefined && !/^[0-9a-f]{64}$/.test(hex)) throw new Error('PLEDGE_KEY must be 64 lower-case hex digits.');
  const deps = await createDeps(
    environment.DB,
    hex === undefined ? null : { hex, source: 'environment' },
    solverOfWorker,
    { providers: boroughProvidersIn(environment) },
  );
  if (environment.PLEDGE_TRAINING === '1' && hex !== undefined) {
    await loadTraining(deps, hex, JSON.stringify(trainingProtocol), trainingBorough);
    for (const { role, token } of trainingSignIns(hex, trainingBorough))
      console.log(`training sign-in: ${role} ${token}`);
  }
  return createApp(deps, {
    log: (line) => console.log(JSON.stringify(line)),
    publicOrigin: environment.PLEDGE_ORIGIN ?? null,
    contact: environment.PLEDGE_CONTACT ?? null,
    addressOf: (context) => context.req.header('cf-connecting-ip') ?? null,
  });
}

export default {
  async fetch(request: Request, environment: Environment, context: ExecutionContext): Promise<Response> {
    started ??= start(environment);
    try {
      const app = await started;
      return await app.fetch(request, environment, context);
    } catch (error) {
      started = undefined;
      throw error;
    }
  },
};
