/** What the database refuses by itself of reminders and of what became of them, on both engines. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Append, NewRow } from '../../src/store/port.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { engines, type OpenEngine } from './engines.ts';
import { attendeeRow, ceremonyOf, enrolled, event, member, stamp, statusOf, trialIn } from './rows.ts';

const brent = 'E09000005';
/** Two weeks after the usual ceremony of 7 May 2026. */
const due = { at: '2026-05-21T10:00:00.000Z', actor: 'a1' } as const;
const document = {
  reminders: { schedule: [{ afterDays: 14 }, { afterDays: 28 }], onePerHousehold: true },
  outcomes: [
    { name: 'registered', windowDays: 90, sources: ['self-reported'] },
    { name: 'x', windowDays: 30, sources: [] },
  ],
};

describe.each(engines)('guards of reminders on $name', ({ open }) => {
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
  const terms = (
    trial: string,
    seq: number,
    channels: readonly ('e-mail' | 'post' | 'text-message')[],
  ): readonly Append[] => [
    { into: 'contactTerms', rows: [{ trial, borough: brent, seq, lawfulBasis: 'public-task', ...stamp }] },
    { into: 'contactChannel', rows: channels.map((channel) => ({ trial, borough: brent, seq, channel })) },
  ];
  /** An open trial whose closed list holds `one` and `mate` of one household, and `other` alone. */
  const people = async (
    changes: Partial<typeof document> = {},
    channels: readonly ('e-mail' | 'post')[] = ['e-mail'],
  ) => {
    number += 10;
    const [trial, ceremony] = [`t${number}`, `c${number}`];
    const [one, mate, other] = [`${trial}-a`, `${trial}-b`, `${trial}-c`] as const;
    await accepts(
      trialIn(trial, 'open', { ...document, ...changes }),
      ceremonyOf(trial, ceremony),
      enrolled(trial, ceremony, [one, other], 1000 + number),
      { into: 'attendee', rows: [{ ...attendeeRow(trial, mate, 2000 + number), household: `${one}-home` }] },
      { into: 'booking', rows: [{ attendee: mate, seq: 0, ceremony, ...stamp }] },
      event(ceremony, 'list-closed'),
      [one, mate, other].map((id) => member(trial, id, ceremony)),
      terms(trial, 0, channels),
    );
    return { trial, ceremony, one, mate, other };
  };
  const message = (trial: string, attendee: string, change: Partial<NewRow<'reminderMessage'>> = {}): Append => ({
    into: 'reminderMessage',
    rows: [{ attendee, reminder: 1, trial, addressed: attendee, channel: 'e-mail', ...due, ...change }],
  });
  const delivery = (trial: string, addressed: string, change: Partial<NewRow<'reminderDelivery'>> = {}): Append => ({
    into: 'reminderDelivery',
    rows: [{ addressed, reminder: 1, seq: 0, trial, status: 'delivered', ...due, ...change }],
  });

  test('a person gets a reminder once', async () => {
    const { trial, one } = await people();
    await accepts(message(trial, one));
    await refuses('unique', 'reminder_message.attendee, reminder_message.reminder', message(trial, one));
    await accepts(message(trial, one, { reminder: 2, at: '2026-06-04T10:00:00.000Z' }));
  });

  test('not before its day in London, not once the next has begun, not after the longest window', async () => {
    const { trial, one, other } = await people();
    await refuses('trigger', 'outside-its-days', message(trial, one, { at: '2026-05-20T22:59:00.000Z' }));
    await refuses('trigger', 'outside-its-days', message(trial, one, { at: '2026-06-04T00:30:00.000Z' }));
    await refuses('trigger', 'outside-its-days', message(trial, one, { reminder: 2 }));
    await refuses('trigger', 'outside-its-days', message(trial, one, { reminder: 3, at: '2026-07-01T10:00:00.000Z' }));
    const late = { reminder: 2, at: '2026-08-06T10:00:00.000Z' };
    await refuses('trigger', 'outside-its-days', message(trial, one, late));
    await accepts(message(trial, one, { reminder: 2, at: '2026-08-05T10:00:00.000Z' }));
    await accepts(message(trial, other, { at: '2026-05-20T23:00:00.000Z' }));
  });

  test('nobody on an open list, and nobody where the protocol declares no reminders', async () => {
    const { trial } = await people();
    await accepts(
      ceremonyOf(trial, `${trial}-later`),
      enrolled(trial, `${trial}-later`, [`${trial}-z`], 3000 + number),
    );
    await refuses('trigger', 'channel-not-permitted', message(trial, `${trial}-z`));
    const bare = await people({ reminders: undefined } as object);
    await refuses('trigger', 'outside-its-days', message(bare.trial, bare.one));
  });

  test('only by a channel that the borough’s newest terms permit', async () => {
    const { trial, one } = await people({}, ['post']);
    await refuses('trigger', 'channel-not-permitted', message(trial, one));
    await accepts(terms(trial, 1, ['e-mail']));
    await refuses('trigger', 'channel-not-permitted', message(trial, one, { channel: 'text-message' }));
    await accepts(message(trial, one));
    await accepts(terms(trial, 2, []));
    await refuses(
      'trigger',
      'channel-not-permitted',
      message(trial, one, { reminder: 2, at: '2026-06-05T10:00:00.000Z' }),
    );
  });

  test('nobody who left, asked for nothing more, is not eligible, or has answered', async () => {
    const { trial, one, mate, other } = await people();
    await accepts({ into: 'contactStop', rows: [{ attendee: one, trial, ...stamp }] });
    await refuses('trigger', 'contact-stopped', message(trial, one));
    await accepts({
      into: 'surveyAnswer',
      rows: [{ attendee: mate, seq: 0, question: 1, trial, wording: 1, answer: 0, ...stamp }],
    });
    await refuses('trigger', 'already-answered', message(trial, mate));
    await accepts({
      into: 'withdrawal',
      rows: [{ attendee: other, trial, reason: 'objected', decision: 'keep-outcomes', ...stamp }],
    });
    await refuses('trigger', 'already-withdrawn', message(trial, other));
    const second = await people();
    const said = {
      trial: second.trial,
      attendee: second.one,
      outcome: 'registered',
      source: 'self-reported',
      ...due,
    } as const;
    await accepts({
      into: 'followUp',
      rows: [{ ...said, id: `${second.trial}-f`, status: 'not-happened', learntOn: '2026-05-10' }],
    });
    await refuses('trigger', 'already-answered', message(second.trial, second.one));
    await accepts({
      into: 'followUp',
      rows: [
        {
          ...{ ...said, id: `${second.trial}-g`, status: 'unmatchable', learntOn: '2026-05-10' },
          ...{ corrects: `${second.trial}-f`, reason: 'wrong-person', takesBack: true },
        },
      ],
    });
    await accepts(message(second.trial, second.one));
  });

  test('a household gets a reminder once, in one message of its own people', async () => {
    const { trial, one, mate, other } = await people();
    await refuses('trigger', 'addressed-to-nobody', message(trial, mate, { addressed: one }));
    await accepts(message(trial, one), message(trial, mate, { addressed: one }));
    await refuses('trigger', 'addressed-to-nobody', message(trial, other, { addressed: one }));
    const second = await people();
    await accepts(message(second.trial, second.one));
    await refuses('trigger', 'household-reminded', message(second.trial, second.mate));
    const apart = await people({ reminders: { ...document.reminders, onePerHousehold: false } });
    await accepts(message(apart.trial, apart.one), message(apart.trial, apart.mate));
  });

  test('a delivery is of a message, in Notify’s words, and of nobody who has left', async () => {
    const { trial, one, mate, other } = await people();
    await accepts(message(trial, one), message(trial, mate, { addressed: one }), message(trial, other));
    await refuses('trigger', 'addressed-to-nobody', delivery(trial, mate));
    const words = { status: 'Email address doesn’t exist' } as never;
    await refuses('check', 'reminder_delivery_status_is_known', delivery(trial, one, words));
    await refuses('trigger', 'seq-gap', delivery(trial, one, { seq: 1 }));
    await accepts(delivery(trial, one, { status: 'temporary-failure' }), delivery(trial, one, { seq: 1 }));
    expect(await store.read.reminderDeliveriesOf(trial)).toMatchObject([{ addressed: one, status: 'delivered' }]);
    await accepts({
      into: 'withdrawal',
      rows: [{ attendee: other, trial, reason: 'objected', decision: 'count-only', ...stamp }],
    });
    await refuses('trigger', 'already-withdrawn', delivery(trial, other));
    await accepts(statusOf(trial, 1, 'closed'));
    await refuses('trigger', 'wrong-status', delivery(trial, one, { seq: 2 }));
    await refuses('trigger', 'wrong-status', message(trial, one, { reminder: 2, at: '2026-06-05T10:00:00.000Z' }));
  });

  test.each(['reminder_message', 'reminder_delivery'])('%s is append-only', async (table) => {
    const { trial, one } = await people();
    await accepts(message(trial, one), delivery(trial, one));
    for (const sql of [`update ${table} set at = at`, `delete from ${table}`]) {
      await expect(engine.db.prepare(`${sql} where trial = '${trial}'`).run()).rejects.toThrow(/append-only/);
    }
    const row = (await engine.db.prepare(`select * from ${table} where trial = '${trial}'`).first()) ?? {};
    const values = Object.values(row).map((value) => (typeof value === 'number' ? value : `'${value}'`));
    const replace = `insert or replace into ${table} values (${values.join(', ')})`;
    await expect(engine.db.prepare(replace).run()).rejects.toThrow(/UNIQUE constraint failed/);
  });

  test('a person of another trial is nobody here', async () => {
    const [here, there] = [await people(), await people()];
    await refuses('trigger', 'trial-mismatch', message(here.trial, there.one));
  });
});
