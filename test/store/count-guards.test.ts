/** What the database refuses by itself of counts in place of results by person, on both engines. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Append, NewRow } from '../../src/store/port.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { engines, type OpenEngine } from './engines.ts';
import { allocationRow, ceremonyOf, enrolled, event, member, stamp, statusOf, trialIn } from './rows.ts';

const outcomes = [{ name: 'registered', sources: ['administrative', 'self-reported'] }];
const brent = 'E09000005';

describe.each(engines)('guards of counts on $name', ({ open }) => {
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
  /** A trial with one closed list of three people, one of whom left it and is only counted. */
  const list = async (shares: string) => {
    number += 10;
    const [trial, ceremony] = [`t${number}`, `c${number}`];
    const people = ['a', 'b', 'c'].map((name) => `p${number}${name}`);
    await accepts(
      trialIn(trial, 'open', { boroughs: [{ code: brent, shares }], outcomes }),
      ceremonyOf(trial, ceremony),
      enrolled(trial, ceremony, people, 1000 + number),
      event(ceremony, 'list-closed'),
      people.map((one) => member(trial, one, ceremony)),
      { into: 'allocation', rows: [allocationRow(trial, ceremony, 0)] },
      {
        into: 'withdrawal',
        rows: [{ attendee: people[2] ?? '', trial, reason: 'objected', decision: 'count-only', ...stamp }],
      },
    );
    const counts = (change: Partial<NewRow<'countedOutcome'>> = {}): Append => ({
      into: 'countedOutcome',
      rows: [
        {
          ...{ trial, borough: brent, outcome: 'registered', grain: 'ceremony', cell: ceremony, seq: 0 },
          ...{ happened: 1, notHappened: 1, unmatchable: 0, registerOn: '2026-03-02', ...stamp, ...change },
        },
      ],
    });
    return { trial, ceremony, people, counts };
  };

  test('counts are of everybody who was randomised and is followed up, no more and no fewer', async () => {
    const { counts } = await list('counts-by-ceremony');
    await refuses('counts-do-not-add-up', counts({ happened: 2 }));
    await refuses('counts-do-not-add-up', counts({ notHappened: 0 }));
    await refuses(
      'counted_outcome_unmatchable_counts',
      counts({ happened: 2, unmatchable: -1, notHappened: 1 }),
      'check',
    );
    await accepts(counts());
  });

  test('only where the protocol declares them, of an outcome that a register shows, while the trial runs', async () => {
    const byPerson = await list('people');
    await refuses('counts-not-declared', byPerson.counts());
    const { trial, ceremony, counts } = await list('counts-by-ceremony');
    await refuses('counts-not-declared', counts({ grain: 'arm', cell: 'standard' }));
    await refuses('counts-not-declared', counts({ borough: 'E09000025' }));
    await refuses('source-not-declared', counts({ outcome: 'volunteered' }));
    await refuses('trial-mismatch', counts({ cell: byPerson.ceremony }));
    await refuses('learnt-in-the-future', counts({ registerOn: '2026-03-04' }));
    await accepts(statusOf(trial, 1, 'closed'));
    await refuses('wrong-status', counts({ cell: ceremony }));
  });

  test('newer counts give a reason and stand in the next place; nothing is changed or taken away', async () => {
    const { trial, counts } = await list('counts-by-ceremony');
    await refuses('correction-without-reason', counts({ reason: 'later-information' }));
    await accepts(counts());
    await refuses('correction-without-reason', counts({ seq: 1 }));
    await refuses('seq-gap', counts({ seq: 2, reason: 'later-information' }));
    await accepts(counts({ seq: 1, happened: 2, notHappened: 0, reason: 'later-information' }));
    for (const sql of ['update counted_outcome set happened = 0', 'delete from counted_outcome'])
      await expect(engine.db.prepare(`${sql} where trial = ?`).bind(trial).run()).rejects.toThrow('append-only');
  });

  test('counts by arm wait until no arm of the borough is sealed', async () => {
    const { ceremony, counts } = await list('counts-by-arm');
    const byArm = (change: Partial<NewRow<'countedOutcome'>> = {}) =>
      counts({ grain: 'arm', cell: 'standard', ...change });
    await refuses('still-sealed', byArm());
    await accepts(event(ceremony, 'unsealed'));
    await refuses('counts-do-not-add-up', byArm({ cell: 'volunteering' }));
    await accepts(byArm());
  });

  test('nothing of the register about one person is kept where only counts may leave', async () => {
    const { trial, people, counts } = await list('counts-by-ceremony');
    const said = (source: 'administrative' | 'self-reported'): Append => ({
      into: 'followUp',
      rows: [
        {
          ...{ id: `${trial}-${source}`, trial, attendee: people[0] ?? '', outcome: 'registered', source, ...stamp },
          ...{ status: 'happened', happenedOn: '2026-03-01', learntOn: '2026-03-02' },
        },
      ],
    });
    await refuses('counts-only', said('administrative'));
    await accepts(said('self-reported'), counts());
  });
});
