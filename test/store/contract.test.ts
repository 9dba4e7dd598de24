/**
 * The store's contract, the same on a SQLite file and on real workerd with D1: a write is all or nothing, a slot has one
 * winner, rows are appended and never edited, any number of rows travels, and values come back as they were given.
 */
import type { D1Database } from '@cloudflare/workers-types';
import { getTableColumns, getTableName } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Append, TableName } from '../../src/store/port.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import * as schema from '../../src/store/tables.ts';
import { engines, type OpenEngine } from './engines.ts';
import {
  accountsOf,
  allocationRow,
  ceremonyOf,
  enrolled,
  entryRow,
  event,
  genesis,
  hash,
  joinedLate,
  member,
  stamp,
  trialIn,
} from './rows.ts';

const tables = { ...schema };
const names = Object.keys(schema) as TableName[]; // the module exports tables and nothing else
const deletable: readonly TableName[] = ['account', 'accessToken', 'idempotency', 'ledgerSalt', 'codeTry'];
/** Two tries of one place in one millisecond are two rows. */
const keyless: readonly TableName[] = ['codeTry'];

/** The day of the usual ceremony. */
const held = { ...stamp, at: '2026-05-07T16:00:00.000Z' };
const inBrent = { trial: 'whole', borough: 'E09000005', ...stamp };

const code = { trial: 'whole', ...stamp };

const reminded = { trial: 'whole', reminder: 1, at: '2026-05-21T10:00:00.000Z', actor: 'a1' };
/** What reminders are checked against. */
const remindersDocument = {
  reminders: { schedule: [{ afterDays: 14 }], onePerHousehold: true },
  outcomes: [{ name: 'registered', windowDays: 90, sources: ['administrative'] }],
};

/** Of the tables that hold what a borough keeps about its ceremonies and about itself. */
const ofTheDesk: readonly Append[] = [
  {
    into: 'organisation',
    rows: [{ ...inBrent, code: 'volunteer-centre', name: 'Volunteer Centre', kind: 'volunteer-centre' }],
  },
  {
    into: 'deliveryLog',
    rows: [{ ceremony: 'c1', seq: 0, trial: 'whole', servicePresent: true, formHelp: false, minutes: 45, ...held }],
  },
  { into: 'deliveryBy', rows: [{ ceremony: 'c1', seq: 0, trial: 'whole', organisation: 'volunteer-centre' }] },
  { into: 'deliveryDeviation', rows: [{ ceremony: 'c1', seq: 0, deviation: 'shortened' }] },
  {
    into: 'partnerAssignment',
    rows: [{ ...inBrent, id: 'g1', organisation: 'volunteer-centre', ceremony: 'c1' }],
  },
  { into: 'partnerAssignmentEnd', rows: [{ assignment: 'g1', ...stamp }] },
  {
    into: 'agreement',
    rows: [{ ...inBrent, kind: 'dpia', seq: 0, reference: 'DPIA 7', expiresOn: '2027-03-31' }],
  },
  { into: 'contactTerms', rows: [{ ...inBrent, seq: 0, lawfulBasis: 'public-task' }] },
  { into: 'contactChannel', rows: [{ trial: 'whole', borough: 'E09000005', seq: 0, channel: 'e-mail' }] },
  {
    into: 'boroughTarget',
    rows: [{ ...inBrent, seq: 0, fromOn: '2026-04-01', toOn: '2026-06-30', people: 300 }],
  },
  { into: 'subjectAccess', rows: [{ ...inBrent, id: 's1', attendee: 'p1' }] },
  {
    into: 'followUpCode',
    rows: [{ ...code, attendee: 'p1', version: 1, codeHash: hash(12), linkHash: hash(13), expiresOn: '2026-12-31' }],
  },
  { into: 'surveyAnswer', rows: [{ ...code, attendee: 'p1', seq: 0, question: 1, wording: 1, answer: 2 }] },
  { into: 'contactStop', rows: [{ ...code, attendee: 'p1' }] },
  { into: 'reminderMessage', rows: [{ ...reminded, attendee: 'p4', addressed: 'p4', channel: 'e-mail' }] },
  { into: 'reminderDelivery', rows: [{ ...reminded, addressed: 'p4', seq: 0, status: 'delivered' }] },
  { into: 'codeTry', rows: [{ addressHash: hash(14), at: Date.parse(stamp.at) }] },
  {
    into: 'registerEdition',
    rows: [
      {
        ...{ ...inBrent, seq: 0, publishedOn: '2026-06-01', kind: 'monthly', appliedBy: '2026-05-11' },
        ...{ pollOn: null, isDropped: false },
      },
    ],
  },
  { into: 'unblinding', rows: [{ trial: 'whole', account: 'auditor', reading: 'read-receipts', at: stamp.at }] },
  { into: 'accountIdentity', rows: [{ account: 'auditor', identity: 'e-mail auditor@borough.example' }] },
];

