/**
 * What an act needs from outside, handed in by whoever puts the app together: the memory, the clock, chance, and the key
 * that seals seeds. Nothing here is read from module level.
 */

import type { Solve } from '../../analysis/disclosure/integer-program.ts';
import type { CodeKeeper } from '../access/code-keeper.ts';
import type { Account } from '../access/roles.ts';
import type { SignInDesk } from '../access/sign-in-desk.ts';
import type { Vault } from '../access/vault.ts';
import type { Store } from '../store/store.ts';
import type { DrawJudge } from './judge-draw.ts';
import type { ProtocolReader } from './read-stored-protocol.ts';

export type Deps = {
  readonly store: Store;
  /** The present instant. */
  readonly clock: () => Date;
  /** Bytes for ids, salts, nonces and tokens. */
  readonly random: (length: number) => Uint8Array;
  /** 32 fresh bytes for the seed of this trial. */
  readonly drawSeed: (slug: string) => Uint8Array;
  /** Null where no key was given: then no trial can be locked. `source` tells an environment's key from a training key file. */
  readonly vault: { readonly vault: Vault; readonly source: 'environment' | 'training-key-file' } | null;
  /** Null where no key was given: then no follow-up code is registered, and none opens anything. */
  readonly codes: CodeKeeper | null;
  /** Null where no key was given: then nobody signs in on the pages. */
  readonly signIn: SignInDesk | null;
  /** One queue of writes per trial within this process. */
  readonly queue: WriteQueue;
  readonly readProtocol: ProtocolReader;
  readonly judgeDraw: DrawJudge;
  readonly engineVersion: string;
  /** Integer programs, for the proof that goes with a release. */
  readonly solver: () => Promise<Solve>;
};

/** Runs writes to one trial one after another; different trials do not wait for each other. */
export type WriteQueue = <T>(slug: string, write: () => Promise<T>) => Promise<T>;

/** @param takeTurn waits for the processes that serve the same database, where there can be any; what it gives ends the turn */
export function createWriteQueue(takeTurn: (slug: string) => Promise<() => void> = async () => () => {}): WriteQueue {
  const tails = new Map<string, Promise<unknown>>();
  return (slug, write) => {
    const inTurn = async () => {
      const endTurn = await takeTurn(slug);
      try {
        return await write();
      } finally {
        endTurn();
      }
    };
    const before = tails.get(slug) ?? Promise.resolve();
    const mine = before.then(inTurn, inTurn);
    tails.set(slug, mine);
    const forget = () => {
      if (tails.get(slug) === mine) tails.delete(slug);
    };
    mine.then(forget, forget);
    return mine;
  };
}

/** Who is acting, and the key under which a retry is recognised. */
export type Request = {
  readonly account: Account;
  readonly idempotencyKey: string;
  /** SHA-256 of method, path and body: the same key with another request is refused. */
  readonly requestHash: string;
};
