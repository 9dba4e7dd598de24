/** The attendee's page: the same bytes in every arm, nothing for what is wrong, what is said lands as what it is, and nobody guesses. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followUpCodes, signerOfBytes } from '../../src/borough/follow-up-codes.ts';
import { codeHash, linkHash, shownCode } from '../../src/trial/follow-up-code.ts';
import { type Engine, engines } from '../store/engines.ts';
import { ceremonyWith, cohort, openService, openTrial, type Service } from './service.ts';
import { repeatableBytes } from './what-is-seen.ts';

const sign = signerOfBytes(new Uint8Array(32).fill(9));
const heldOn = '2026-03-05';
const onTheDay = '2026-03-05T08:00:00.000Z';

type Person = { readonly id: string; readonly referenceHash: string; readonly code: string; readonly token: string };
type World = { readonly service: Service; readonly people: readonly Person[]; readonly arm: string };

async function openWorld(engine: Engine, seedByte = 7): Promise<World> {
  const service = await openService(engine, { seedByte, random: repeatableBytes() });
  await openTrial(service, 'ceremony-offer');
  const ceremony = await ceremonyWith(service, 'ceremony-offer', heldOn, 6);
  await service.post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
  service.setClock(onTheDay);
  const unsealed = await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
  if (unsealed.status !== 200) throw new Error(JSON.stringify(unsealed.body));
  const made = await Promise.all(
    cohort(`ceremony-offer-${heldOn}-14:00`, 6).map(async ({ reference_hash: referenceHash }) => ({
      referenceHash,
      ...(await followUpCodes(sign, { trial: 'ceremony-offer', referenceHash, version: 1 })),
    })),
  );
  const codes = made.map(({ referenceHash, code, token }) => ({
    ...{ reference_hash: referenceHash, version: 1, code_hash: codeHash(code), link_hash: linkHash(token) },
  }));
  const registered = await service.post('registrar', `/ceremonies/${ceremony}/codes`, { codes });
  if (registered.status !== 201) throw new Error(JSON.stringify(registered.body));
  const known = await service.deps.store.read.attendeesByReference(
    'ceremony-offer',
    made.map(({ referenceHash }) => referenceHash),
  );
  const idOf = new Map(known.map(({ id, referenceHash }) => [referenceHash, id]));
  const arms = (await service.get('registrar', `/ceremonies/${ceremony}/arms`)).body.arms;
  return {
    service,
    arm: arms[0].arm,
    people: made.map(({ referenceHash, code, token }) => ({
      id: idOf.get(referenceHash) ?? '',
      referenceHash,
      code,
      token,
    })),
  };
}

async function ask(service: Service, path: string, form?: Record<string, string>, address = '192.0.2.1') {
  const headers: Record<string, string> = { 'cf-connecting-ip': address };
  if (form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
  const init = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form).toString() };
  const response = await service.fetch(new Request(`http://localhost${path}`, { headers, ...init }));
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe.each(engines)('the attendee’s page on $name', { timeout: 120_000 }, (engine) => {
  let world: World;
  const get = (path: string) => ask(world.service, path);
  const post = (path: string, form: Record<string, string>, address?: string) =>
    ask(world.service, path, form, address);
  const person = (index: number): Person => {
    const one = world.people[index];
    if (one === undefined) throw new Error('there are six people');
    return one;
  };
  const said = async (index: number) =>
    (await world.service.deps.store.read.followUpsOf('ceremony-offer'))
      .filter(({ attendee }) => attendee === person(index).id)
      .map(({ outcome, status, happenedOn, source }) => [outcome, status, happenedOn, source]);

  beforeAll(async () => {
    world = await openWorld(engine);
  });
  afterAll(() => world.service.close());

  it('opens by its link, names no arm and nobody, and links to nothing outside', async () => {
    const { status, headers, text } = await get(`/me/${person(0).token}`);
    expect(status).toBe(200);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('set-cookie')).toBeNull();
    expect(text).toContain('Newham');
    expect(text).not.toMatch(/standard|behavioural|volunteering|\barm\b|town.hall/i);
    expect(text).not.toContain(person(0).id);
    expect(text.match(/href="http/g)).toBeNull();
    expect(JSON.stringify(world.service.log)).not.toContain(person(0).token);
  });

  it('opens by its code, however it is typed, through an address that is over after half an hour', async () => {
    const entered = await post('/code', { code: ` ${shownCode(person(0).code).toLowerCase()} ` });
    expect(entered.status).toBe(303);
    const visit = entered.headers.get('location') ?? '';
    expect(visit).not.toContain(person(0).code);
    expect((await get(visit)).status).toBe(200);
    world.service.setClock('2026-03-05T08:31:00.000Z');
    expect((await get(visit)).status).toBe(404);
    world.service.setClock(onTheDay);
  });

  it('records what is said as what it is, once a day', async () => {
    const path = `/me/${person(1).token}/say`;
    const form = {
      ...{ registered: 'yes', 'registered-on-day': '5', 'registered-on-month': '3', 'registered-on-year': '2026' },
      ...{ volunteered: 'no', intends: 'yes' },
    };
    for (const _ of [1, 2]) expect((await post(path, form)).status).toBe(303);
    expect((await said(1)).toSorted()).toEqual([
      ['intends_to_volunteer', 'happened', '2026-03-05', 'intention'],
      ['registered', 'happened', '2026-03-05', 'self-reported'],
      ['volunteered', 'not-happened', null, 'self-reported'],
    ]);
  });

  it('says beside the field what is wrong, and records nothing then', async () => {
    const path = `/me/${person(2).token}/say`;
    const future = { 'registered-on-day': '6', 'registered-on-month': '3', 'registered-on-year': '2026' };
    const refused = await post(path, { registered: 'yes', ...future, volunteered: 'no' });
    expect([refused.status, refused.text.includes('href="#registered-on"')]).toEqual([422, true]);
    expect((await post(path, {})).text).toContain('Choose an answer to at least one question');
    expect(await said(2)).toEqual([]);
  });

  it('takes answers to the five questions, and words to stop', async () => {
    const base = `/me/${person(3).token}`;
    expect((await post(`${base}/survey`, { q1: '2', q5: '0', q9: '1' })).status).toBe(303);
    expect((await post(`${base}/survey`, { q1: 'Mr Osei fell ill' })).status).toBe(422);
    expect(await world.service.deps.store.read.responsesOf(person(3).id)).toBe(1);
    expect((await post(`${base}/stop`, { stop: 'messages' })).status).toBe(303);
    expect((await get(base)).status).toBe(200);
    expect(await world.service.deps.store.read.contactStopsOf('ceremony-offer')).toEqual(new Set([person(3).id]));
    expect((await post(`${base}/stop`, { stop: 'count-only' })).status).toBe(303);
    expect((await get(base)).status).toBe(404);
  });

  it('is told to the person who asks what is held about them', async () => {
    const path = '/trials/ceremony-offer/subject-access';
    const asked = await world.service.post('borough-lead', path, { reference_hash: person(3).referenceHash });
    const told = await world.service.get('borough-lead', `${path}/${asked.body.id}`);
    const lines = told.body.lines.map((line: { about: string; what: string }) => `${line.about}: ${line.what}`);
    expect(lines).toContain('Answer: How easy was it to find out what to do before the ceremony? Fairly easy.');
    expect(lines).toContain('Messages: Asked to be sent nothing more.');
    expect(lines.filter((line: string) => line.startsWith('Follow-up code: Card 1,'))).toHaveLength(1);
  });

  it('answers the same to what is wrong, unknown, and of somebody who left', async () => {
    const unknown = await get(`/me/${'A'.repeat(24)}`);
    expect(unknown.status).toBe(404);
    for (const path of ['/me/x', '/me/%00', `/me/${'z'.repeat(120)}`, `/me/${person(3).token}`, '/me/../me/y/say']) {
      const other = await get(path);
      expect([other.status, other.text === unknown.text]).toEqual([404, true]);
    }
    const wrong = await post('/code', { code: '7K3M9-QXB2T' }, '192.0.2.9');
    const right = await post('/code', { code: person(3).code }, '192.0.2.9');
    expect([wrong.status, wrong.text]).toEqual([422, right.text]);
  });

  it('stops whoever tries codes, also at once, and nobody else', async () => {
    const tries = await Promise.all(
      Array.from({ length: 30 }, () => post('/code', { code: person(3).code }, '198.51.100.7')),
    );
    expect(tries.filter(({ status }) => status === 422)).toHaveLength(20);
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(10);
    expect((await post('/code', { code: person(0).code }, '198.51.100.7')).status).toBe(429);
    expect((await post('/code', { code: person(0).code }, '198.51.100.8')).status).toBe(303);
  });

  it('shows a link once every window is over, and nothing when the card is', async () => {
    world.service.setClock('2026-06-03T10:00:00.000Z');
    expect((await get(`/me/${person(0).token}`)).text).not.toContain('gov.uk');
    world.service.setClock('2026-06-04T10:00:00.000Z');
    expect((await get(`/me/${person(0).token}`)).text).toContain('https://www.gov.uk/register-to-vote');
    world.service.setClock('2026-09-02T10:00:00.000Z');
    expect((await get(`/me/${person(0).token}`)).status).toBe(404);
  });
});

describe('pages of every arm', { timeout: 120_000 }, () => {
  it('are the same, byte for byte', async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    const seen = new Map<string, readonly string[]>();
    for (let seed = 1; seed <= 40 && seen.size < 3; seed++) {
      const { service, people, arm } = await openWorld(sqlite, seed);
      if (!seen.has(arm)) {
        const base = `/me/${people[0]?.token}`;
        const paths = [base, `${base}/say`, `${base}/survey`, `${base}/stop`, '/me/sent', '/code', '/me/unknown'];
        const pages = await Promise.all(paths.map((path) => ask(service, path)));
        const withoutIds = (headers: Headers) => [...headers].filter(([name]) => name !== 'x-request-id');
        seen.set(
          arm,
          pages.map((page) => JSON.stringify([page.status, withoutIds(page.headers), page.text])),
        );
      }
      await service.close();
    }
    expect([...seen.keys()].toSorted()).toEqual(['behavioural', 'standard', 'volunteering']);
    expect(new Set([...seen.values()].map((pages) => pages.join('\n'))).size).toBe(1);
  });

  it('open to nothing that is made up', async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    const { service, people } = await openWorld(sqlite);
    const token = people[0]?.token ?? '';
    const mutated = fc
      .tuple(fc.nat(23), fc.constantFrom(...'ABCXYZabcxyz0189-_'))
      .map(([at, letter]) => token.slice(0, at) + letter + token.slice(at + 1));
    const sealed = fc.stringMatching(/^[A-Za-z0-9_-]{1,200}$/);
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, sealed, fc.string()), async (text) => {
        fc.pre(text !== token && text !== 'sent');
        const { status } = await ask(service, `/me/${encodeURIComponent(text)}/survey`, { q1: '1' });
        expect(status).toBe(404);
      }),
      { numRuns: 200 },
    );
    await service.close();
  });
});
