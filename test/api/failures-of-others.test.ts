/**
 * Known failures of other systems' draws, each named after the failure it shows absent. (Two requests at once and lost races are
 * in test/actions/races.test.ts and draw-races.test.ts, what enrolling roles see in concealment.test.ts.)
 */
import { describe, expect, it } from 'vitest';
import { payloadHash } from '../../src/trial/ledger.ts';
import { engines } from '../store/engines.ts';
import { redrawn, rowsOf } from './redrawn.ts';
import { ceremonyWith, hashOf, openService, openTrial, protocolText, type Service } from './service.ts';
import { ceremonyTrial, householdTrial } from './trials.ts';
import { repeatableBytes } from './what-is-seen.ts';

const offer = '/trials/ceremony-offer';
const arms = ['standard', 'volunteering', 'behavioural'];

async function tablesOf({ db }: Service): Promise<Readonly<Record<string, string>>> {
  const named = await db.prepare("select name from sqlite_master where type = 'table'").all<{ name: string }>();
  const names = named.results.map(({ name }) => name).filter((name) => !/^(sqlite_|_cf_|d1_)/.test(name));
  const dumps = await Promise.all(
    names.map(
      async (name) => [name, JSON.stringify((await db.prepare(`select * from "${name}"`).all()).results)] as const,
    ),
  );
  return Object.fromEntries(dumps);
}

const close = (service: Service, ceremonies: readonly string[], key?: string) =>
  service.post('registrar', `${offer}/close-lists`, { ceremonies }, key);

async function opened(engine: (typeof engines)[number], seedByte = 7, text = ceremonyTrial({})): Promise<Service> {
  const service = await openService(engine, { seedByte, random: repeatableBytes() });
  await openTrial(service, 'ceremony-offer', text);
  return service;
}

