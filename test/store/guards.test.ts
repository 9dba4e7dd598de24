/**
 * What the database refuses by itself, on both engines: each guard trigger once where it must speak and once where it must
 * not, and the CHECKs that leave no room for a name. Every case has a trial of its own in one database.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boroughRoles, type Role, roles } from '../../src/access/roles.ts';
import type { Append, NewRow } from '../../src/store/port.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { engines, type OpenEngine } from './engines.ts';
import {
  allocationRow,
  attendeeRow,
  ceremonyOf,
  enrolled,
  entryRow,
  event,
  genesis,
  hash,
  member,
  type Place,
  slot,
  stamp,
  statusOf,
  trialIn,
  versionRow,
} from './rows.ts';

const place: Place = { heldOn: '2026-06-04', startsAt: '10:00', venue: 'council-chamber' };

describe.each(engines)('guards on $name', ({ open }) => {
  let engine: OpenEngine;
  let store: Store;
  let number = 0;
  beforeAll(async () => {
    engine = await open();
    store = openStore(engine.db);
  });
  afterAll(() => engine.close());

  const fresh = (prefix: string) => {
    number += 1;
    return `${prefix}${number}`;
  };
  const accepts = async (...appends: readonly (Append | readonly Append[])[]) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: true });
  };
  const refuses = async (code: string, ...appends: readonly (Append | readonly Append[])[]) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: false, conflict: { kind: 'trigger', what: code } });
  };
  const refusesCheck = async (name: string, append: Append) => {
    expect(await store.commit([append])).toEqual({ ok: false, conflict: { kind: 'check', what: name } });
  };
  const people = (trial: string, ceremony: string, ids: readonly string[]) => {
    number += ids.length;
    return enrolled(trial, ceremony, ids, 10_000 + number);
  };
  const allocation = (
    trial: string,
    ceremony: string,
    position: number,
    change: Partial<NewRow<'allocation'>> = {},
  ): Append => ({
    into: 'allocation',
    rows: [{ ...allocationRow(trial, ceremony, position), ...change }],
  });
  const attends = (attendee: string, ceremony: string, seq = 0): Append => ({
    into: 'attendance',
    rows: [{ attendee, seq, status: 'attended', ceremony, ...stamp }],
  });
  const books = (attendee: string, ceremony: string, seq: number): Append => ({
    into: 'booking',
    rows: [{ attendee, seq, ceremony, ...stamp }],
  });

  /** An open trial with one ceremony and one person booked into it. */
  const small = async (status = 'open', phase: 'baseline' | 'trial' = 'trial') => {
    const [trial, ceremony, person] = [fresh('t'), fresh('c'), fresh('p')];
    await accepts(trialIn(trial, status), ceremonyOf(trial, ceremony, {}, phase), people(trial, ceremony, [person]));
    return { trial, ceremony, person };
  };

  describe('numbers have no gaps', () => {
    test('trial_status, protocol_version, ceremony_slot, booking, attendance, allocation', async () => {
      const { trial, ceremony, person } = await small();
      await refuses('seq-gap', statusOf(trial, 2, 'closed'));
      await refuses('seq-gap', { into: 'protocolVersion', rows: [versionRow(trial, 3)] });
      await refuses('seq-gap', slot(ceremony, 2));
      await refuses('seq-gap', books(person, ceremony, 2));
      await refuses('seq-gap', attends(person, ceremony, 1));
      await refuses('seq-gap', event(ceremony, 'list-closed'), allocation(trial, ceremony, 0, { seq: 1 }));
      await accepts(
        statusOf(trial, 1, 'paused'),
        statusOf(trial, 2, 'open'),
        attends(person, ceremony, 0),
        attends(person, ceremony, 1),
      );
    });

    test('a number that is taken is a lost race, not a gap', async () => {
      const { trial } = await small();
      expect(await store.commit([statusOf(trial, 0, 'closed')])).toEqual({
        ok: false,
        conflict: { kind: 'unique', what: 'trial_status.trial, trial_status.seq' },
      });
    });

    test('rows of one write count on from each other', async () => {
      const [trial, ceremony, home] = [fresh('t'), fresh('c'), fresh('home')];
      await accepts(trialIn(trial, 'open'), ceremonyOf(trial, ceremony), event(ceremony, 'list-closed'));
      const rows = Array.from({ length: 30 }, (_, index) => ({
        ...allocationRow(trial, ceremony, index),
        unit: `${home}-${index}`,
      }));
      await refuses('position-gap', { into: 'allocation', rows: rows.toSpliced(7, 1) });
      await accepts({ into: 'allocation', rows });
    });
  });

  describe('a place, date and time hold one ceremony', () => {
    test('of another trial or of the same', async () => {
      const [first, second] = [fresh('t'), fresh('t')];
      await accepts(trialIn(first, 'open'), trialIn(second, 'open'), ceremonyOf(first, fresh('c'), place));
      await refuses('ceremony-in-another-trial', ceremonyOf(second, fresh('c'), place));
      await refuses('ceremony-in-another-trial', ceremonyOf(first, fresh('c'), place));
      await accepts(
        ceremonyOf(second, fresh('c'), { ...place, startsAt: '11:30' }),
        ceremonyOf(second, fresh('c'), { ...place, venue: 'annexe' }),
      );
      await accepts(ceremonyOf(second, fresh('c'), { ...place, borough: 'E09000006' }));
    });

    test('until it is moved, cancelled or merged', async () => {
      const [trial, moved, cancelled, merged, into] = [fresh('t'), fresh('c'), fresh('c'), fresh('c'), fresh('c')];
      const at = (heldOn: string): Place => ({ ...place, heldOn });
      await accepts(
        trialIn(trial, 'open'),
        ceremonyOf(trial, moved, at('2026-07-01')),
        ceremonyOf(trial, cancelled, at('2026-07-02')),
        ceremonyOf(trial, merged, at('2026-07-03')),
        ceremonyOf(trial, into),
      );
      await accepts(slot(moved, 1, at('2026-07-08')), event(cancelled, 'cancelled'), event(merged, 'merged', into));
      await refuses('ceremony-in-another-trial', ceremonyOf(trial, fresh('c'), at('2026-07-08')));
      await accepts(
        ...['2026-07-01', '2026-07-02', '2026-07-03'].map((date) => ceremonyOf(trial, fresh('c'), at(date))),
      );
      await refuses('ceremony-in-another-trial', slot(moved, 2, at('2026-07-01')));
      await refuses('ceremony-cancelled', slot(cancelled, 1, at('2026-07-20')));
    });

    test.each(['closed', 'analysed', 'seed-published', 'released'])('whose trial is not %s', async (status) => {
      const [first, second] = [fresh('t'), fresh('t')];
      const at: Place = { ...place, venue: fresh('hall') };
      await accepts(trialIn(first, 'open'), trialIn(second, 'open'), ceremonyOf(first, fresh('c'), at));
      await accepts(statusOf(first, 1, 'paused'));
      await refuses('ceremony-in-another-trial', ceremonyOf(second, fresh('c'), at));
      await accepts(statusOf(first, 2, status));
      await accepts(ceremonyOf(second, fresh('c'), at));
    });

    test('a slot is in the borough of its ceremony', async () => {
      const { ceremony } = await small();
      await refuses('borough-mismatch', slot(ceremony, 1, { borough: 'E09000006' }));
    });
  });

  describe('a closed list stays as it is', () => {
    test('nobody is booked into it or away from it', async () => {
      const { trial, ceremony, person } = await small();
      const [other, late] = [fresh('c'), fresh('p')];
      await accepts(ceremonyOf(trial, other), event(ceremony, 'list-closed'), member(trial, person, ceremony));
      await refuses('list-closed', people(trial, ceremony, [late]));
      await refuses('already-drawn', books(person, other, 1));
    });

    test('a person is on the list of the ceremony they are booked into, once', async () => {
      const { trial, ceremony, person } = await small();
      const [other, unbooked] = [fresh('c'), fresh('p')];
      await accepts(ceremonyOf(trial, other), people(trial, ceremony, [unbooked]), books(person, other, 1));
      await refuses('not-booked', member(trial, person, ceremony));
      await refuses('list-open', member(trial, person, other));
      await accepts(event(other, 'list-closed'), member(trial, person, other));
      expect(await store.commit([member(trial, person, other)])).toMatchObject({
        conflict: { kind: 'unique', what: 'list_member.attendee' },
      });
    });

    test('a drawn list takes nobody more', async () => {
      const { trial, ceremony, person } = await small();
      const left = fresh('p');
      await accepts(people(trial, ceremony, [left]), event(ceremony, 'list-closed'), member(trial, person, ceremony));
      await accepts(allocation(trial, ceremony, 0));
      await refuses('already-drawn', member(trial, left, ceremony));
    });

    test('a cancelled or merged ceremony takes nobody, and its list cannot close', async () => {
      const { trial, ceremony, person } = await small();
      const other = fresh('c');
      await accepts(ceremonyOf(trial, other), event(ceremony, 'cancelled'));
      await refuses('ceremony-cancelled', people(trial, ceremony, [fresh('p')]));
      await refuses('ceremony-cancelled', event(ceremony, 'list-closed'));
      await refuses('ceremony-cancelled', event(ceremony, 'merged', other));
      await refuses('ceremony-cancelled', event(other, 'merged', ceremony));
      expect(await store.commit([event(ceremony, 'cancelled')])).toMatchObject({ conflict: { kind: 'unique' } });
      await accepts(books(person, other, 1));
    });

    test('a merger names another ceremony of the same trial', async () => {
      const [mine, theirs] = [await small(), await small()];
      await refuses('trial-mismatch', event(mine.ceremony, 'merged', theirs.ceremony));
      await refusesCheck('ceremony_event_merged_names_another', event(mine.ceremony, 'merged'));
      await refusesCheck('ceremony_event_merged_names_another', event(mine.ceremony, 'merged', mine.ceremony));
      await refusesCheck('ceremony_event_merged_names_another', event(mine.ceremony, 'cancelled', theirs.ceremony));
    });

    test('a merger joins ceremonies of one phase', async () => {
      const { trial, ceremony } = await small();
      const [baseline, other] = [fresh('c'), fresh('c')];
      await accepts(ceremonyOf(trial, baseline, {}, 'baseline'), ceremonyOf(trial, other));
      await refuses('phase-mismatch', event(baseline, 'merged', ceremony));
      await refuses('phase-mismatch', event(ceremony, 'merged', baseline));
      await accepts(event(other, 'merged', ceremony));
    });

    test('a ceremony that another was merged into is held', async () => {
      const { trial, ceremony } = await small();
      const [other, third] = [fresh('c'), fresh('c')];
      await accepts(ceremonyOf(trial, other), ceremonyOf(trial, third), event(other, 'merged', ceremony));
      await refuses('others-come-here', event(ceremony, 'cancelled'));
      await refuses('others-come-here', event(ceremony, 'merged', third));
      await accepts(slot(ceremony, 1, { venue: fresh('hall') }), event(ceremony, 'list-closed', undefined, 1));
    });

    test('nobody attends a ceremony that was cancelled or merged', async () => {
      const [cancelled, merged] = [await small(), await small()];
      const into = fresh('c');
      await accepts(ceremonyOf(merged.trial, into), event(merged.ceremony, 'merged', into));
      await accepts(event(cancelled.ceremony, 'cancelled'));
      await refuses('ceremony-cancelled', attends(cancelled.person, cancelled.ceremony));
      await refuses('ceremony-cancelled', attends(merged.person, merged.ceremony));
      await accepts(attends(merged.person, into));
    });

    test('it closes in the slot the ceremony holds then', async () => {
      const { ceremony } = await small();
      await accepts(slot(ceremony, 1, { venue: fresh('hall') }));
      await refuses('slot-moved', event(ceremony, 'list-closed'));
      await accepts(event(ceremony, 'list-closed', undefined, 1));
      const slotless = { ceremony: (await small()).ceremony, act: 'list-closed', ...stamp } as const;
      await refusesCheck('ceremony_event_list_closed_names_the_slot', { into: 'ceremonyEvent', rows: [slotless] });
    });

    test('unsealing follows closing', async () => {
      const { ceremony } = await small();
      await refuses('list-open', event(ceremony, 'unsealed'));
      await accepts(event(ceremony, 'list-closed'), event(ceremony, 'unsealed'));
    });
  });

  describe('an allocation', () => {
    test('follows the closing of its list', async () => {
      const { trial, ceremony } = await small();
      await refuses('list-open', allocation(trial, ceremony, 0));
      await refuses('list-open', allocation(trial, ceremony, 0), event(ceremony, 'list-closed'));
      await accepts(event(ceremony, 'list-closed'), allocation(trial, ceremony, 0));
    });

    test('is of a ceremony of its trial, in the trial phase', async () => {
      const [mine, baseline] = [await small(), await small('open', 'baseline')];
      await accepts(event(mine.ceremony, 'list-closed'), event(baseline.ceremony, 'list-closed'));
      await refuses('baseline-ceremony', allocation(baseline.trial, baseline.ceremony, 0));
      await refuses('trial-mismatch', allocation(baseline.trial, mine.ceremony, 0));
    });

    test('takes the next position of its stratum; each version counts its own', async () => {
      const { trial, ceremony } = await small();
      const home = fresh('home');
      await refuses('position-gap', event(ceremony, 'list-closed'), allocation(trial, ceremony, 0, { position: 1 }));
      await accepts(event(ceremony, 'list-closed'), allocation(trial, ceremony, 0));
      await refuses(
        'position-gap',
        allocation(trial, ceremony, 0, { unit: home, seq: 1, stratum: 'E09000006', position: 1 }),
      );
      await accepts({ into: 'protocolVersion', rows: [{ ...versionRow(trial, 2), reason: 'arm stopped' }] });
      await refuses('newer-version', allocation(trial, ceremony, 1, { unit: home }));
      await refuses(
        'position-gap',
        allocation(trial, ceremony, 0, { unit: home, seq: 1, protocolVersion: 2, position: 1 }),
      );
      await accepts(allocation(trial, ceremony, 0, { unit: home, seq: 1, protocolVersion: 2 }));
    });

    test('has an arm and a block that starts at or before it', async () => {
      const { trial, ceremony } = await small();
      await accepts(event(ceremony, 'list-closed'));
      await refusesCheck('allocation_arm_has_length', allocation(trial, ceremony, 0, { arm: '' }));
      await refusesCheck('allocation_block_start_is_before', allocation(trial, ceremony, 0, { blockStart: 1 }));
      await refusesCheck('allocation_position_counts', allocation(trial, ceremony, 0, { position: -1 }));
    });
  });

  describe('the status of the trial decides what may be written', () => {
    test.each(['draft', 'locked', 'closed', 'analysed', 'seed-published', 'released'])(
      '%s: nothing of the field',
      async (status) => {
        const { trial, ceremony, person } = await small();
        const other = fresh('c');
        await accepts(ceremonyOf(trial, other), statusOf(trial, 1, status));
        const followUp = {
          id: fresh('f'),
          trial,
          attendee: person,
          outcome: 'registered',
          status: 'unmatchable',
          source: 'administrative',
          ...stamp,
        } as const;
        const household = { id: `${fresh('p')}-home`, trial, householdHash: hash(number), at: stamp.at };
        const newcomer = { ...attendeeRow(trial, fresh('p'), number), household: household.id };
        await refuses('wrong-status', ceremonyOf(trial, fresh('c')).slice(0, 1));
        await refuses('wrong-status', slot(ceremony, 1));
        await refuses('wrong-status', books(person, other, 1));
        await refuses('wrong-status', { into: 'household', rows: [household] }, { into: 'attendee', rows: [newcomer] });
        await refuses('wrong-status', event(ceremony, 'list-closed'));
        await refuses('wrong-status', attends(person, ceremony));
        await refuses('wrong-status', allocation(trial, ceremony, 0));
        await refuses('wrong-status', { into: 'followUp', rows: [followUp] });
        // An objection can come at any time.
        await accepts({
          into: 'withdrawal',
          rows: [{ attendee: person, trial, reason: 'objection', decision: 'count-only', ...stamp }],
        });
      },
    );

    test.each(['baseline', 'paused'])('%s: everything but an allocation', async (status) => {
      const { trial, ceremony, person } = await small();
      await accepts(
        statusOf(trial, 1, status),
        ceremonyOf(trial, fresh('c')),
        event(ceremony, 'list-closed'),
        attends(person, ceremony),
      );
      await refuses('wrong-status', allocation(trial, ceremony, 0));
      await accepts(statusOf(trial, 2, 'open'), allocation(trial, ceremony, 0));
    });
  });

  describe('rows of one trial stay together', () => {
    test('attendee, booking, list, attendance, follow-up, withdrawal', async () => {
      const [mine, theirs] = [await small(), await small()];
      const followUp = {
        id: fresh('f'),
        outcome: 'registered',
        status: 'unmatchable',
        source: 'administrative',
        ...stamp,
      } as const;
      const newcomer = { ...attendeeRow(mine.trial, fresh('p'), number), household: `${theirs.person}-home` };
      await refuses('trial-mismatch', { into: 'attendee', rows: [newcomer] });
      await refuses('trial-mismatch', books(mine.person, theirs.ceremony, 1));
      await refuses('trial-mismatch', member(theirs.trial, mine.person, mine.ceremony));
      await refuses('trial-mismatch', attends(mine.person, theirs.ceremony));
      await refuses('trial-mismatch', {
        into: 'followUp',
        rows: [{ ...followUp, trial: theirs.trial, attendee: mine.person }],
      });
      const withdrawal = {
        attendee: mine.person,
        trial: theirs.trial,
        reason: 'objection',
        decision: 'count-only',
        ...stamp,
      } as const;
      await refuses('trial-mismatch', { into: 'withdrawal', rows: [withdrawal] });
    });

    test('nothing more is recorded of whoever has left', async () => {
      const { trial, ceremony, person } = await small();
      const stays = fresh('p');
      const record = {
        trial,
        outcome: 'registered',
        status: 'unmatchable',
        source: 'administrative',
        ...stamp,
      } as const;
      const withdrawal = { trial, reason: 'objected', decision: 'keep-outcomes', ...stamp } as const;
      await accepts(people(trial, ceremony, [stays]), {
        into: 'withdrawal',
        rows: [{ attendee: person, ...withdrawal }],
      });
      expect(await store.commit([{ into: 'withdrawal', rows: [{ attendee: person, ...withdrawal }] }])).toEqual({
        ok: false,
        conflict: { kind: 'unique', what: 'withdrawal.attendee' },
      });
      await refuses('already-withdrawn', event(ceremony, 'list-closed'), member(trial, person, ceremony));
      await accepts(event(ceremony, 'list-closed'), member(trial, stays, ceremony), attends(stays, ceremony));
      await refuses('already-withdrawn', attends(person, ceremony));
      await refuses('already-withdrawn', {
        into: 'followUp',
        rows: [{ ...record, id: fresh('f'), attendee: person }],
      });
      await accepts({ into: 'followUp', rows: [{ ...record, id: fresh('f'), attendee: stays }] });
    });

    test('a correction corrects the same outcome of the same person, from the same source, once', async () => {
      const { trial, person, ceremony } = await small();
      const other = fresh('p');
      const row = {
        trial,
        attendee: person,
        outcome: 'registered',
        status: 'unmatchable',
        source: 'administrative',
        ...stamp,
      } as const;
      const [first, second] = [fresh('f'), fresh('f')];
      await accepts(people(trial, ceremony, [other]), { into: 'followUp', rows: [{ ...row, id: first }] });
      await refuses('correction-of-another', {
        into: 'followUp',
        rows: [{ ...row, id: second, corrects: first, attendee: other }],
      });
      await refuses('correction-of-another', {
        into: 'followUp',
        rows: [{ ...row, id: second, corrects: first, outcome: 'voted' }],
      });
      await refuses('correction-of-another', {
        into: 'followUp',
        rows: [{ ...row, id: second, corrects: first, source: 'self-reported' }],
      });
      await accepts({ into: 'followUp', rows: [{ ...row, id: second, corrects: first, reason: 'entered-in-error' }] });
      const third = { ...row, id: fresh('f'), reason: 'entered-in-error' };
      expect(await store.commit([{ into: 'followUp', rows: [{ ...third, corrects: first }] }])).toEqual({
        ok: false,
        conflict: { kind: 'unique', what: 'follow_up.corrects' },
      });
      await accepts({ into: 'followUp', rows: [{ ...third, corrects: second }] });
    });
  });

  test('the seed is published after the commitment and the locked analysis', async () => {
    const { trial } = await small();
    const publication: Append = { into: 'seedPublication', rows: [{ trial, seed: hash(5), ...stamp }] };
    const run = { trial, manifestHash: hash(4), ...stamp } as const;
    const seed = { trial, algorithm: 'pledge-1', commitment: hash(3), sealedSeed: 'x', keyId: 'k', ...stamp };
    await refuses('no-commitment', publication);
    await accepts({ into: 'trialSeed', rows: [seed] });
    await refuses('analysis-not-run', publication);
    await refuses('analysis-not-run', { into: 'analysisRun', rows: [{ ...run, id: fresh('r'), kind: 'exploratory' }] });
    await accepts({ into: 'analysisRun', rows: [{ ...run, id: fresh('r'), kind: 'locked' }] }, publication);
    expect(await store.commit([{ into: 'analysisRun', rows: [{ ...run, id: fresh('r'), kind: 'locked' }] }])).toEqual({
      ok: false,
      conflict: { kind: 'unique', what: 'analysis_run.trial' },
    });
    await accepts({ into: 'analysisRun', rows: [{ ...run, id: fresh('r'), kind: 'exploratory' }] });
  });

  test('a ledger entry links to the one before it', async () => {
    const { trial } = await small();
    const entry = (seq: number, previous: string): Append => ({
      into: 'ledgerEntry',
      rows: [{ ...entryRow(trial, seq, previous), hash: hash(100_000 + number * 10 + seq) }],
    });
    const first = hash(100_000 + number * 10);
    await refuses('chain-broken', entry(0, hash(1)));
    await refuses('seq-gap', entry(1, genesis));
    await accepts(entry(0, genesis));
    await refuses('chain-broken', entry(1, genesis));
    await refuses('seq-gap', entry(2, first));
    await accepts(entry(1, first));
  });

  describe('an attendee row has no room for a name', () => {
    const spoilt: readonly (readonly [string, string, Partial<NewRow<'attendee'>>])[] = [
      ['a name as reference', 'attendee_reference_hash_is_a_hash', { referenceHash: 'Amina Khan' }],
      ['upper-case hex', 'attendee_reference_hash_is_a_hash', { referenceHash: hash(1).toUpperCase() }],
      ['a name behind a NUL', 'attendee_reference_hash_is_a_hash', { referenceHash: `${hash(1)}\0Amina Khan` }],
      [
        'a name behind a NUL, 64 bytes long',
        'attendee_reference_hash_is_a_hash',
        { referenceHash: `${'a'.repeat(53)}\0Amina Khan` },
      ],
      ['a date of birth as age band', 'attendee_age_band_is_known', { ageBand: '1990-04-01' }],
      ['an age', 'attendee_age_band_is_known', { ageBand: '34' }],
      ['a telephone number as group size', 'attendee_group_size_is_1_to_20', { groupSize: 447700900123 }],
      ['a nationality as franchise', 'attendee_prior_franchise_is_known', { priorFranchise: 'irish' }],
      ['words as registration', 'attendee_registered_at_baseline_is_known', { registeredAtBaseline: 'maybe' }],
      ['words as eligibility', 'attendee_eligible_is_known', { eligible: 'Khan' }],
      ['a sentence as reason', 'attendee_reason_is_a_code', { eligible: 'no', reason: 'Mrs Khan moved' }],
      ['a code behind which a name hides', 'attendee_reason_is_a_code', { eligible: 'no', reason: 'moved\0Khan' }],
      ['a reason for somebody eligible', 'attendee_ineligible_has_reason', { reason: 'under-age' }],
      ['no reason for somebody ineligible', 'attendee_ineligible_has_reason', { eligible: 'no' }],
      ['a name as id', 'attendee_id_is_an_id', { id: 'Amina Khan' }],
    ];
    test.each(spoilt)('%s', async (_, constraint, change) => {
      const { trial, person } = await small();
      const row = { ...attendeeRow(trial, fresh('p'), number), household: `${person}-home`, ...change };
      await refusesCheck(constraint, { into: 'attendee', rows: [row] });
    });
  });

  describe('codes, dates and times are what they say', () => {
    const spoilt: readonly (readonly [string, string, Place])[] = [
      ['30 February', 'ceremony_slot_held_on_is_a_date', { heldOn: '2026-02-30' }],
      ['a British date', 'ceremony_slot_held_on_is_a_date', { heldOn: '07/05/2026' }],
      ['a date with a time', 'ceremony_slot_held_on_is_a_date', { heldOn: '2026-05-07T10:00' }],
      ['24:00', 'ceremony_slot_starts_at_is_a_time', { startsAt: '24:00' }],
      ['9:30', 'ceremony_slot_starts_at_is_a_time', { startsAt: '9:30' }],
      ['a venue in words', 'ceremony_slot_venue_is_a_code', { venue: 'Town Hall' }],
    ];
    test.each(spoilt)('%s', async (_, constraint, change) => {
      const { ceremony } = await small();
      await refusesCheck(constraint, slot(ceremony, 1, change));
    });

    test.each(['E0900000', 'E090000055', 'E12000007', 'Brent'])('%s is no borough', async (borough) => {
      const { trial } = await small();
      await refusesCheck('ceremony_borough_is_an_ons_code', {
        into: 'ceremony',
        rows: [{ id: fresh('c'), trial, borough, phase: 'trial', ...stamp }],
      });
    });

    test.each(['2026-03-02', '2026-03-02 09:30:00Z', '2026-03-02T09:30:00', '2026-13-02T09:30:00Z', 'now'])(
      '%s is no time in UTC',
      async (at) => {
        await refusesCheck('trial_at_is_utc', {
          into: 'trial',
          rows: [{ slug: fresh('t'), mode: 'training', ...stamp, at }],
        });
      },
    );

    test('an outcome that did not happen has no date', async () => {
      const { trial, person } = await small();
      const row = {
        id: fresh('f'),
        trial,
        attendee: person,
        outcome: 'registered',
        source: 'administrative',
        ...stamp,
      } as const;
      const dated = { ...row, status: 'not-happened', happenedOn: '2026-06-01' } as const;
      await refusesCheck('follow_up_only_what_happened_has_a_date', { into: 'followUp', rows: [dated] });
      await accepts({ into: 'followUp', rows: [{ ...row, status: 'happened', happenedOn: '2026-06-01' }] });
    });
  });
});

