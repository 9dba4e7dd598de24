/** Commit, publish, verify: the beacon, receipts and who may have them, the ledger's head, and the draw that anybody may have. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyReceiptFile } from '../../src/actions/verify-receipt-file.ts';
import { type Receipt, receiptNumber } from '../../src/trial/receipt.ts';
import { engines } from '../store/engines.ts';
import { redrawn, rowsOf } from './redrawn.ts';
import { ceremonyWith, openService, openTrial, type Service } from './service.ts';
import { householdTrial } from './trials.ts';

const trial = '/trials/welcome-pack';
const output = 'f00d'.repeat(16);
const text = householdTrial({ beacon: { source: 'drand', round: 4_000_000 }, strata: ['group_size'] });

describe.each(engines)('what stands behind the draw, on $name', { timeout: 120_000 }, (engine) => {
  let service: Service;
  const ceremonies: string[] = [];
  const problem = (code: string) => `urn:pledge:problem:${code}`;
  const check = (body: unknown) => service.post('nobody', `${trial}/receipts/check`, body);
  const audited = async () => (await service.get('auditor', `${trial}/receipts`)).body.receipts;

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, 'welcome-pack', text);
    ceremonies.push(await ceremonyWith(service, 'welcome-pack', '2026-03-09', 26));
    ceremonies.push(await ceremonyWith(service, 'welcome-pack', '2026-03-30', 5));
  });
  afterAll(() => service.close());

  it('draws nothing before the beacon is recorded, which takes two signatures under one output', async () => {
    const close = () => service.post('registrar', `${trial}/close-lists`, { ceremonies: ceremonies.slice(0, 1) });
    expect((await close()).body.type).toBe(problem('no-beacon'));
    expect((await service.get('nobody', `${trial}/commitment`)).body).toMatchObject({
      beacon: { source: 'drand', round: '4000000', output: null },
      promise: expect.stringContaining('public randomness: round'),
    });
    const sign = (as: 'auditor' | 'trial-administrator', value: string) =>
      service.post(as, `${trial}/beacon`, { output: value });
    expect((await sign('auditor', 'F00D')).status).toBe(422);
    expect(await sign('auditor', 'beef'.repeat(16))).toMatchObject({ status: 202, body: { signed: ['auditor'] } });
    expect((await sign('trial-administrator', output)).status).toBe(202);
    expect(await sign('auditor', output)).toMatchObject({ status: 200, body: { state: 'recorded', output } });
    expect((await sign('auditor', 'beef'.repeat(16))).body.type).toBe(problem('already-exists'));
    expect((await service.get('nobody', trial)).body.beacon.output).toBe(output);
    expect((await close()).status).toBe(200);
    const second = await service.post('registrar', `${trial}/close-lists`, { ceremonies: ceremonies.slice(1) });
    expect(second.status).toBe(200);
  });

  it('gives a borough the numbers of its own receipts once unsealed, and nothing of them', async () => {
    const [first = '', second = ''] = ceremonies;
    const numbers = (id: string) => service.get('registrar', `/ceremonies/${id}/receipts`);
    expect((await numbers(first)).body.type).toBe(problem('still-sealed'));
    expect(await audited()).toEqual([]);
    service.setClock('2026-03-09T08:00:00.000Z');
    await service.post('registrar', `/ceremonies/${first}/unseal`, {});
    const { body } = await numbers(first);
    expect(body.receipts).toHaveLength(13);
    expect(Object.keys(body.receipts[0]).toSorted()).toEqual(['number', 'unit']);
    expect((await numbers(second)).body.type).toBe(problem('still-sealed'));
    expect((await service.get('other-registrar', `/ceremonies/${first}/receipts`)).status).toBe(404);
  });

  it('gives the auditor those of unsealed ceremonies, on record; nobody else before the seed is published', async () => {
    const looks = async () => (await service.get('auditor', `${trial}/access-records`)).body.arms.length;
    const before = await looks();
    const receipts = await audited();
    expect(receipts).toHaveLength(13);
    expect(await looks()).toBeGreaterThan(before);
    for (const { number, receipt } of receipts) expect(receiptNumber(receipt)).toBe(number);
    expect((await service.get('researcher', `${trial}/receipts`)).body.type).toBe(problem('too-early'));
  });

  it('gives receipts that hold to the exported ledger and to the protocol, without the service', async () => {
    const [{ number, receipt }] = await audited();
    const { entries } = (await service.get('auditor', `${trial}/ledger`)).body;
    const bytes = (words: string) => new TextEncoder().encode(words);
    const ledger = bytes(entries.map((entry: unknown) => `${JSON.stringify(entry)}\n`).join(''));
    const files = { number, ledger, protocol: bytes(text), seed: null, beacon: null };
    const held = (one: Receipt) => verifyReceiptFile({ ...files, receipt: bytes(JSON.stringify(one)) });
    expect(held(receipt)).toMatchObject({
      value: { ok: true, isNumberHeld: true, isProtocolHeld: true, entry: { entriesSince: 2 }, draw: null },
    });
    expect(held({ ...receipt, position: receipt.position + 1 })).toMatchObject({ value: { ok: false } });
  });

  it('checks a receipt for anybody, and says what is held and what is not', async () => {
    const [{ number, receipt }] = (await audited()) as [{ number: string; receipt: Receipt }];
    expect((await check({ number })).body).toEqual({ state: 'held', number });
    expect((await check({ receipt })).body).toEqual({ state: 'held', number });
    expect((await check({ receipt: { ...receipt, arm: 'another' } })).body.state).toBe('differs');
    expect((await check({ receipt: { ...receipt, unitHash: 'a'.repeat(64) } })).body.state).toBe('not-held');
    expect((await check({ number: 'a'.repeat(64) })).body.state).toBe('not-held');
    expect((await check({ number, receipt })).status).toBe(422);
    expect(JSON.stringify(service.log)).not.toContain(number);
  });

  it('tells whether a hash somebody kept is in the chain', async () => {
    const head = async (hash = '') => (await service.get('nobody', `${trial}/ledger/head${hash}`)).body;
    const kept = (await head()).head;
    expect((await head()).asked).toBeNull();
    await service.post('trial-administrator', `${trial}/pause`, { reason: 'to add entries' });
    await service.post('trial-administrator', `${trial}/resume`, {});
    expect((await head(`?hash=${kept.hash}`)).asked).toMatchObject({
      state: 'in-chain',
      seq: kept.seq,
      entriesSince: 2,
    });
    expect((await head(`?hash=${'0'.repeat(64)}`)).asked).toEqual({ state: 'not-in-chain' });
  });

  it('publishes large strata only, with salted hashes, and the whole draw to auditors', async () => {
    const early = await service.get('nobody', `${trial}/draw/1/public`);
    expect(early.body.type).toBe(problem('too-early'));
    service.setClock('2026-07-01T09:00:00.000Z');
    await service.post('trial-administrator', `${trial}/close`, {});
    await service.post('trial-statistician', `${trial}/analysis`, {});
    await service.post('auditor', `${trial}/publish-seed`, {});
    const { seed } = (await service.post('trial-administrator', `${trial}/publish-seed`, {})).body;
    const open = rowsOf((await service.get('nobody', `${trial}/draw/1/public`)).body);
    // Fifteen households of two; the one of a single person is a stratum of its own, and is not there.
    expect(open.map(({ stratum, position }) => `${stratum} ${position}`)).toEqual(
      Array.from({ length: 15 }, (_, position) => `2 ${position}`),
    );
    const receipts = (await service.get('researcher', `${trial}/receipts`)).body.receipts;
    expect(receipts).toHaveLength(16);
    const hashes = receipts.map(({ receipt }: { receipt: Receipt }) => receipt.unitHash);
    for (const row of open) expect(hashes).toContain(row.unit_hash);
    // Nothing that would tell at which closing a unit was drawn.
    expect(Object.keys(open[0] ?? {})).toEqual(['unit_hash', 'stratum', 'position', 'arm']);
    const records = (await service.get('auditor', `${trial}/access-records`)).body;
    expect(records.arms.map(({ actor }: { actor: string }) => actor)).toContain('researcher');
    const [units, allocations] = [
      (await service.get('auditor', `${trial}/draw/1/units`)).body,
      (await service.get('auditor', `${trial}/draw/1/allocations`)).body,
    ];
    expect(allocations).toBe(redrawn(text, units, seed, output));
    expect(allocations).not.toBe(redrawn(text, units, seed, 'beef'.repeat(16)));
    expect((await service.get('nobody', `${trial}/draw/2/public`)).status).toBe(404);
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
