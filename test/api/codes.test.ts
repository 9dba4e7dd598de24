/** Registering follow-up codes: once, the same again, another version after a loss, and never by another key or of another's people. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../../src/access/roles.ts';
import { readRunSheet } from '../../src/actions/read-run-sheet.ts';
import { followUpCodes, signerOfBytes } from '../../src/borough/follow-up-codes.ts';
import { codeHash, linkHash } from '../../src/trial/follow-up-code.ts';
import { engines } from '../store/engines.ts';
import { ceremonyWith, newham, openService, openTrial, type Service } from './service.ts';

const key = new Uint8Array(32).fill(3);
const account: Account = {
  ...{ id: 'registrar', name: 'r', role: 'registrar', borough: newham, organisation: null, isTraining: false },
};

describe.each(engines)('follow-up codes on $name', { timeout: 120_000 }, (engine) => {
  let service: Service;
  let ceremony = '';
  const register = (codes: unknown, as: 'registrar' | 'other-registrar' = 'registrar') =>
    service.post(as, `/ceremonies/${ceremony}/codes`, { codes });
  const made = async (version: number, secret = key) => {
    const { people } = await readRunSheet(service.deps, account, ceremony);
    return Promise.all(
      people.map(async ({ referenceHash }) => {
        const { code, token } = await followUpCodes(signerOfBytes(secret), {
          ...{ trial: 'ceremony-offer', referenceHash, version },
        });
        return { reference_hash: referenceHash, version, code_hash: codeHash(code), link_hash: linkHash(token) };
      }),
    );
  };

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, 'ceremony-offer');
    ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-05', 6);
    await service.post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
  });
  afterAll(() => service.close());

  it('gives no cards before unsealing', async () => {
    await expect(readRunSheet(service.deps, account, ceremony)).rejects.toMatchObject({ code: 'still-sealed' });
    service.setClock('2026-03-05T08:00:00.000Z');
    expect((await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {})).status).toBe(200);
  });

  it('registers each once; the same again is known; every word of a code is kept from the database', async () => {
    const codes = await made(1);
    expect((await register(codes)).body).toEqual({ ceremony, registered: 6, known: 0 });
    expect((await register(codes)).body).toEqual({ ceremony, registered: 0, known: 6 });
    const { people } = await readRunSheet(service.deps, account, ceremony);
    expect(people.map((one) => [one.version, one.linkHash])).toEqual(codes.map((one) => [1, one.link_hash]));
    const stored = await service.deps.store.read.codesOf(people.map(({ id }) => id));
    expect(stored.map((row) => row.expiresOn)).toEqual(Array(6).fill('2026-09-01'));
    for (const { code_hash } of codes) expect(JSON.stringify(stored)).not.toContain(code_hash);
  });

  it('refuses codes of another key, a version left out, a stranger, a name, and another borough', async () => {
    const [other] = await made(1, new Uint8Array(32).fill(4));
    expect((await register([other])).body.errors[0].message).toContain('another linkage key');
    const [third] = await made(3);
    expect((await register([third])).body.errors[0].message).toBe('the next version of this person is 2');
    const [mine] = await made(2);
    const stranger = { ...mine, reference_hash: '0'.repeat(64) };
    expect((await register([stranger])).body.errors[0].path).toBe('codes[0].reference_hash');
    expect((await register([mine, mine])).body.errors[0].message).toBe('named twice');
    expect((await register([{ ...mine, name: 'Ada' }])).status).toBe(422);
    expect((await register([{ ...mine, code_hash: 'Ada' }])).status).toBe(422);
    expect((await register([mine], 'other-registrar')).status).toBe(404);
  });

  it('gives a lost card the next version, and tells who had one', async () => {
    const [next] = await made(2);
    expect((await register([next])).body).toMatchObject({ registered: 1 });
    const { people } = await readRunSheet(service.deps, account, ceremony);
    expect(people.map(({ version }) => version).toSorted()).toEqual([1, 1, 1, 1, 1, 2]);
  });

  it('gives no card to whoever left', async () => {
    const { people } = await readRunSheet(service.deps, account, ceremony);
    const [leaving] = people;
    const leave = { trial_id: leaving?.id ?? '', reason: 'objected', decision: 'count-only' };
    expect((await service.post('registrar', '/trials/ceremony-offer/withdrawals', leave)).status).toBe(201);
    const after = await readRunSheet(service.deps, account, ceremony);
    expect(after.people.filter(({ hasLeft }) => hasLeft).map(({ id }) => id)).toEqual([leaving?.id]);
    const [again] = (await made(1)).slice(0, 1);
    const gone = { ...again, reference_hash: leaving?.referenceHash };
    expect((await register([gone])).body.errors[0].message).toBe('this person has left the trial');
  });
});

describe('without the operator’s key', () => {
  it('nothing is registered', async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    const service = await openService(sqlite, { hasKey: false });
    expect(service.deps.codes).toBeNull();
    await service.close();
  });
});
