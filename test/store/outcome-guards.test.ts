/** What the database refuses by itself of outcome events, on both engines: when, from whom, and in whose place. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Append, NewRow } from '../../src/store/port.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { engines, type OpenEngine } from './engines.ts';
import { ceremonyOf, enrolled, stamp, statusOf, trialIn } from './rows.ts';

const document = { outcomes: [{ name: 'registered', sources: ['administrative', 'self-reported'] }] };

describe.each(engines)('guards of outcome events on $name', ({ open }) => {
  let engine: OpenEngine;
  let store: Store;
  let number = 0;
  beforeAll(async () => {
    engine = await open();
    store = openStore(engine.db);
  });
  afterAll(() => engine.close());

  const accepts = async (...appends: readonly (Append | readonly Append[])[]) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: true });
  };
  const refuses = async (what: string, append: Append, kind = 'trigger') => {
    expect(await store.commit([append])).toEqual({ ok: false, conflict: { kind, what } });
  };
  /** A trial of its own with one person, and events of theirs that happened on 1 March. */
  const person = async () => {
    number += 10;
    const [trial, ceremony, attendee] = [`t${number}`, `c${number}`, `p${number}`];
    await accepts(
      trialIn(trial, 'open', document),
      ceremonyOf(trial, ceremony),
      enrolled(trial, ceremony, [attendee], 1000 + number),
    );
    const event = (id: string, change: Partial<NewRow<'followUp'>> = {}): Append => {
      const what = { outcome: 'registered', status: 'happened', source: 'administrative' } as const;
      const when = { happenedOn: '2026-03-01', learntOn: '2026-03-02' };
      return {
        into: 'followUp',
        rows: [{ id: `${trial}-${id}`, trial, attendee, ...what, ...when, ...stamp, ...change }],
      };
    };
    return { trial, event, named: (id: string) => ({ corrects: `${trial}-${id}`, reason: 'wrong-date' }) };
  };

  test('an event is learnt after it happened and not in the future', async () => {
    const { event } = await person();
    await refuses('learnt-before-it-happened', event('a', { learntOn: '2026-02-28' }));
    await refuses('learnt-in-the-future', event('a', { learntOn: '2026-03-04' }));
    await refuses('follow_up_learnt_on_is_a_date', event('a', { happenedOn: null, learntOn: '2026-02-30' }), 'check');
    await accepts(event('a'));
  });

  test('a source that the protocol does not name for the outcome is no evidence of it', async () => {
    const { event } = await person();
    await refuses('source-not-declared', event('a', { source: 'partner-verified' }));
    await refuses('source-not-declared', event('a', { outcome: 'volunteered' }));
    await accepts(event('a', { source: 'self-reported' }));
  });

  test('a step is an event; nothing is taken back that was not there; a correction says why', async () => {
    const { event, named } = await person();
    await refuses('step-without-event', event('a', { step: 'interest', status: 'not-happened', happenedOn: null }));
    await accepts(event('a', { step: 'interest' }));
    const nothing = { status: 'unmatchable', happenedOn: null, takesBack: true } as const;
    await refuses('takes-nothing-back', event('b', nothing));
    await refuses('takes-nothing-back', event('b', { takesBack: true, ...named('a') }));
    await refuses('correction-without-reason', event('b', { ...nothing, ...named('a'), reason: null }));
    await refuses('correction-without-reason', event('b', { reason: 'wrong-date' }));
    await accepts(event('b', { ...nothing, ...named('a') }));
  });

  test('after the data are frozen only corrections, marked as such', async () => {
    const { trial, event, named } = await person();
    await accepts(event('a'));
    await refuses('not-frozen', event('b', { ...named('a'), isAfterFreeze: true }));
    await accepts(statusOf(trial, 1, 'closed'));
    await refuses('wrong-status', event('b', { isAfterFreeze: true }));
    await refuses('wrong-status', event('b', named('a')));
    await accepts(event('b', { ...named('a'), isAfterFreeze: true }));
    expect((await store.read.followUpsOf(trial)).map(({ isAfterFreeze }) => isAfterFreeze)).toEqual([null, true]);
  });
});
