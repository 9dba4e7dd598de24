/**
 * What the database refuses of what happens around the draw, on both engines: arms seen before their lead time, or for longer than
 * it. Every case has a trial of its own.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Append } from '../../src/store/port.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { engines, type OpenEngine } from './engines.ts';
import {
  accountsOf,
  allocationRow,
  ceremonyOf,
  event,
  hash,
  type Place,
  slot,
  stamp,
  trialIn,
  unsealing,
} from './rows.ts';

describe.each(engines)('guards of conduct on $name', ({ open }) => {
  let engine: OpenEngine;
  let store: Store;
  let number = 0;
  beforeAll(async () => {
    engine = await open();
    store = openStore(engine.db);
    await accepts(accountsOf('trial-administrator', 'auditor', 'researcher'));
  });
  afterAll(() => engine.close());

  type Appends = readonly (Append | readonly Append[])[];
  const accepts = async (...appends: Appends) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: true });
  };
  const refuses = async (what: string, ...appends: Appends) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: false, conflict: { kind: 'trigger', what } });
  };
  /** An open trial with a ceremony on 7 May 2026, whose list is closed. Its lead time is that of protocols which name none: five days. */
  const closed = async () => {
    number += 1;
    const [trial, ceremony] = [`t${number}`, `c${number}`];
    await accepts(trialIn(trial, 'open'), ceremonyOf(trial, ceremony), event(ceremony, 'list-closed'));
    return { trial, ceremony };
  };
  const signed = (trial: string, role: string, documentHash: string, subject: string | null): Append => ({
    into: 'signOff',
    rows: [{ trial, act: 'move-unsealed-ceremony', documentHash, role, subject, ...stamp, actor: role }],
  });
  const bothSigned = (trial: string, documentHash: string, subject: string) => [
    signed(trial, 'trial-administrator', documentHash, subject),
    signed(trial, 'auditor', documentHash, subject),
  ];
  /** As the database was when slots named no day of unsealing. */
  const withoutLeadGuard = async (work: () => Promise<void>) => {
    const guard = await engine.db
      .prepare("select sql from sqlite_master where name = 'ceremony_slot_lead_guard'")
      .first<string>('sql');
    await engine.db.prepare('drop trigger ceremony_slot_lead_guard').run();
    await work();
    await engine.db.prepare(guard ?? '').run();
  };

  describe('a slot', () => {
    const of = (ceremony: string, place: Place) => slot(ceremony, 1, { venue: `hall-${number}`, ...place });

    test('names the day from which its arm may be seen, within what any calendar gives', async () => {
      const { ceremony } = await closed();
      await refuses('lead-time', of(ceremony, { unsealFrom: null }));
      await refuses('lead-time', of(ceremony, { unsealFrom: '2026-05-03' }));
      await refuses('lead-time', of(ceremony, { unsealFrom: '2026-04-18' }));
      await accepts(of(ceremony, { unsealFrom: '2026-05-02' }));
    });

    test('needs none in the baseline phase', async () => {
      const { trial } = await closed();
      await accepts(ceremonyOf(trial, `b${number}`, { unsealFrom: null }, 'baseline'));
    });

    test('gives no more time with an arm that is seen, unless two people signed it', async () => {
      const { trial, ceremony } = await closed();
      await accepts(event(ceremony, 'unsealed'));
      const later = { heldOn: '2026-06-11', at: unsealing, documentHash: hash(number) };
      await accepts(of(ceremony, { heldOn: '2026-05-12', at: unsealing }));
      const again = slot(ceremony, 2, { venue: `hall-${number}`, ...later });
      await refuses('already-unsealed', again);
      await refuses('already-unsealed', signed(trial, 'trial-administrator', hash(number), ceremony), again);
      const both = bothSigned(trial, hash(number), ceremony);
      await refuses('already-unsealed', ...both, slot(ceremony, 2, { ...later, documentHash: hash(number + 1) }));
      await accepts(...both, again);
    });

    test('is moved by signatures for this ceremony alone, and once by the same ones', async () => {
      const { trial, ceremony } = await closed();
      const other = `o${number}`;
      await accepts(ceremonyOf(trial, other), event(other, 'list-closed'));
      await accepts(event(ceremony, 'unsealed'), event(other, 'unsealed'));
      const later = { heldOn: '2026-06-11', at: unsealing, documentHash: hash(number) };
      await refuses('subject-missing', signed(trial, 'auditor', hash(number), null));
      await refuses('subject-missing', signed(trial, 'auditor', hash(number), 'no-such-ceremony'));
      await accepts(...bothSigned(trial, hash(number), ceremony));
      await refuses('already-unsealed', slot(other, 1, { venue: other, ...later }));
      await accepts(of(ceremony, later));
      const again = slot(ceremony, 2, { venue: `hall-${number}`, ...later, heldOn: '2026-07-09' });
      expect(await store.commit([again])).toEqual({
        ok: false,
        conflict: { kind: 'unique', what: 'ceremony_slot.document_hash' },
      });
    });
  });

  test('a signature is given in the role of whoever gives it', async () => {
    const { trial } = await closed();
    const of = (role: string, actor: string): Append => ({
      into: 'signOff',
      rows: [{ trial, act: 'lock', documentHash: hash(number), role, ...stamp, actor }],
    });
    await refuses('role-mismatch', of('auditor', 'researcher'));
    await refuses('role-mismatch', of('auditor', 'nobody'));
    await accepts(of('auditor', 'auditor'));
  });

  describe('a list', () => {
    test.each([
      ['live', 'too-late'],
      ['training', null],
    ] as const)('of a %s ceremony that was held before is closed and drawn: %s', async (mode, code) => {
      number += 1;
      const [trial, ceremony] = [`t${number}`, `c${number}`];
      await accepts(trialIn(trial, 'open', {}, mode), ceremonyOf(trial, ceremony, { heldOn: '2026-03-01' }));
      if (code === null) await accepts(event(ceremony, 'list-closed'));
      else await refuses(code, event(ceremony, 'list-closed'));
    });

    test('is closed on the day itself, and in the baseline phase on any day', async () => {
      number += 1;
      const [trial, today, baseline] = [`t${number}`, `c${number}`, `b${number}`];
      await accepts(
        trialIn(trial, 'open', {}, 'live'),
        ceremonyOf(trial, today, { heldOn: '2026-03-02' }),
        ceremonyOf(trial, baseline, { heldOn: '2026-03-01' }, 'baseline'),
      );
      await accepts(event(today, 'list-closed'), event(baseline, 'list-closed'));
    });
  });

  describe('an arm', () => {
    const arms = [{ name: 'standard' }, { name: 'stopped-one' }];

    test('is one that the protocol draws', async () => {
      number += 1;
      const [trial, ceremony] = [`t${number}`, `c${number}`];
      await accepts(
        trialIn(trial, 'open', { arms, stoppedArms: ['stopped-one'] }),
        ceremonyOf(trial, ceremony),
        event(ceremony, 'list-closed'),
      );
      const drawn = (arm: string): Append => ({
        into: 'allocation',
        rows: [{ ...allocationRow(trial, ceremony, 0), arm }],
      });
      await refuses('arm-stopped', drawn('placebo'));
      await refuses('arm-stopped', drawn('stopped-one'));
      await accepts(drawn('standard'));
    });

    test('is looked at where it is unsealed, where its people went, or once the seed is published', async () => {
      const { trial, ceremony } = await closed();
      const [into, sealed] = [`i${number}`, `s${number}`];
      const look = (of: string): Append => ({ into: 'armView', rows: [{ ceremony: of, ...stamp }] });
      await accepts(ceremonyOf(trial, into), ceremonyOf(trial, sealed), event(into, 'list-closed'));
      await refuses('still-sealed', look(ceremony));
      await accepts(event(into, 'unsealed'));
      await refuses('still-sealed', look(ceremony));
      await accepts(event(ceremony, 'merged', into), look(ceremony), look(into));
      await refuses('still-sealed', look(sealed));
      await accepts(
        {
          into: 'trialSeed',
          rows: [{ trial, algorithm: 'pledge-1', commitment: hash(3), sealedSeed: 'x', keyId: 'k', ...stamp }],
        },
        { into: 'analysisRun', rows: [{ id: trial, trial, kind: 'locked', manifestHash: hash(4), ...stamp }] },
        { into: 'seedPublication', rows: [{ trial, seed: hash(5), ...stamp }] },
      );
      await accepts(look(sealed));
    });

    const unsealed = (ceremony: string, at: string): Append => ({
      into: 'ceremonyEvent',
      rows: [{ ceremony, act: 'unsealed', ...stamp, at }],
    });

    test('is not seen before its lead time has begun in London', async () => {
      const { ceremony } = await closed();
      await refuses('too-early', unsealed(ceremony, '2026-04-29T22:59:59.000Z'));
      await accepts(unsealed(ceremony, '2026-04-29T23:00:00.000Z'));
    });

    test('is not seen before any calendar allows where its slot is older than the day it names', async () => {
      number += 1;
      const [trial, ceremony] = [`t${number}`, `c${number}`];
      await withoutLeadGuard(async () => {
        await accepts(trialIn(trial, 'open'), ceremonyOf(trial, ceremony, { unsealFrom: null }));
      });
      await accepts(event(ceremony, 'list-closed'));
      await refuses('too-early', unsealed(ceremony, '2026-04-18T22:59:59.000Z'));
      await accepts(unsealed(ceremony, '2026-04-18T23:00:00.000Z'));
    });

    test('is not missed before the day of the ceremony into which its own was merged', async () => {
      const { trial, ceremony } = await closed();
      const into = `i${number}`;
      const told = (at: string): Append => ({
        into: 'randomisationError',
        rows: [
          { id: ceremony, trial, kind: 'not-delivered-as-drawn', subject: ceremony, code: 'nothing', ...stamp, at },
        ],
      });
      await accepts(
        { into: 'allocation', rows: [{ ...allocationRow(trial, ceremony, 0), unit: ceremony }] },
        event(ceremony, 'unsealed'),
        ceremonyOf(trial, into, { heldOn: '2026-05-12' }),
        event(into, 'list-closed'),
        event(ceremony, 'merged', into),
      );
      await refuses('too-early', told('2026-05-11T22:59:59.000Z'));
      await accepts(told('2026-05-11T23:00:00.000Z'));
    });
  });
});
