/** What the acts need, put together for either host: the store on its engine, the vault under its key, clock and chance. */
import type { D1Database } from '@cloudflare/workers-types';
import { engineVersion } from '../analysis/engine-version.ts';
import type { BoroughProvider } from './access/borough-providers.ts';
import { createCodeKeeper } from './access/code-keeper.ts';
import { createSignInDesk } from './access/sign-in-desk.ts';
import { createVault } from './access/vault.ts';
import { createWriteQueue, type Deps } from './actions/deps.ts';
import { createDrawJudge } from './actions/judge-draw.ts';
import { createProtocolReader } from './actions/read-stored-protocol.ts';
import { openSignInMemory } from './store/sign-in.ts';
import { openStore } from './store/store.ts';

/** 64 hex digits. A live trial is locked only under a key from the environment. */
export type Key = { readonly hex: string; readonly source: 'environment' | 'training-key-file' };

type Overrides = Partial<Pick<Deps, 'clock' | 'random' | 'drawSeed' | 'queue'>> & {
  /** Of boroughs that sign their people in themselves. */
  readonly providers?: readonly BoroughProvider[];
};

/**
 * @param key null: then nothing can be locked or drawn, and nobody signs in
 * @param solver as its host loads it
 */
export async function createDeps(
  db: D1Database,
  key: Key | null,
  solver: Deps['solver'],
  { providers = [], ...overrides }: Overrides = {},
): Promise<Deps> {
  const clock = overrides.clock ?? (() => new Date());
  const random = overrides.random ?? ((length) => crypto.getRandomValues(new Uint8Array(length)));
  const memory = openSignInMemory(db);
  return {
    store: openStore(db),
    clock,
    random,
    signIn: key === null ? null : createSignInDesk({ memory, key: key.hex, providers, clock, random }),
    drawSeed: () => crypto.getRandomValues(new Uint8Array(32)),
    vault: key === null ? null : { vault: await createVault(key.hex), source: key.source },
    codes: key === null ? null : await createCodeKeeper(key.hex),
    queue: createWriteQueue(),
    readProtocol: createProtocolReader(),
    judgeDraw: createDrawJudge(),
    engineVersion,
    solver,
    ...overrides,
  };
}