/** Who is asked to join: somebody who can sign in once their link is used. */
const ofTheStaff: readonly Append[] = [
  {
    into: 'invitation',
    rows: [
      {
        tokenHash: hash(15),
        account: 'auditor',
        inviter: 'operator',
        at: stamp.at,
        expiresAt: '2026-03-03T09:30:00.000Z',
      },
    ],
  },
  { into: 'invitationEnd', rows: [{ tokenHash: hash(15), how: 'used', ...stamp }] },
  { into: 'accessEnd', rows: [{ account: 'auditor', ...stamp }] },
];
const auditorSignsIn = `insert into sign_in_user (id, account, name, email, email_verified, two_factor_enabled, created_at, updated_at)
  values ('u1', 'auditor', 'Auditor', 'second@borough.example', 1, 0, 0, 0)`;

/** An amendment that both have signed, with the version it makes. */
const ofAnAmendment = (): readonly Append[] => {
  const text = JSON.stringify({ title: 'Another title' });
  const version = { document: text, protocolHash: hash(18), planHash: hash(2), reason: 'A clearer title.' };
  const signed = ['trial-administrator', 'trial-statistician'].map((role) => ({
    ...{ trial: 'amended', act: 'amend-protocol', documentHash: hash(17), role, ...stamp, actor: role },
  }));
  const amendment = { trial: 'amended', version: 2, documentHash: hash(17), afterUnblinding: false, ...stamp };
  return [
    ...trialIn('amended', 'locked'),
    {
      into: 'amendmentProposal',
      rows: [{ trial: 'amended', documentHash: hash(17), baseVersion: 1, ...version, weight: 'minor', ...stamp }],
    },
    { into: 'signOff', rows: signed },
    { into: 'protocolAmendment', rows: [amendment] },
    { into: 'protocolVersion', rows: [{ trial: 'amended', version: 2, ...version, ...stamp }] },
  ];
};
/** A borough that gives only counts, in a trial of its own. */
const ofTheCounts: readonly Append[] = [
  ...trialIn('counted', 'open', {
    boroughs: [{ code: 'E09000005', shares: 'counts-by-ceremony' }],
    outcomes: [{ name: 'registered', sources: ['administrative'] }],
  }),
  ...ceremonyOf('counted', 'c9'),
  ...enrolled('counted', 'c9', ['p8', 'p9'], 8000),
  event('c9', 'list-closed'),
  member('counted', 'p8', 'c9'),
  member('counted', 'p9', 'c9'),
  {
    into: 'countedOutcome',
    rows: [
      {
        ...{ trial: 'counted', borough: 'E09000005', outcome: 'registered', grain: 'ceremony', cell: 'c9', seq: 0 },
        ...{ happened: 1, notHappened: 1, unmatchable: 0, registerOn: '2026-03-01', ...stamp },
      },
    ],
  },
];