describe.each(engines)('versions of a protocol on $name', ({ open }) => {
  const version = (trial: string, number: number, reason: string | null): Append => ({
    into: 'protocolVersion',
    rows: [{ ...versionRow(trial, number), reason }],
  });
  const refused = (what: string) => ({ ok: false, conflict: { kind: 'trigger', what } });

  test('a draft is drafted again; what is locked gets a version only for a stated reason', async () => {
    const { db, close } = await open();
    const store = openStore(db);
    expect(await store.commit([...trialIn('one', 'draft'), version('one', 2, null)])).toEqual({ ok: true });
    for (const [seq, status] of ['locked', 'baseline', 'open', 'paused'].entries()) {
      expect(await store.commit([statusOf('one', seq + 1, status)])).toEqual({ ok: true });
      expect(await store.commit([version('one', seq + 3, null)])).toEqual(refused('design-locked'));
      expect(await store.commit([version('one', seq + 3, 'arm stopped')])).toEqual({ ok: true });
    }
    await close();
  });

  test.each(['closed', 'analysed', 'seed-published', 'released'])('%s: no version more', async (status) => {
    const { db, close } = await open();
    const store = openStore(db);
    expect(await store.commit([...trialIn('one', 'draft'), statusOf('one', 1, status)])).toEqual({ ok: true });
    expect(await store.commit([version('one', 2, 'arm stopped')])).toEqual(refused('wrong-status'));
    await close();
  });
});

