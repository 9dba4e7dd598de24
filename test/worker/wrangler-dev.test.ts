/** The built Worker on real workerd and local D1, started as `npm run dev:worker` starts it: the same API, the same pages. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainingSignIns } from '../../src/actions/load-training.ts';
import { clientId, clientSecret, type RunningProvider, startProvider } from '../access/borough-provider.ts';
import { conformance, type Document } from '../api/conformance.ts';
import { cohort, newham } from '../api/service.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';

const key = 'cd'.repeat(32);

describe('the Worker under wrangler dev', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-worker-'));
  let worker: RunningWorker | undefined;
  let provider: RunningProvider | undefined;
  let address = '';
  const tokens = new Map(trainingSignIns(key, newham).map(({ role, token }) => [role as string, token]));

  beforeAll(async () => {
    provider = await startProvider('http://127.0.0.1/never');
    const own = { borough: newham, issuer: provider.issuer, clientId, clientSecret };
    worker = await startWorker(folder, key, undefined, { PLEDGE_PROVIDERS: JSON.stringify([own]) });
    address = worker.address;
  }, 120_000);

  afterAll(async () => {
    worker?.stop();
    await provider?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function call(
    role: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }> {
    const document = (await (await fetch(`${address}/api/v1/openapi.json`)).json()) as Document;
    const reply = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens.get(role)}`,
        ...(method === 'POST' ? { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() } : {}),
      },
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    });
    const answered: unknown = await reply.json();
    expect(
      conformance(document)(method, path, reply.status, reply.headers.get('content-type') ?? '', answered),
    ).toBeNull();
    return { status: reply.status, body: answered };
  }

  it('serves the pages with their style sheet', async () => {
    const page = await fetch(address);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).toContain('Training');
    const style = /href="(\/static\/[^"]+\.css)"/.exec(text)?.[1];
    expect((await fetch(`${address}${style}`)).headers.get('content-type')).toContain('text/css');
  });

  it('schedules, enrols, closes with a draw and unseals on local D1', async () => {
    const held = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    const slot = { borough: newham, heldOn: held, startsAt: '09:15', venue: 'library' };
    const scheduled = await call('registrar', 'POST', '/trials/ceremony-offer/ceremonies', slot);
    expect(scheduled.status).toBe(201);
    const { id } = scheduled.body as { id: string };
    expect(
      (await call('registrar', 'POST', `/ceremonies/${id}/cohort`, { attendees: cohort('worker', 30) })).status,
    ).toBe(201);
    const closed = await call('registrar', 'POST', '/trials/ceremony-offer/close-lists', { ceremonies: [id] });
    expect(closed.body).toEqual({ trial: 'ceremony-offer', lists: [{ ceremony: id, members: 30, units: 1 }] });
    const unsealed = await call('registrar', 'POST', `/ceremonies/${id}/unseal`, {});
    expect(unsealed.status).toBe(200);
    expect(((await call('registrar', 'GET', `/ceremonies/${id}/arms`)).body as { arms: unknown[] }).arms).toHaveLength(
      1,
    );
    const refused = await call('gla', 'GET', `/ceremonies/${id}`);
    expect(refused.status).toBe(403);
  });

  it('sends people of a borough to its provider, whose addresses it has asked for', async () => {
    expect(await (await fetch(`${address}/sign-in`)).text()).toContain('Sign in through Newham');
    const out = await fetch(`${address}/sign-in/borough/${newham}`, { redirect: 'manual' });
    const to = new URL(out.headers.get('location') ?? '');
    expect(to.origin).toBe(provider?.issuer);
    expect(to.searchParams.get('redirect_uri')).toBe(`${address}/api/auth/callback/borough-${newham}`);
    expect(to.searchParams.get('code_challenge_method')).toBe('S256');
    const back = await fetch(`${address}/api/auth/callback/borough-${newham}?code=x&state=y`, { redirect: 'manual' });
    expect(back.headers.get('location')).toMatch(/^\/sign-in\?error=/);
  });

  it('logs no token and no body', () => {
    const requests = (worker?.output() ?? '').split('\n').filter((line) => line.startsWith('{"level"'));
    expect(requests.length).toBeGreaterThan(0);
    for (const token of tokens.values()) expect(requests.join('\n')).not.toContain(token);
  });
});
