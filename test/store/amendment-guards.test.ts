/** What the database refuses by itself of amendments, and of every version after the lock, on both engines. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Append, NewRow } from '../../src/store/port.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { engines, type OpenEngine } from './engines.ts';
import { accountsOf, ceremonyOf, enrolled, hash, stamp, statusOf, trialIn, versionRow } from './rows.ts';

const document = {
  title: 'Offer',
  unit: 'ceremony',
  scheme: { kind: 'blocks', blockSizes: [3, 6] },
  boroughs: [{ code: 'E09000005', name: 'Brent' }],
  arms: [
    { name: 'standard', ratio: 1, description: { briefName: 'As usual' } },
    { name: 'offer', ratio: 1, description: { briefName: 'An offer' } },
  ],
  leadTimeWorkingDays: 5,
  outcomes: [{ name: 'registered', kind: 'binary', windowDays: 90, sources: ['administrative'] }],
  analysis: { level: 0.95 },
};
const [standard, offer] = document.arms;
const reason = 'The venue changed its name';

describe.each(engines)('guards of amendments on $name', ({ open }) => {
  let engine: OpenEngine;
  let store: Store;
  let number = 0;
  beforeAll(async () => {
    engine = await open();
    store = openStore(engine.db);
    await accepts(accountsOf('trial-administrator', 'trial-statistician', 'auditor'));
  });
  afterAll(() => engine.close());

  type Appends = readonly (Append | readonly Append[])[];
  const accepts = async (...appends: Appends) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: true });
  };
  const refuses = async (what: string, ...appends: Appends) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: false, conflict: { kind: 'trigger', what } });
  };
  const started = async (status = 'open') => {
    number += 1;
    const trial = `t${number}`;
    await accepts(trialIn(trial, status, document));
    return trial;
  };
  /** A proposal, its signatures and its version, as one act writes them. */
  const amended = (
    trial: string,
    changes: object,
    {
      signers = ['trial-administrator', 'trial-statistician'],
      version = 2,
      stored = { ...document, ...changes },
      afterUnblinding = false,
    } = {},
  ): readonly Append[] => {
    const documentHash = hash(700 + version);
    const protocol = { document: JSON.stringify(stored), protocolHash: hash(800 + version), planHash: hash(2) };
    const proposed = { ...protocol, document: JSON.stringify({ ...document, ...changes }) };
    return [
      proposal(trial, { ...proposed, documentHash, baseVersion: version - 1 }),
      ...signers.map(
        (actor): Append => ({
          into: 'signOff',
          rows: [{ trial, act: 'amend-protocol', documentHash, role: actor, ...stamp, actor }],
        }),
      ),
      { into: 'protocolAmendment', rows: [{ trial, version, documentHash, afterUnblinding, ...stamp }] },
      { into: 'protocolVersion', rows: [{ ...versionRow(trial, version), ...protocol, reason }] },
    ];
  };
  const proposal = (trial: string, change: Partial<NewRow<'amendmentProposal'>> = {}): Append => ({
    into: 'amendmentProposal',
    rows: [
      {
        ...{ trial, documentHash: hash(702), baseVersion: 1, document: '{}', protocolHash: hash(802) },
        ...{ planHash: hash(2), weight: 'minor', reason, ...stamp },
        ...change,
      },
    ],
  });

  test('two people make a version that changes what may be changed', async () => {
    const trial = await started();
    await accepts(
      amended(trial, { title: 'The offer', analysis: { level: 0.9 }, arms: [standard, { ...offer, description: {} }] }),
    );
    expect(await store.read.amendmentsOf(trial)).toEqual([
      { version: 2, documentHash: hash(702), afterUnblinding: false, weight: 'minor' },
    ]);
  });

  test.each([
    ['nobody', []],
    ['one', ['trial-administrator']],
    ['somebody in another role', ['trial-administrator', 'auditor']],
  ])('a version signed by %s is none', async (_, signers) => {
    const trial = await started();
    await refuses('two-signatures', amended(trial, { title: 'The offer' }, { signers }));
  });

  test('what is signed is what is stored, and nothing is stored without', async () => {
    const trial = await started();
    await refuses(
      'two-signatures',
      amended(trial, { title: 'The offer' }, { stored: { ...document, title: 'Another' } }),
    );
    const unsigned = { ...versionRow(trial, 2), document: JSON.stringify({ ...document, title: 'x' }), reason };
    await refuses('two-signatures', { into: 'protocolVersion', rows: [unsigned] });
  });

  test('an amendment without its version is not kept', async () => {
    const trial = await started();
    const written = amended(trial, { title: 'The offer' }).filter(({ into }) => into !== 'protocolVersion');
    const result = await store.commit(written).catch(() => ({ ok: false }));
    expect(result.ok).toBe(false);
    expect(await store.read.amendmentsOf(trial)).toEqual([]);
  });

  test('one person stops an arm, starts none again, and changes nothing else', async () => {
    const trial = await started();
    const version = (number: number, changes: object): Append => ({
      into: 'protocolVersion',
      rows: [{ ...versionRow(trial, number), document: JSON.stringify({ ...document, ...changes }), reason }],
    });
    await refuses('two-signatures', version(2, { stoppedArms: ['offer'], title: 'x' }));
    await accepts(version(2, { stoppedArms: ['offer'] }));
    await refuses('two-signatures', version(3, { stoppedArms: [] }));
    await refuses('two-signatures', version(3, {}));
    await accepts(version(3, { stoppedArms: ['offer', 'standard'] }));
  });

  test.each([
    ['the unit', { unit: 'household' }],
    ['a block size', { scheme: { kind: 'blocks', blockSizes: [3] } }],
    ['strata, written out', { strata: [] }],
    ['a ratio', { arms: [{ ...standard, ratio: 2 }, offer] }],
    ['an arm more', { arms: [standard, offer, { name: 'letter', ratio: 1, description: {} }] }],
    ['the order of arms', { arms: [offer, standard] }],
    ['a beacon', { beacon: { source: 'drand', round: 5 } }],
    ['stopped arms', { stoppedArms: ['offer'] }],
    ['disclosure', { disclosure: { threshold: 10, base: 7 } }],
    ['a borough gone', { boroughs: [{ code: 'E09000025', name: 'Newham' }] }],
  ])('%s never changes', async (_, changes) => {
    await refuses('design-locked', amended(await started('locked'), changes));
  });

  test('numbers are compared as numbers', async () => {
    const trial = await started();
    const written = JSON.stringify({ ...document, title: 'The offer' }).replace('"ratio":1', '"ratio":1.0');
    await accepts(amended(trial, { title: 'The offer' }).map((append) => withDocument(append, written)));
  });

  const withDocument = (append: Append, written: string): Append =>
    append.into === 'protocolVersion' || append.into === 'amendmentProposal'
      ? ({ ...append, rows: append.rows.map((row) => ({ ...row, document: written })) } as Append)
      : append;

  test('the lead time does not change once a ceremony stands in the trial', async () => {
    await accepts(amended(await started('locked'), { leadTimeWorkingDays: 3 }));
    const used = await started();
    await accepts(ceremonyOf(used, `${used}-c`));
    await refuses('design-locked', amended(used, { leadTimeWorkingDays: 3 }));
  });

  test('an outcome with a follow-up stays, as the kind it is', async () => {
    const trial = await started();
    await accepts(ceremonyOf(trial, `${trial}-c`), enrolled(trial, `${trial}-c`, [`${trial}-p`], 5_000 + number), {
      into: 'followUp',
      rows: [
        {
          ...{ id: `${trial}-f`, trial, attendee: `${trial}-p`, outcome: 'registered', source: 'administrative' },
          ...{ status: 'not-happened', learntOn: '2026-03-01', ...stamp },
        },
      ],
    });
    const [registered] = document.outcomes;
    await refuses('design-locked', amended(trial, { outcomes: [{ ...registered, name: 'enrolled' }] }));
    const counted = { boroughs: [{ code: 'E09000005', name: 'Brent', shares: 'counts-by-arm' }] };
    await refuses('design-locked', amended(trial, counted));
    await accepts(amended(await started(), counted));
    await refuses('design-locked', amended(trial, { outcomes: [{ ...registered, kind: 'count' }] }));
    await accepts(amended(trial, { outcomes: [{ ...registered, windowDays: 60 }] }));
  });

  test('nobody changes what is analysed once outcomes by arm were read; arms alone are marked', async () => {
    const trial = await started();
    const read = (reading: string): Append => ({
      into: 'unblinding',
      rows: [{ trial, account: 'trial-statistician', reading, at: stamp.at }],
    });
    const changes = { analysis: { level: 0.9 } };
    await accepts(read('read-sample-ratio'));
    await refuses('unblinded-otherwise', amended(trial, changes));
    await accepts(amended(trial, changes, { afterUnblinding: true }));
    await accepts(read('read-attrition'));
    const again = { version: 3, afterUnblinding: true };
    await refuses('design-locked', amended(trial, { analysis: { level: 0.8 } }, again));
    await accepts(amended(trial, { ...changes, title: 'The offer' }, again));
  });

  test('a proposal builds on the newest version, is new, and belongs to a trial that runs', async () => {
    const trial = await started();
    await refuses('newer-version', proposal(trial, { baseVersion: 2 }));
    await refuses('design-locked', proposal(trial, { protocolHash: hash(1) }));
    await accepts(proposal(trial), statusOf(trial, 1, 'closed'));
    await refuses('wrong-status', proposal(trial, { documentHash: hash(703) }));
    await refuses('wrong-status', proposal(await started('draft')));
  });

  test('of two proposals on one version the second to be signed is too late', async () => {
    const trial = await started();
    const other = amended(trial, { title: 'Another' });
    await accepts(proposal(trial, { documentHash: hash(790), protocolHash: hash(890) }));
    await accepts(other);
    await refuses('newer-version', {
      into: 'protocolAmendment',
      rows: [{ trial, version: 3, documentHash: hash(790), afterUnblinding: false, ...stamp }],
    });
  });

  test.each(['amendment_proposal', 'protocol_amendment'])('%s is append-only', async (table) => {
    const trial = await started();
    await accepts(amended(trial, { title: 'The offer' }));
    for (const sql of [`update ${table} set at = at`, `delete from ${table}`]) {
      await expect(engine.db.prepare(`${sql} where trial = '${trial}'`).run()).rejects.toThrow(/append-only/);
    }
    const row = (await engine.db.prepare(`select * from ${table} where trial = '${trial}'`).first()) ?? {};
    const values = Object.values(row).map((value) => (typeof value === 'number' ? value : `'${value}'`));
    const replace = `insert or replace into ${table} values (${values.join(', ')})`;
    await expect(engine.db.prepare(replace).run()).rejects.toThrow(/UNIQUE constraint failed/);
  });

  test('what is asked of the trial for the judgement', async () => {
    const trial = await started();
    expect(await store.read.usedOfProtocol(trial)).toEqual({ ceremonies: false, reminders: false });
    await accepts(ceremonyOf(trial, `${trial}-c`));
    expect(await store.read.usedOfProtocol(trial)).toEqual({ ceremonies: true, reminders: false });
    expect(await store.read.recordedOutcomes(trial)).toEqual([]);
    expect(await store.read.proposalsOn(trial, 1)).toEqual([]);
  });
});