/** One lawful row in every table. */
const everything: readonly Append[] = [
  ...trialIn('whole', 'open', { beacon: { source: 'drand', round: 5 }, ...remindersDocument }),
  accountsOf('trial-administrator', 'trial-statistician', 'auditor'),
  {
    into: 'signOff',
    rows: [{ trial: 'whole', act: 'lock', documentHash: hash(1), role: 'auditor', ...stamp, actor: 'auditor' }],
  },
  {
    into: 'trialSeed',
    rows: [{ trial: 'whole', algorithm: 'pledge-1', commitment: hash(3), sealedSeed: 'x', keyId: 'k', ...stamp }],
  },
  { into: 'analysisRun', rows: [{ id: 'r1', trial: 'whole', kind: 'locked', manifestHash: hash(4), ...stamp }] },
  { into: 'seedPublication', rows: [{ trial: 'whole', seed: hash(5), ...stamp }] },
  {
    into: 'account',
    rows: [{ id: 'a1', name: 'Zoë', role: 'registrar', borough: 'E09000005', isTraining: true, at: stamp.at }],
  },
  {
    into: 'accessToken',
    rows: [{ tokenHash: hash(6), account: 'a1', at: stamp.at, expiresAt: '2027-01-01T00:00:00Z' }],
  },
  { into: 'accessTokenRevocation', rows: [{ tokenHash: hash(6), ...stamp }] },
  ...ceremonyOf('whole', 'c1'),
  ...enrolled('whole', 'c1', ['p1', 'p2', 'p4']),
  ...['trial-administrator', 'auditor'].map(
    (role): Append => ({
      into: 'signOff',
      rows: [{ trial: 'whole', act: 'record-beacon', documentHash: hash(2), role, ...stamp, actor: role }],
    }),
  ),
  {
    into: 'beaconOutput',
    rows: [{ trial: 'whole', source: 'drand', round: '5', output: 'f00d'.repeat(8), documentHash: hash(2), ...stamp }],
  },
  {
    into: 'poll',
    rows: [{ trial: 'whole', area: 'london', pollOn: '2026-05-07', quietFrom: '2026-03-24', ...stamp }],
  },
  ...['trial-administrator', 'auditor'].map(
    (role): Append => ({
      into: 'signOff',
      rows: [{ trial: 'whole', act: 'override-pre-election', documentHash: hash(16), role, ...stamp, actor: role }],
    }),
  ),
  {
    into: 'releaseOverride',
    rows: [
      { trial: 'whole', until: '2026-05-07', reason: 'It cannot wait until then.', documentHash: hash(16), ...stamp },
    ],
  },
  ...trialIn('released', 'open'),
  { into: 'trialStatus', rows: [{ trial: 'released', seq: 1, act: 'release', status: 'released', ...stamp }] },
  ...(['trial-administrator', 'trial-statistician'] as const).map(
    (role): Append => ({
      into: 'signOff',
      rows: [{ trial: 'released', act: 'release', documentHash: hash(17), role, ...stamp, actor: role }],
    }),
  ),
  { into: 'trialRelease', rows: [{ trial: 'released', number: 1, documentHash: hash(17), ...stamp }] },
  {
    into: 'progressFigure',
    rows: [{ trial: 'released', borough: 'E09000005', figure: 0, isFinal: false, at: stamp.at }],
  },
  ...ofTheCounts,
  event('c1', 'list-closed'),
  member('whole', 'p1', 'c1'),
  member('whole', 'p4', 'c1'),
  { into: 'allocation', rows: [allocationRow('whole', 'c1', 0)] },
  { into: 'drawTally', rows: [{ trial: 'whole', seq: 0, protocolVersion: 1, afterSeq: 0, tally: '[]' }] },
  event('c1', 'unsealed'),
  ...joinedLate('whole', 'c1', 'p3', { unit: 'c1', afterUnsealing: true }),
  {
    into: 'randomisationError',
    rows: [
      { id: 'x1', trial: 'whole', kind: 'mistaken-allocation', subject: 'c1', code: 'wrong-list', ...stamp },
      { id: 'x2', trial: 'whole', kind: 'duplicate-enrolment', subject: 'p1', other: 'p2', ...stamp },
    ],
  },
  { into: 'randomisationErrorRetraction', rows: [{ error: 'x2', reason: 'put-right', ...stamp }] },
  { into: 'armView', rows: [{ ceremony: 'c1', ...stamp }] },
  { into: 'attendance', rows: [{ attendee: 'p1', seq: 0, status: 'attended', ceremony: 'c1', ...stamp }] },
  {
    into: 'followUp',
    rows: [
      {
        id: 'f1',
        trial: 'whole',
        attendee: 'p1',
        outcome: 'registered',
        status: 'happened',
        source: 'administrative',
        ...stamp,
      },
    ],
  },
  {
    into: 'withdrawal',
    rows: [{ attendee: 'p2', trial: 'whole', reason: 'objection', decision: 'count-only', ...stamp }],
  },
  {
    into: 'artefact',
    rows: [{ trial: 'whole', collection: 'run', name: 'data.csv', part: 0, sha256: hash(7), body: '', at: stamp.at }],
  },
  {
    into: 'dataExport',
    rows: [{ id: 'e1', trial: 'whole', sha256: hash(9), reason: 'to check the export', ...stamp }],
  },
  ...ofAnAmendment(),
  ...ofTheDesk,
  { into: 'ledgerEntry', rows: [entryRow('whole', 0, genesis)] },
  { into: 'ledgerSalt', rows: [{ trial: 'whole', seq: 0, salt: 's' }] },
  {
    into: 'allocationReceipt',
    rows: [{ trial: 'whole', unit: 'c1', salt: 'ab'.repeat(16), unitHash: hash(10), ledgerSeq: 0, number: hash(11) }],
  },
  {
    into: 'idempotency',
    rows: [{ account: 'a1', key: 'k', requestHash: hash(8), status: 200, body: '{}', at: stamp.at }],
  },
];

