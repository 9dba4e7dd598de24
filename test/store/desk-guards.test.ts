/**
 * What the database refuses by itself of deliveries, partners, agreements and targets, on both engines. Every case has a trial of
 * its own.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Append, NewRow } from '../../src/store/port.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { engines, type OpenEngine } from './engines.ts';
import { attendeeRow, ceremonyOf, enrolled, event, hash, stamp, trialIn } from './rows.ts';

const brent = 'E09000005';
const onTheDay = { ...stamp, at: '2026-05-07T16:00:00.000Z' };

describe.each(engines)('guards of the desk on $name', ({ open }) => {
  let engine: OpenEngine;
  let store: Store;
  let number = 0;
  beforeAll(async () => {
    engine = await open();
    store = openStore(engine.db);
  });
  afterAll(() => engine.close());

  type Appends = readonly (Append | readonly Append[])[];
  const accepts = async (...appends: Appends) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: true });
  };
  const refuses = async (kind: string, what: string, ...appends: Appends) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: false, conflict: { kind, what } });
  };
  const organisation = (trial: string, code: string, borough: string | null): Append => ({
    into: 'organisation',
    rows: [{ trial, code, name: code, kind: 'other', borough, ...stamp }],
  });
  const logRow = (trial: string, ceremony: string, change: Partial<NewRow<'deliveryLog'>> = {}): Append => ({
    into: 'deliveryLog',
    rows: [{ ceremony, seq: 0, trial, servicePresent: true, formHelp: false, minutes: 45, ...onTheDay, ...change }],
  });
  const deviates = (ceremony: string, deviation: NewRow<'deliveryDeviation'>['deviation']): Append => ({
    into: 'deliveryDeviation',
    rows: [{ ceremony, seq: 0, deviation }],
  });
  const closed = async (phase: 'baseline' | 'trial' = 'trial') => {
    number += 1;
    const [trial, ceremony] = [`t${number}`, `c${number}`];
    await accepts(trialIn(trial, 'open'), ceremonyOf(trial, ceremony, {}, phase), event(ceremony, 'list-closed'));
    return { trial, ceremony };
  };

  describe('a delivery log', () => {
    test('is of a ceremony whose arm is unsealed, from its day on', async () => {
      const { trial, ceremony } = await closed();
      await refuses('trigger', 'still-sealed', logRow(trial, ceremony));
      await accepts(event(ceremony, 'unsealed'));
      await refuses('trigger', 'too-early', logRow(trial, ceremony, { at: '2026-05-06T22:00:00.000Z' }));
      await refuses('trigger', 'seq-gap', logRow(trial, ceremony, { seq: 1 }));
      await accepts(logRow(trial, ceremony));
      await accepts(logRow(trial, ceremony, { seq: 1, minutes: 20 }));
    });

    test('is of a baseline ceremony without an unsealing, and of none that was cancelled', async () => {
      const { trial, ceremony } = await closed('baseline');
      await accepts(logRow(trial, ceremony));
      await refuses('trigger', 'deviation-contradicts', deviates(ceremony, 'other-arm-delivered'));
      await accepts(event(ceremony, 'cancelled'));
      await refuses('trigger', 'ceremony-cancelled', logRow(trial, ceremony, { seq: 1 }));
    });

    test('holds numbers in a range, known codes, and no contradiction', async () => {
      const { trial, ceremony } = await closed('baseline');
      await refuses('check', 'delivery_log_minutes_are_0_to_240', logRow(trial, ceremony, { minutes: 241 }));
      const contradicting = [logRow(trial, ceremony), deviates(ceremony, 'service-absent')];
      await refuses('trigger', 'deviation-contradicts', ...contradicting);
      await accepts(logRow(trial, ceremony, { servicePresent: false }), deviates(ceremony, 'service-absent'));
      const insert = `insert into delivery_deviation values ('${ceremony}', 0, 'Mr Osei fell ill')`;
      await expect(engine.db.prepare(insert).run()).rejects.toThrow(/delivery_deviation_deviation_is_known/);
    });

    test('names organisations of the trial that work for the borough', async () => {
      const { trial, ceremony } = await closed('baseline');
      await accepts(organisation(trial, 'here', brent), organisation(trial, 'all', null));
      await accepts(organisation(trial, 'elsewhere', 'E09000025'), logRow(trial, ceremony));
      const by = (code: string): Append => ({
        into: 'deliveryBy',
        rows: [{ ceremony, seq: 0, trial, organisation: code }],
      });
      await accepts(by('here'), by('all'));
      await refuses('trigger', 'borough-mismatch', by('elsewhere'));
      await refuses('foreign-key', 'FOREIGN KEY constraint failed', by('unknown'));
      const assigned = (id: string, code: string, change: Partial<NewRow<'partnerAssignment'>> = {}): Append => ({
        into: 'partnerAssignment',
        rows: [{ id, trial, organisation: code, borough: brent, ceremony, ...stamp, ...change }],
      });
      await refuses('trigger', 'borough-mismatch', assigned(`${trial}-1`, 'elsewhere'));
      await refuses('trigger', 'borough-mismatch', assigned(`${trial}-2`, 'all', { borough: 'E09000025' }));
      await refuses('check', 'partner_assignment_is_for_one', assigned(`${trial}-3`, 'all', { arm: 'standard' }));
      await accepts(assigned(`${trial}-4`, 'here'), assigned(`${trial}-5`, 'all', { ceremony: null, arm: 'standard' }));
    });
  });

  describe('enrolment in a live trial', () => {
    const agreed = (trial: string, kind: 'dpia' | 'sharing-agreement', seq: number, expiresOn: string): Append => ({
      into: 'agreement',
      rows: [{ trial, borough: brent, kind, seq, reference: 'file 7', expiresOn, ...stamp }],
    });
    /** A live trial has a database without training trials: this one is told apart by its mode alone. */
    const open = async (mode: 'live' | 'training') => {
      number += 1;
      const [trial, ceremony] = [`t${number}`, `c${number}`];
      await accepts(trialIn(trial, 'open', {}, mode), ceremonyOf(trial, ceremony));
      return { trial, ceremony, from: 20_000 + 10 * number };
    };

    test('needs both agreements, until their last day', async () => {
      const { trial, ceremony, from } = await open('live');
      const joins = (id: string, index: number) => enrolled(trial, ceremony, [`${trial}-${id}`], from + index);
      await refuses('trigger', 'no-agreement', joins('a', 0));
      await accepts(agreed(trial, 'dpia', 0, '2026-03-02'));
      await refuses('trigger', 'no-agreement', joins('a', 0));
      await accepts(agreed(trial, 'sharing-agreement', 0, '2027-01-01'));
      await accepts(joins('a', 0));
      await accepts(agreed(trial, 'dpia', 1, '2026-03-01'));
      await refuses('trigger', 'no-agreement', joins('b', 1));
      await accepts(agreed(trial, 'dpia', 2, '2027-01-01'));
      await accepts(joins('b', 1));
      await refuses('trigger', 'seq-gap', agreed(trial, 'dpia', 4, '2027-01-01'));
    });

    test('is asked of whoever comes late, and not of who was booked before', async () => {
      const { trial, ceremony, from } = await open('live');
      const [known, stranger] = [`${trial}-known`, `${trial}-new`];
      await accepts(agreed(trial, 'dpia', 0, '2027-01-01'), agreed(trial, 'sharing-agreement', 0, '2027-01-01'));
      await accepts(ceremonyOf(trial, `${ceremony}-2`), enrolled(trial, `${ceremony}-2`, [known], from));
      await accepts(event(ceremony, 'list-closed'), agreed(trial, 'dpia', 1, '2026-03-01'));
      const late = (attendee: string): Append => ({
        into: 'lateJoiner',
        rows: [{ attendee, trial, ceremony, kind: 'walk-in', afterUnsealing: false, ...stamp }],
      });
      const arrives: readonly Append[] = [
        { into: 'household', rows: [{ id: `${stranger}-home`, trial, householdHash: hash(from + 5), at: stamp.at }] },
        { into: 'attendee', rows: [attendeeRow(trial, stranger, from + 5)] },
      ];
      await refuses('trigger', 'no-agreement', arrives, late(stranger));
      await accepts(late(known));
    });

    test('asks for none in training', async () => {
      const { trial, ceremony, from } = await open('training');
      await accepts(enrolled(trial, ceremony, [`${trial}-a`], from));
    });
  });

  test('a target ends after it begins, and a reading of what is held names somebody of the trial', async () => {
    const { trial, ceremony } = await closed('baseline');
    const target = { trial, borough: brent, seq: 0, fromOn: '2026-06-01', toOn: '2026-05-31', people: 5, ...stamp };
    await refuses('check', 'borough_target_ends_after_it_begins', { into: 'boroughTarget', rows: [target] });
    const other = `${trial}-other`;
    await accepts(trialIn(other, 'open'), ceremonyOf(other, `${ceremony}-o`));
    await accepts(enrolled(other, `${ceremony}-o`, [`${other}-p`], 30_000 + number));
    const read = { id: `${trial}-s`, trial, attendee: `${other}-p`, borough: brent, ...stamp };
    await refuses('trigger', 'trial-mismatch', { into: 'subjectAccess', rows: [read] });
  });
});