describe.each(engines)('failures of others, on $name', (engine) => {
  it('F2, upcoming arms visible: before a list closes the whole database holds no arm, whoever reads it', async () => {
    const dumps = [];
    for (const seedByte of [7, 8]) {
      const service = await opened(engine, seedByte);
      for (const day of ['10', '11', '12']) await ceremonyWith(service, 'ceremony-offer', `2026-03-${day}`, 4);
      dumps.push(await tablesOf(service));
      await service.close();
    }
    const [one = {}, other = {}] = dumps;
    // The seed itself and its commitment are what differs, in the rows that hold them; nothing was drawn from it.
    const differing = Object.keys(one).filter((table) => one[table] !== other[table]);
    expect(differing.toSorted()).toEqual(['idempotency', 'ledger_entry', 'trial_seed']);
    expect([one.allocation, one.draw_tally, one.allocation_receipt]).toEqual(['[]', '[]', '[]']);
  });

  it('F3, undo re-issues the arm: a slot once given is never given again', async () => {
    const service = await opened(engine);
    const lists: string[] = [];
    for (const day of ['10', '11', '12', '13']) {
      lists.push(await ceremonyWith(service, 'ceremony-offer', `2026-03-${day}`, 2));
    }
    const [a = '', b = '', c = '', d = ''] = lists;
    await close(service, [a]);
    const people = (await service.get('registrar', `/ceremonies/${a}/list`)).body;
    await service.post('registrar', `${offer}/randomisation-errors`, {
      ...{ kind: 'mistaken-allocation', unit: a, reason: 'entered-in-error' },
    });
    for (const { trial_id } of people) {
      await service.post('registrar', `${offer}/withdrawals`, { trial_id, reason: 'objected', decision: 'count-only' });
    }
    await service.post('registrar', `/ceremonies/${a}/cancel`, { reason: 'entered-in-error' });
    for (const id of [b, c, d]) await close(service, [id]);
    const drawn = await service.deps.store.read.allocationsOf('ceremony-offer');
    expect(drawn.map(({ ceremony, position }) => [ceremony, position])).toEqual([a, b, c, d].map((id, p) => [id, p]));
    const verbs = Object.values(service.document.paths).flatMap((path) => Object.keys(path));
    expect(new Set(verbs)).toEqual(new Set(['get', 'post']));
    await expect(service.db.prepare('delete from allocation').run()).rejects.toThrow(/append-only/);
    await service.close();
  });

  it('F4, arms computable from ids: nothing that is public before the seed gives the arms', async () => {
    const text = ceremonyTrial({ scheme: { kind: 'simple' } });
    const service = await opened(engine, 7, text);
    const lists: string[] = [];
    for (let hour = 9; hour < 21; hour++) {
      lists.push(await ceremonyWith(service, 'ceremony-offer', '2026-03-10', 1, `${String(hour).padStart(2, '0')}:00`));
    }
    await close(service, lists);
    const drawn = await service.deps.store.read.allocationsOf('ceremony-offer');
    const units = `unit,borough\n${drawn.map(({ unit, stratum }) => `${unit},${stratum}`).join('\n')}\n`;
    const given = drawn.map(({ arm }) => arm);
    const armsOf = (seed: string) => rowsOf(redrawn(text, units, seed, null)).map(({ arm }) => arm);
    expect(armsOf('07'.repeat(32))).toEqual(given);
    const { commitment, protocolHash, planHash } = (await service.get('nobody', `${offer}/commitment`)).body;
    const { head } = (await service.get('nobody', `${offer}/ledger/head`)).body;
    for (const known of [commitment, protocolHash, planHash, head.hash, '0'.repeat(64), hashOf('ceremony-offer')]) {
      expect(armsOf(known)).not.toEqual(given);
    }
    await service.close();
  });

  it('F5, the audit log leaks arms: neither the ledger nor a stored answer holds one, nor a hash of a guess', async () => {
    const service = await opened(engine);
    const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-10', 4);
    await close(service, [ceremony]);
    service.setClock('2026-03-10T08:00:00.000Z');
    await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
    await service.get('registrar', `/ceremonies/${ceremony}/arms`);
    const { ledger_entry, idempotency, arm_view } = await tablesOf(service);
    const records = await service.get('auditor', `${offer}/access-records`);
    const ledger = await service.get('auditor', `${offer}/ledger`);
    const told = [ledger_entry, idempotency, arm_view, JSON.stringify([records.body, ledger.body, service.log])].join();
    // The protocol, which is public, names the arms; what was drawn is named nowhere here.
    for (const arm of arms) expect(told).not.toContain(`"arm":"${arm}`);
    expect(told).not.toMatch(/\bvolunteering\b|\bbehavioural\b/);
    const [allocation] = await service.deps.store.read.allocationsOf('ceremony-offer');
    const guesses = [
      allocation,
      [allocation],
      { allocations: [allocation] },
      { members: 4, withdrawn: 0, allocations: [allocation] },
    ];
    const hashes = ledger.body.entries.map((entry: { payloadHash: string }) => entry.payloadHash);
    for (const guess of guesses) expect(hashes).not.toContain(payloadHash('', guess));
    await service.close();
  });

  it('F7, a retry creates a second allocation: the same request gives the same answer, another key is refused', async () => {
    const service = await opened(engine);
    const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-10', 4);
    const [first, again] = [
      await close(service, [ceremony], 'same-key-1'),
      await close(service, [ceremony], 'same-key-1'),
    ];
    expect(again).toMatchObject({ status: first.status, body: first.body });
    expect((await close(service, [ceremony], 'other-key-1')).body.type).toBe('urn:pledge:problem:list-closed');
    const at = async () => (await service.deps.store.read.allocationsOf('ceremony-offer')).length;
    expect(await at()).toBe(1);
    expect((await service.deps.store.read.receiptsFrom('ceremony-offer', 0, 10, false)).length).toBe(1);
    await service.close();
  });

  it('F10, strata edited at randomisation: they are read from the list as it closes, and kept', async () => {
    const service = await openService(engine);
    await openTrial(service, 'welcome-pack', householdTrial({ strata: ['borough', 'group_size'] }));
    const ceremony = await ceremonyWith(service, 'welcome-pack', '2026-03-20', 4);
    const path = '/trials/welcome-pack/close-lists';
    const edited = await service.post('registrar', path, { ceremonies: [ceremony], strata: { group_size: '1' } });
    expect(edited.status).toBe(422);
    await service.post('registrar', path, { ceremonies: [ceremony] });
    const drawn = await service.deps.store.read.allocationsOf('welcome-pack');
    expect(new Set(drawn.map(({ stratum }) => stratum))).toEqual(new Set(['E09000025/2']));
    for (const { unit } of drawn) {
      const wrong = { kind: 'wrong-stratum', unit, values: ['E09000025', '1'] };
      expect((await service.post('registrar', '/trials/welcome-pack/randomisation-errors', wrong)).status).toBe(201);
    }
    expect(await service.deps.store.read.allocationsOf('welcome-pack')).toEqual(drawn);
    await service.close();
  });

  it('F11, the list runs out or a practice draw goes live: blocks go on by themselves, and practice stays practice', async () => {
    const service = await opened(engine, 7, ceremonyTrial({ scheme: { kind: 'blocks', blockSizes: [3] } }));
    for (let list = 0; list < 9; list++) {
      const ceremony = await ceremonyWith(service, 'ceremony-offer', `2026-03-${10 + list}`, 1);
      expect((await close(service, [ceremony])).status).toBe(200);
    }
    const drawn = await service.deps.store.read.allocationsOf('ceremony-offer');
    for (const name of arms) expect(drawn.filter(({ arm }) => arm === name)).toHaveLength(3);
    const redrafted = await service.post('trial-administrator', '/trials', protocolText('ceremony-offer'));
    expect(redrafted.body.type).toBe('urn:pledge:problem:already-exists');
    const training = { id: 'pupil', name: 'Pupil', role: 'researcher', isTraining: true, at: '2026-03-02T09:00:00Z' };
    expect(await service.deps.store.commit([{ into: 'account', rows: [training] }])).toMatchObject({
      conflict: { kind: 'trigger', what: 'training-accounts' },
    });
    await service.close();
  });
});