describe.each(engines)('the store on $name', ({ open }) => {
  let engine: OpenEngine;
  let db: D1Database;
  let store: Store;
  beforeAll(async () => {
    engine = await open();
    db = engine.db;
    store = openStore(db);
    expect(await store.commit(everything)).toEqual({ ok: true });
    await db.prepare(auditorSignsIn).run();
    expect(await store.commit(ofTheStaff)).toEqual({ ok: true });
  });
  afterAll(() => engine.close());

  const count = async (table: string, where = '1') =>
    db.prepare(`select count(*) as n from ${table} where ${where}`).first<number>('n');

  const artefacts = (name: string, bodies: readonly string[]): Append => ({
    into: 'artefact',
    rows: bodies.map((body, part) => ({
      trial: 'whole',
      collection: 'test',
      name,
      part,
      sha256: hash(1),
      body,
      at: stamp.at,
    })),
  });

  const bodies = async (name: string) =>
    (
      await db
        .prepare("select body from artefact where collection = 'test' and name = ? order by part")
        .bind(name)
        .raw<[string]>()
    ).flat();

  describe('a write is all or nothing', () => {
    test('when its last row is refused, nothing of it stays', async () => {
      const result = await store.commit([
        ...trialIn('half', 'draft'),
        artefacts('half', ['a']),
        ...trialIn('whole', 'draft'),
      ]);
      expect(result).toEqual({ ok: false, conflict: { kind: 'unique', what: 'trial.slug' } });
      expect(await count('trial', "slug = 'half'")).toBe(0);
      expect(await count('artefact', "name = 'half'")).toBe(0);
    });

    test('when the last of many rows in one list is refused', async () => {
      const lists = artefacts('long', Array<string>(5000).fill('x'));
      const result = await store.commit([lists, artefacts('long', ['x'])]);
      expect(result).toMatchObject({ ok: false, conflict: { kind: 'unique' } });
      expect(await count('artefact', "name = 'long'")).toBe(0);
    });

    test('nothing to write is done at once', async () => {
      expect(await store.commit([])).toEqual({ ok: true });
      expect(await store.commit([{ into: 'trial', rows: [] }])).toEqual({ ok: true });
    });
  });

  describe('a slot has one winner', () => {
    test('two writers race for it: one wins, the other is told so and leaves nothing', async () => {
      await store.commit([...ceremonyOf('whole', 'race-a'), ...ceremonyOf('whole', 'race-b')]);
      await store.commit([event('race-a', 'list-closed'), event('race-b', 'list-closed')]);
      const writer = (ceremony: string, body: string) =>
        store.commit([
          artefacts(`of-${ceremony}`, [body]),
          { into: 'allocation', rows: [allocationRow('whole', ceremony, 1)] },
        ]);
      const results = await Promise.all([writer('race-a', 'a'), writer('race-b', 'b')]);
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      const conflicts = results.flatMap((result) => (result.ok ? [] : [result.conflict]));
      expect(conflicts).toEqual([
        {
          kind: 'unique',
          what: 'allocation.trial, allocation.protocol_version, allocation.stratum, allocation.position',
        },
      ]);
      expect(await count('allocation', 'position = 1')).toBe(1);
      expect(await count('artefact', "name in ('of-race-a', 'of-race-b')")).toBe(1);
    });

    test('of twenty writers of one ledger number one wins', async () => {
      const writer = (index: number) =>
        store.commit([
          { into: 'ledgerEntry', rows: [{ ...entryRow('whole', 1, hash(5000)), hash: hash(6000 + index) }] },
        ]);
      const results = await Promise.all(Array.from({ length: 20 }, (_, index) => writer(index)));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      const conflicts = results.flatMap((result) => (result.ok ? [] : [result.conflict]));
      expect(new Set(conflicts.map(({ kind, what }) => `${kind}: ${what}`))).toEqual(
        new Set(['unique: ledger_entry.trial, ledger_entry.seq']),
      );
    });
  });

  describe('rows are appended, not edited', () => {
    test.each(names)('%s holds a row and refuses UPDATE', async (name) => {
      const table = getTableName(tables[name]);
      const [column] = Object.values(getTableColumns(tables[name]));
      expect(await count(table)).toBeGreaterThan(0);
      await expect(db.prepare(`update ${table} set "${column?.name}" = "${column?.name}"`).run()).rejects.toThrow(
        /append-only.*SQLITE_CONSTRAINT_TRIGGER/,
      );
    });

    test.each(names.filter((name) => !deletable.includes(name)))('%s refuses DELETE', async (name) => {
      await expect(db.prepare(`delete from ${getTableName(tables[name])}`).run()).rejects.toThrow(/append-only/);
    });

    test.each(names.filter((name) => !keyless.includes(name)))(
      '%s refuses INSERT OR REPLACE of a row it holds',
      async (name) => {
        const table = getTableName(tables[name]);
        const before = await db.prepare(`select * from ${table}`).raw();
        await expect(db.prepare(`insert or replace into ${table} select * from ${table}`).run()).rejects.toThrow(
          /D1_ERROR/,
        );
        expect(await db.prepare(`select * from ${table}`).raw()).toEqual(before);
      },
    );

    test('an upsert is refused as the edit it is', async () => {
      const sql = "insert into trial values ('whole', 'live', ?, 'a1') on conflict (slug) do update set mode = 'live'";
      await expect(db.prepare(sql).bind(stamp.at).run()).rejects.toThrow(/D1_ERROR/);
      expect(await db.prepare("select mode from trial where slug = 'whole'").first('mode')).toBe('training');
    });

    test('a salt, a kept answer, and a token that was never revoked can be deleted', async () => {
      await store.commit([
        {
          into: 'accessToken',
          rows: [{ tokenHash: hash(9), account: 'a1', at: stamp.at, expiresAt: '2027-01-01T00:00:00Z' }],
        },
        { into: 'ledgerEntry', rows: [{ ...entryRow('whole', 2, await headHash()), hash: hash(5002) }] },
        { into: 'ledgerSalt', rows: [{ trial: 'whole', seq: 2, salt: 's' }] },
        {
          into: 'idempotency',
          rows: [{ account: 'a1', key: 'old', requestHash: hash(8), status: 200, body: '{}', at: stamp.at }],
        },
      ]);
      const deleted = async (sql: string) => (await db.prepare(sql).bind().run()).meta.changes;
      expect(await deleted("delete from ledger_salt where trial = 'whole' and seq = 2")).toBe(1);
      expect(await deleted("delete from idempotency where key = 'old'")).toBe(1);
      expect(await deleted(`delete from access_token where token_hash = '${hash(9)}'`)).toBe(1);
      await expect(deleted(`delete from access_token where token_hash = '${hash(6)}'`)).rejects.toThrow(/FOREIGN KEY/);
    });

    const headHash = async () =>
      (await db
        .prepare("select hash from ledger_entry where trial = 'whole' order by seq desc limit 1")
        .first<string>('hash')) ?? '';
  });

  test('foreign keys are on', async () => {
    expect(await db.prepare('PRAGMA foreign_keys').first('foreign_keys')).toBe(1);
    const row = { trial: 'nowhere', collection: 'c', name: 'n', part: 0, sha256: hash(1), body: 'x', at: stamp.at };
    expect(await store.commit([{ into: 'artefact', rows: [row] }])).toEqual({
      ok: false,
      conflict: { kind: 'foreign-key', what: 'FOREIGN KEY constraint failed' },
    });
  });

  test.each([101, 5000])('%i rows travel in one write, in the order given', async (number) => {
    const given = Array.from({ length: number }, (_, index) => `row ${index}`);
    expect(await store.commit([artefacts(`many-${number}`, given)])).toEqual({ ok: true });
    expect(await bodies(`many-${number}`)).toEqual(given);
  });

  test('over 1 MB travels in several parts, still all or nothing', async () => {
    const given = Array.from({ length: 12 }, (_, index) => `${index}${'é"\n'.repeat(60_000)}`);
    expect(await store.commit([artefacts('big', given), artefacts('big', ['again'])])).toMatchObject({ ok: false });
    expect(await bodies('big')).toEqual([]);
    expect(await store.commit([artefacts('big', given)])).toEqual({ ok: true });
    expect(await bodies('big')).toEqual(given);
  });

  test('a single row over 1 MB is a mistake of the caller', async () => {
    await expect(store.commit([artefacts('huge', ['x'.repeat(1_000_001)])])).rejects.toThrow(RangeError);
  });

  test('values come back as they were given', async () => {
    const given = [
      '0',
      '',
      'false',
      'null',
      'true',
      ' ',
      '1e3',
      '007',
      '5.0',
      '-0',
      '9007199254740993',
      '[1]',
      '{"a":1}',
      '"quoted"',
      "it's",
      'a\0b',
      '\0',
      '\u0001',
      '\\u0000',
      'é',
      'e\u0301',
      'ﬁ',
      '\u200f\u202e',
      '\ufeff',
      '\uffff',
      '👩‍👩‍👧',
      '\u{10ffff}',
      '\u2028',
      'a\r\nb',
      '%',
      "'; drop table trial; --",
      '?',
      '$1',
    ];
    expect(await store.commit([artefacts('odd', given)])).toEqual({ ok: true });
    expect(await bodies('odd')).toEqual(given);
    const types = await db.prepare("select distinct typeof(body) as t from artefact where name = 'odd'").all();
    expect(types.results).toEqual([{ t: 'text' }]);
  });

  test('true, false and what is missing keep their meaning', async () => {
    const stored = await db.prepare("select is_training, organisation from account where id = 'a1'").first();
    expect(stored).toEqual({ is_training: 1, organisation: null });
    const [account] = await store.read.accounts();
    expect(account).toMatchObject({ id: 'a1', isTraining: true, organisation: null, name: 'Zoë' });
  });

  const mistakes: readonly (readonly [string, object, RegExp])[] = [
    ['an unknown column', { slug: 't', mode: 'training', ...stamp, colour: 'red' }, /trial has no column colour/],
    ['a number for text', { slug: 5, mode: 'training', ...stamp }, /trial\.slug takes a string/],
    ['half a surrogate pair', { slug: 'a\ud800', mode: 'training', ...stamp }, /not well-formed Unicode/],
    ['a Date', { slug: 't', mode: 'training', at: new Date(0), actor: 'a' }, /trial\.at takes a string/],
  ];
  test.each(mistakes)('%s is a mistake of the caller and throws', async (_, row, word) => {
    const append = { into: 'trial', rows: [row] } as unknown as Append; // the compiler refuses these rows, which is the point
    await expect(store.commit([append])).rejects.toThrow(word);
  });

  test('a number that is not whole is refused before it is sent', async () => {
    await expect(
      store.commit([{ into: 'trialStatus', rows: [{ trial: 'whole', seq: 1.5, act: 'a', status: 'b', ...stamp }] }]),
    ).rejects.toThrow(/trialStatus\.seq takes a whole number/);
  });

  test('each kind of conflict is named by what said no', async () => {
    const row = { slug: 'other', mode: 'training', ...stamp } as const;
    expect(await store.commit([{ into: 'trial', rows: [{ ...row, slug: 'Not A Code' }] }])).toEqual({
      ok: false,
      conflict: { kind: 'check', what: 'trial_slug_is_a_code' },
    });
    const nameless = { slug: 'other', mode: 'training', at: stamp.at } as typeof row; // an actor is missing on purpose
    expect(await store.commit([{ into: 'trial', rows: [nameless] }])).toEqual({
      ok: false,
      conflict: { kind: 'not-null', what: 'trial.actor' },
    });
  });

  test('a broken engine is no conflict: it throws', async () => {
    const failing: D1Database = Object.assign(Object.create(Object.getPrototypeOf(db)), {
      prepare: () => db.prepare('insert into nowhere select ?'),
      batch: (statements: Parameters<D1Database['batch']>[0]) => db.batch(statements),
    });
    await expect(openStore(failing).commit(trialIn('lost', 'draft'))).rejects.toThrow(/no such table: nowhere/);
  });
});
