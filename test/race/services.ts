/**
 * Pledge as it is served, for races: several processes of `pledge serve` over one SQLite file, or the Worker on local D1.
 * Whoever asks may ask at any of the addresses; behind all of them is one database.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Role } from '../../src/access/roles.ts';
import { trainingSignIns } from '../../src/actions/load-training.ts';
import { newham } from '../api/service.ts';
import { startWorker } from '../worker/start-worker.ts';

export type Services = {
  readonly addresses: readonly string[];
  /** The access token of each role; the borough roles work for Newham. */
  readonly tokens: ReadonlyMap<Role, string>;
  readonly stop: () => Promise<void>;
};

const key = 'ef'.repeat(32);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** `count` processes on one file, a new one where none is given; the first makes the training accounts. */
export async function startProcesses(count: number, database?: string): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-race-'));
  const file = database ?? join(folder, 'pledge.sqlite');
  const children: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(children.map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  const start = () => {
    const child = spawn(
      process.execPath,
      ['src/cli/pledge.ts', 'serve', '--port', '0', '--quiet', '--database', file],
      { cwd: root, env: { PATH: process.env.PATH ?? '', PLEDGE_KEY: key } },
    );
    children.push(child);
    return addressOf(child);
  };
  try {
    // The first one alone: it migrates and fills the database.
    const first = await start();
    const others = await Promise.all(Array.from({ length: count - 1 }, start));
    return { addresses: [first, ...others], tokens: tokens(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Stops a process as an operator does: it closes its database. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

/** Where a served process can be reached, once it says so. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        said += chunk;
        const address = /Pledge is at (http:\S+)/.exec(said)?.[1];
        if (address !== undefined) resolve(address);
      });
    }
    child.once('exit', () => reject(new Error(`pledge serve ended:\n${said}`)));
  });
}

/** @param fill makes what is to be there when the Worker starts, through a process that serves D1's file on Node */
export async function startLocalWorker(fill?: (services: Services) => Promise<void>): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-race-'));
  const worker = await startWorker(folder, key, async (database) => {
    if (fill === undefined) return;
    const onNode = await startProcesses(1, database);
    await fill(onNode).finally(onNode.stop);
  });
  return {
    addresses: [worker.address],
    tokens: tokens(),
    stop: async () => {
      worker.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function tokens(): ReadonlyMap<Role, string> {
  return new Map(trainingSignIns(key, newham).map(({ role, token }) => [role, token]));
}
