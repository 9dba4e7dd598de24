/** `pledge serve` as an operator meets it: first start, second start, and each way in which it cannot start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pledge-serve-'));
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** Starts `pledge`; `ready` when it has printed its address, `ended` when it is over. */
function pledge(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['src/cli/pledge.ts', ...words], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...environment },
  });
  children.push(child);
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.once('exit', (code) => resolve({ code, out, err })));
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.includes('Stop with Ctrl+C') || out.includes('live trials')) resolve(out);
    });
    ended.then(() => reject(new Error(`ended: ${out}${err}`)));
  });
  ready.catch(() => {});
  return { child, ready, ended };
}

const database = (name: string) => join(folder, name, 'pledge.sqlite');
const serve = (path: string, ...more: string[]) =>
  pledge(['serve', '--port', '0', '--quiet', '--database', path, ...more]);
const addressIn = (text: string) => /http:\/\/127\.0\.0\.1:[0-9]+/.exec(text)?.[0] ?? '';
const tokenIn = (text: string, role: string) => new RegExp(`${role}.*(pledge_[A-Za-z0-9_-]+)`).exec(text)?.[1] ?? '';

async function ceremonies(text: string): Promise<readonly { id: string }[]> {
  const reply = await fetch(`${addressIn(text)}/api/v1/trials/ceremony-offer/ceremonies`, {
    headers: { authorization: `Bearer ${tokenIn(text, 'borough registrar')}` },
  });
  expect(reply.status).toBe(200);
  return (await reply.json()) as readonly { id: string }[];
}

describe('pledge serve', () => {
  it('makes a key and a training trial on the first start, and keeps both on the second', async () => {
    const first = serve(database('twice'));
    const printed = await first.ready;
    expect(printed).toContain('mode 0600');
    expect(statSync(join(folder, 'twice', 'pledge.key')).mode & 0o777).toBe(0o600);
    for (const role of ['borough registrar', 'researcher', 'auditor', 'Greater London Authority']) {
      expect(tokenIn(printed, role)).not.toBe('');
    }
    const before = await ceremonies(printed);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    const second = serve(database('twice'));
    const again = await second.ready;
    expect(again).not.toContain('mode 0600');
    expect(tokenIn(again, 'auditor')).toBe(tokenIn(printed, 'auditor'));
    expect(await ceremonies(again)).toEqual(before);
    second.child.kill('SIGTERM');
    await second.ended;
  });

  it('says in one sentence that the port is taken', async () => {
    const server = await new Promise<Server>((resolve) => {
      const taken = createServer().listen(0, '127.0.0.1', () => resolve(taken));
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, err } = await pledge(['serve', '--port', String(port), '--database', database('port')]).ended;
    server.close();
    expect(err.trim().split('\n')).toEqual([
      `Port ${port} is taken by another program. Choose another: npm start -- --port ${port + 1}`,
    ]);
    expect(code).toBe(2);
  });

  it('says in one sentence that the folder cannot be written', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    const { code, err } = await serve(join(folder, 'a-file', 'pledge.sqlite')).ended;
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain('cannot be written to');
    expect(code).toBe(2);
  });

  it('says in one sentence that the database is of a newer version', async () => {
    const started = serve(database('newer'));
    await started.ready;
    started.child.kill('SIGTERM');
    await started.ended;
    const sqlite = new BetterSqlite3(database('newer'));
    sqlite.prepare("insert into d1_migrations (name) values ('9999_future.sql')").run();
    sqlite.close();
    const { code, err } = await serve(database('newer')).ended;
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain('newer version');
    expect(code).toBe(2);
  });

  it('says in one sentence what is wrong with the list of providers, and repeats no secret', async () => {
    const list = JSON.stringify([
      { borough: 'E09000025', issuer: 'http://login.example', clientId: 'a', clientSecret: 'a-secret' },
    ]);
    const { code, err } = await pledge(['serve', '--port', '0', '--quiet', '--database', database('twice')], {
      PLEDGE_PROVIDERS: list,
    }).ended;
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain('PLEDGE_PROVIDERS: The list of providers is not right. 0.issuer: must be an https address');
    expect(err).not.toContain('a-secret');
    expect(code).toBe(2);
  });

  it('never takes a training database for live trials', async () => {
    const { code, err } = await serve(database('newer').replace('newer', 'twice'), '--live').ended;
    expect(err).toContain('can never become live');
    expect(code).toBe(2);
  });

  it('does not start under another key than the one that sealed the seeds', async () => {
    rmSync(join(folder, 'twice', 'pledge.key'));
    const { code, err } = await serve(database('twice')).ended;
    expect(err).toContain('sealed under another key');
    expect(code).toBe(2);
  });

  it('serves live without a training account, adds people, and refuses to lock without a key from the environment', async () => {
    const live = serve(database('live'), '--live');
    const printed = await live.ready;
    expect(printed).not.toContain('pledge_');
    const accountIds: string[] = [];
    const people = ['trial-administrator', 'trial-statistician'].map(async (role) => {
      const added = await pledge(['account', 'add', '--name', role, '--role', role, '--database', database('live')])
        .ended;
      expect(added.code).toBe(0);
      if (role === 'trial-administrator') accountIds.push(/account ([0-9a-f]+)/.exec(added.err)?.[1] ?? '');
      return added.out.trim();
    });
    const [administrator = ''] = await Promise.all(people);
    const { readFileSync } = await import('node:fs');
    const write = (path: string, body: string) =>
      fetch(`${addressIn(printed)}/api/v1${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${administrator}`,
          'content-type': 'application/json',
          'idempotency-key': crypto.randomUUID(),
        },
        body,
      });
    const drafted = await write('/trials', readFileSync(join(root, 'trials/ceremony-offer/protocol.json'), 'utf8'));
    const { protocolHash } = (await drafted.json()) as { protocolHash: string };
    const locked = await write('/trials/ceremony-offer/lock', JSON.stringify({ protocolHash }));
    expect(locked.status).toBe(503);
    expect(((await locked.json()) as { type: string }).type).toBe('urn:pledge:problem:no-key');
    const revoke = ['account', 'revoke', '--account', accountIds[0] ?? '', '--database', database('live')];
    const refused = await pledge(revoke).ended;
    expect(refused.err).toContain('PLEDGE_KEY');
    expect(refused.code).toBe(3);
    const revoked = await pledge(revoke, { PLEDGE_KEY: 'a1'.repeat(32) }).ended;
    expect(revoked.code).toBe(0);
    expect((await write('/trials/ceremony-offer/lock', '{}')).status).toBe(401);
    live.child.kill('SIGTERM');
    await live.ended;
  });
});