describe.each(engines)('the borough of an account on $name', ({ open }) => {
  test('is there for borough roles, and for no other', async () => {
    const { db, close } = await open();
    const store = openStore(db);
    const add = (role: Role, borough: string | null) => {
      const id = `${role}-${borough}`;
      return store.commit([
        { into: 'account', rows: [{ id, name: 'A', role, borough, isTraining: false, at: stamp.at }] },
      ]);
    };
    const misfit = { ok: false, conflict: { kind: 'check', what: 'account_borough_fits_the_role' } };
    for (const role of roles) {
      const isOfABorough = boroughRoles.includes(role);
      expect(await add(role, 'E09000005'), role).toEqual(isOfABorough ? { ok: true } : misfit);
      expect(await add(role, null), role).toEqual(isOfABorough ? misfit : { ok: true });
    }
    await close();
  });
});

describe.each(engines)('training accounts on $name', ({ open }) => {
  const account = (id: string, isTraining: boolean): Append => ({
    into: 'account',
    rows: [{ id, name: 'A', role: 'researcher', isTraining, at: stamp.at }],
  });
  const trial = (slug: string, mode: 'training' | 'live'): Append => ({
    into: 'trial',
    rows: [{ slug, mode, ...stamp }],
  });
  const trained = { ok: false, conflict: { kind: 'trigger', what: 'training-accounts' } };

  test('no live trial beside a training account, and no training account beside a live trial', async () => {
    const { db, close } = await open();
    const store = openStore(db);
    expect(await store.commit([account('real', false), trial('live-one', 'live')])).toEqual({ ok: true });
    expect(await store.commit([account('practice', true)])).toEqual(trained);
    await close();
  });

  test('a training database stays one', async () => {
    const { db, close } = await open();
    const store = openStore(db);
    expect(await store.commit([account('practice', true), trial('exercise', 'training')])).toEqual({ ok: true });
    expect(await store.commit([trial('live-one', 'live')])).toEqual(trained);
    await close();
  });
});
