/**
 * `npm run dev:worker`: the Worker on local workerd and D1. Makes a key for local training in `.dev.vars` (mode 0600) where
 * there is none, applies the migrations, starts `wrangler dev`. Arguments go to wrangler.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { bytesToHex } from '@noble/hashes/utils.js';

const secrets = '.dev.vars';
if (!existsSync(secrets)) {
  const key = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  writeFileSync(secrets, `PLEDGE_TRAINING=1\nPLEDGE_KEY=${key}\n`, { mode: 0o600, flag: 'wx' });
  process.stderr.write(`A key for local training was made in ${secrets} (mode 0600).\n`);
}
const environment = { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' };
const migrated = spawnSync('wrangler', ['d1', 'migrations', 'apply', 'DB', '--local'], {
  stdio: 'inherit',
  env: environment,
});
if (migrated.status !== 0) process.exit(migrated.status ?? 1);
const dev = spawn('wrangler', ['dev', '--local', ...process.argv.slice(2)], { stdio: 'inherit', env: environment });
dev.once('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => dev.kill(signal));
