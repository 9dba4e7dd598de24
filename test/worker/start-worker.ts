/**
 * The built Worker on real workerd and local D1, started as `npm run dev:worker` starts it, in training mode and in a folder
 * of its own: migrations by wrangler, then `wrangler dev` until it answers.
 */
import { spawn, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const environment = { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' };

export type RunningWorker = {
  readonly address: string;
  /** What wrangler and the Worker have written so far. */
  readonly output: () => string;
  readonly stop: () => void;
};

/**
 * @param folder where D1 keeps its file @param key 64 hex digits: seals the seeds and makes the training tokens
 * @param fill is given D1's SQLite file, migrated and not yet served @param variables more of the Worker's environment
 */
export async function startWorker(
  folder: string,
  key: string,
  fill: (database: string) => Promise<void> = async () => {},
  variables: Readonly<Record<string, string>> = {},
): Promise<RunningWorker> {
  const migrated = spawnSync('wrangler', ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', folder], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
  if (migrated.status !== 0) throw new Error(`wrangler did not migrate:\n${migrated.stdout}${migrated.stderr}`);
  await fill(fileOfD1(folder));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const settings = ['--var', 'PLEDGE_TRAINING:1', '--var', `PLEDGE_KEY:${key}`, '--persist-to', folder].concat(
    Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
  );
  const wrangler = spawn(
    'wrangler',
    ['dev', '--local', '--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0', ...settings],
    { cwd: root, env: environment, detached: true },
  );
  let output = '';
  for (const stream of [wrangler.stdout, wrangler.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  const stop = () => {
    // The whole group: wrangler starts workerd as a child of its own.
    if (wrangler.pid !== undefined && wrangler.exitCode === null) process.kill(-wrangler.pid, 'SIGTERM');
  };
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline && wrangler.exitCode === null) {
    const reply = await fetch(`${address}/api/v1/health`).catch(() => null);
    if (reply?.status === 200) return { address, output: () => output, stop };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  stop();
  throw new Error(`wrangler dev did not answer:\n${output}`);
}

/** Local D1 keeps each database in one SQLite file, beside a file of its own about them. */
function fileOfD1(folder: string): string {
  const place = join(folder, 'v3/d1/miniflare-D1DatabaseObject');
  const [file, other] = globSync('*.sqlite', { cwd: place }).filter((name) => name !== 'metadata.sqlite');
  if (file === undefined || other !== undefined) throw new Error(`not one database in ${place}`);
  return join(place, file);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
