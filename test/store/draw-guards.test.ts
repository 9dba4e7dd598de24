/**
 * What the database refuses of the draw's second part, on both engines: tallies behind the draw, a beacon too late or signed by
 * one, errors about what was never drawn, people joining lists that are open. Every case has a trial of its own.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Append, NewRow } from '../../src/store/port.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { engines, type OpenEngine } from './engines.ts';
import {
  accountsOf,
  allocationRow,
  attendeeRow,
  ceremonyOf,
  enrolled,
  event,
  hash,
  joinedLate,
  member,
  stamp,
  statusOf,
  trialIn,
  versionRow,
} from './rows.ts';

describe.each(engines)('guards of the draw on $name', ({ open }) => {
  let engine: OpenEngine;
  let store: Store;
  let number = 0;
  beforeAll(async () => {
    engine = await open();
    store = openStore(engine.db);
    await accepts(accountsOf('trial-administrator', 'auditor', 'researcher'));
  });
  afterAll(() => engine.close());

  const fresh = (prefix: string) => {
    number += 10;
    return `${prefix}${number}`;
  };
  const accepts = async (...appends: readonly (Append | readonly Append[])[]) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: true });
  };
  const refuses = async (what: string, ...appends: readonly (Append | readonly Append[])[]) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: false, conflict: { kind: 'trigger', what } });
  };
  const refusesBy = async (kind: 'check' | 'unique', what: string, append: Append) => {
    expect(await store.commit([append])).toEqual({ ok: false, conflict: { kind, what } });
  };

  /** An open trial with two people on the closed list of one ceremony, drawn as a whole. */
  const drawn = async () => {
    const [trial, ceremony] = [fresh('t'), `c${number}`];
    const [first, second] = [`p${number}`, `p${number + 1}`];
    await accepts(
      trialIn(trial, 'open'),
      ceremonyOf(trial, ceremony),
      enrolled(trial, ceremony, [first, second], 10_000 + number),
      event(ceremony, 'list-closed'),
      member(trial, first, ceremony),
      member(trial, second, ceremony),
      { into: 'allocation', rows: [allocationRow(trial, ceremony, 0)] },
    );
    return { trial, ceremony, first, second };
  };

  describe('a tally', () => {
    const tally = (
      trial: string,
      seq: number,
      afterSeq: number,
      change: Partial<NewRow<'drawTally'>> = {},
    ): Append => ({
      into: 'drawTally',
      rows: [{ trial, seq, protocolVersion: 1, afterSeq, tally: '[["E09000005",[1,0,0]]]', ...change }],
    });

    test('stands after the newest allocation of its trial, whatever else is drawn', async () => {
      const { trial, ceremony } = await drawn();
      await refuses('tally-behind', tally(trial, 0, 1));
      const next = { ...allocationRow(trial, ceremony, 1), unit: `${ceremony}-home` };
      await refuses('tally-behind', { into: 'allocation', rows: [next] }, tally(trial, 0, 0));
      await accepts({ into: 'allocation', rows: [next] }, tally(trial, 0, 1));
    });

    test('has no gap in its numbers, and a taken number is a lost race', async () => {
      const { trial } = await drawn();
      await refuses('seq-gap', tally(trial, 1, 0));
      await accepts(tally(trial, 0, 0));
      await refusesBy('unique', 'draw_tally.trial, draw_tally.seq', tally(trial, 0, 0));
    });

    test('is of the newest version of the protocol, and holds JSON', async () => {
      const { trial } = await drawn();
      await refusesBy('check', 'draw_tally_tally_is_json', tally(trial, 0, 0, { tally: 'arms' }));
      await accepts({ into: 'protocolVersion', rows: [{ ...versionRow(trial, 2), reason: 'arm stopped' }] });
      await refuses('newer-version', tally(trial, 0, 0));
    });
  });

  describe('a list', () => {
    test('is drawn once, in one write', async () => {
      const { trial, ceremony } = await drawn();
      const later = { ...allocationRow(trial, ceremony, 1), unit: `${ceremony}-late`, at: '2026-03-02T10:30:00.000Z' };
      await refuses('already-drawn', { into: 'allocation', rows: [later] });
    });

    test('is not drawn while the protocol’s beacon is not recorded', async () => {
      const [trial, ceremony] = [fresh('t'), `c${number}`];
      await accepts(trialIn(trial, 'open', { beacon: { source: 'drand', round: 5 } }), ceremonyOf(trial, ceremony));
      await accepts(enrolled(trial, ceremony, [`p${number}`], 10_000 + number), event(ceremony, 'list-closed'));
      await refuses('no-beacon', { into: 'allocation', rows: [allocationRow(trial, ceremony, 0)] });
    });

    test('is not unsealed once its ceremony is cancelled', async () => {
      const { ceremony } = await drawn();
      await accepts(event(ceremony, 'cancelled'));
      await refuses('ceremony-cancelled', event(ceremony, 'unsealed'));
    });
  });

  describe('a beacon', () => {
    const signed = (trial: string, role: string): Append => ({
      into: 'signOff',
      rows: [{ trial, act: 'record-beacon', documentHash: hash(2), role, ...stamp, actor: role }],
    });
    const output = (trial: string, change: Partial<NewRow<'beaconOutput'>> = {}): Append => ({
      into: 'beaconOutput',
      rows: [
        { trial, source: 'drand', round: '5', output: 'f0'.repeat(32), documentHash: hash(2), ...stamp, ...change },
      ],
    });

    const named = { beacon: { source: 'drand', round: 5 } };

    test('is the one the protocol names', async () => {
      const [trial, none] = [fresh('t'), fresh('t')];
      await accepts(trialIn(trial, 'locked', named), trialIn(none, 'locked', { beacon: null }));
      for (const one of [trial, none]) await accepts(signed(one, 'auditor'), signed(one, 'trial-administrator'));
      await refuses('no-beacon', output(none));
      await refuses('no-beacon', output(trial, { round: '6' }));
      await refuses('no-beacon', output(trial, { source: 'nist' }));
      await accepts(output(trial));
    });

    test('needs the signatures of two roles under this very output', async () => {
      const trial = fresh('t');
      await accepts(trialIn(trial, 'locked', named));
      await refuses('two-signatures', output(trial));
      await refuses('two-signatures', signed(trial, 'auditor'), output(trial));
      await refuses('two-signatures', signed(trial, 'auditor'), signed(trial, 'researcher'), output(trial));
      await accepts(signed(trial, 'auditor'), signed(trial, 'trial-administrator'));
      await refuses('two-signatures', output(trial, { documentHash: hash(3) }));
      await accepts(output(trial));
      await refusesBy('unique', 'beacon_output.trial', output(trial));
    });

    test('comes after the lock and before anything is drawn', async () => {
      const draft = fresh('t');
      await accepts(trialIn(draft, 'draft', named), signed(draft, 'auditor'), signed(draft, 'trial-administrator'));
      await refuses('wrong-status', output(draft));
      const { trial } = await drawn();
      const again = { ...versionRow(trial, 2), document: JSON.stringify(named) };
      // Only a draft could name another beacon.
      await accepts(
        ...[statusOf(trial, 1, 'draft'), { into: 'protocolVersion', rows: [again] } as const],
        statusOf(trial, 2, 'open'),
      );
      await accepts(signed(trial, 'auditor'), signed(trial, 'trial-administrator'));
      await refuses('already-drawn', output(trial));
    });

    test.each(['f0'.repeat(15), 'f0'.repeat(65), 'F0'.repeat(32), `${'f0'.repeat(20)}f`])(
      '%s is no output of 16 to 64 bytes',
      async (wrong) => {
        const trial = fresh('t');
        await accepts(trialIn(trial, 'locked', named), signed(trial, 'auditor'), signed(trial, 'trial-administrator'));
        await refusesBy('check', 'beacon_output_output_is_16_to_64_bytes', output(trial, { output: wrong }));
      },
    );
  });

  describe('an error of the randomisation', () => {
    type Row = NewRow<'randomisationError'>;
    const error = (trial: string, row: Pick<Row, 'kind' | 'subject'> & Partial<Row>): Append => ({
      into: 'randomisationError',
      rows: [{ id: fresh('x'), trial, ...stamp, ...row }],
    });

    test('is about what was drawn', async () => {
      const { trial, ceremony, first } = await drawn();
      await refuses('not-randomised', error(trial, { kind: 'wrong-stratum', subject: 'nothing', stratum: 'a' }));
      await accepts(error(trial, { kind: 'wrong-stratum', subject: ceremony, stratum: 'E09000006' }));
      await refuses(
        'not-randomised',
        error(trial, { kind: 'ineligible-found-later', subject: 'nobody', code: 'under-18' }),
      );
      await accepts(error(trial, { kind: 'ineligible-found-later', subject: first, code: 'under-18' }));
    });

    test('of delivery waits for the unsealing and for the day, in London', async () => {
      const { trial, ceremony } = await drawn();
      const missed = { kind: 'not-delivered-as-drawn', subject: ceremony, code: 'none' } as const;
      await refuses('still-sealed', error(trial, missed));
      await accepts(event(ceremony, 'unsealed'));
      await refuses('too-early', error(trial, { ...missed, at: '2026-05-06T22:59:59.000Z' }));
      await accepts(error(trial, { ...missed, at: '2026-05-06T23:00:00.000Z' }));
    });

    test('is reported once, in whichever order two are named', async () => {
      const { trial, ceremony, first, second } = await drawn();
      const mistaken = { kind: 'mistaken-allocation', subject: ceremony, code: 'wrong-list' } as const;
      await accepts(error(trial, mistaken));
      await refuses('already-reported', error(trial, { ...mistaken, code: 'closed-too-early' }));
      const twice = { kind: 'duplicate-enrolment', subject: first, other: second } as const;
      await refusesBy(
        'check',
        'randomisation_error_two_are_in_order',
        error(trial, { ...twice, subject: second, other: first }),
      );
      await accepts(error(trial, twice));
      await refuses('already-reported', error(trial, twice));
    });

    test('is taken back once, for a coded reason, and can then be reported again', async () => {
      const { trial, ceremony } = await drawn();
      const mistaken = (id: string) =>
        error(trial, { id, kind: 'mistaken-allocation', subject: ceremony, code: 'wrong-list' });
      const [first, second] = [`e${number}`, `f${number}`];
      const takenBack = (id: string, reason: NewRow<'randomisationErrorRetraction'>['reason']): Append => ({
        into: 'randomisationErrorRetraction',
        rows: [{ error: id, reason, ...stamp }],
      });
      await accepts(mistaken(first));
      // Typed as any other text would be, by somebody who writes past the code.
      await refusesBy(
        'check',
        'randomisation_error_retraction_reason_is_known',
        takenBack(first, 'a typo' as 'put-right'),
      );
      await accepts(takenBack(first, 'entered-in-error'));
      await refusesBy('unique', 'randomisation_error_retraction.error', takenBack(first, 'entered-in-error'));
      await accepts(mistaken(second));
      await refuses('already-reported', mistaken(`g${number}`));
    });

    test('of households links two, each with people on a closed list', async () => {
      const { trial, ceremony, first, second } = await drawn();
      const homes = { kind: 'households-found-one', subject: `${first}-home`, other: `${second}-home` } as const;
      await accepts(joinedLate(trial, ceremony, 'z1', {}, 50_000 + number));
      await refuses('not-randomised', error(trial, { ...homes, other: 'z1-home' }));
      await refuses('trial-mismatch', error(trial, { ...homes, other: 'q-home' }));
      await accepts(error(trial, homes));
    });

    test('holds what its kind asks for and nothing else', async () => {
      const { trial, ceremony, first, second } = await drawn();
      const shape = (row: Parameters<typeof error>[1], what: string) =>
        refusesBy('check', `randomisation_error_${what}`, error(trial, row));
      await shape({ kind: 'mistaken-allocation', subject: ceremony }, 'code_fits_the_kind');
      await shape({ kind: 'wrong-stratum', subject: ceremony }, 'stratum_fits_the_kind');
      await shape({ kind: 'mistaken-allocation', subject: ceremony, code: 'x', stratum: 'a' }, 'stratum_fits_the_kind');
      await shape({ kind: 'mistaken-allocation', subject: ceremony, code: 'x', arm: 'a' }, 'arm_fits_the_code');
      await shape({ kind: 'duplicate-enrolment', subject: first }, 'two_are_in_order');
      await shape({ kind: 'ineligible-found-later', subject: first, other: second, code: 'x' }, 'two_are_in_order');
    });

    test.each(['draft', 'locked', 'baseline'])('has no place in a trial that is %s', async (status) => {
      const trial = fresh('t');
      await accepts(trialIn(trial, status));
      await refuses('wrong-status', error(trial, { kind: 'mistaken-allocation', subject: 'c', code: 'wrong-list' }));
    });

    test.each(['closed', 'released'])('can be found in a trial that is %s', async (status) => {
      const { trial, ceremony } = await drawn();
      await accepts(statusOf(trial, 1, status));
      await accepts(error(trial, { kind: 'mistaken-allocation', subject: ceremony, code: 'wrong-list' }));
    });
  });

  describe('whoever joins late', () => {
    test('comes to a ceremony that is held and whose list is closed', async () => {
      const { trial, ceremony } = await drawn();
      const [openOne, gone] = [`o${number}`, `g${number}`];
      await accepts(ceremonyOf(trial, openOne), ceremonyOf(trial, gone), event(gone, 'cancelled'));
      await refuses('list-open', joinedLate(trial, openOne, `l${number}`, {}, 60_000 + number));
      await refuses('ceremony-cancelled', joinedLate(trial, gone, `l${number}`, {}, 60_000 + number));
      await accepts(joinedLate(trial, ceremony, `l${number}`, { unit: ceremony }, 60_000 + number));
    });

    test('is flagged as coming after the unsealing where that is so', async () => {
      const { trial, ceremony } = await drawn();
      const late = (afterUnsealing: boolean) =>
        joinedLate(trial, ceremony, `l${number}`, { afterUnsealing }, 60_000 + number);
      await refuses('unsealed-otherwise', late(true));
      await accepts(event(ceremony, 'unsealed'));
      await refuses('unsealed-otherwise', late(false));
      await accepts(late(true));
    });

    test('follows the room they came to, or what was drawn for their own household', async () => {
      const { trial, ceremony } = await drawn();
      const [other, home, kin] = [`o${number}`, `h${number}`, `k${number}`];
      const ofOther = { ...allocationRow(trial, other, 1), unit: other };
      const ofHome = { ...allocationRow(trial, other, 2), unit: `${home}-home` };
      await accepts(
        ceremonyOf(trial, other),
        enrolled(trial, other, [kin], 40_000 + number),
        event(other, 'list-closed'),
        { into: 'allocation', rows: [ofOther, ofHome, { ...allocationRow(trial, other, 3), unit: kin }] },
      );
      const late = (id: string, unit: string, from: number) => joinedLate(trial, ceremony, id, { unit }, from + number);
      await refuses('trial-mismatch', late(`l${number}`, other, 60_000));
      await refuses('trial-mismatch', late(`l${number}`, `${home}-home`, 60_000));
      await refuses('trial-mismatch', late(`l${number}`, kin, 60_000));
      await accepts(late(home, `${home}-home`, 61_000));
      const sibling = { ...attendeeRow(trial, `s${number}`, 62_000 + number), household: `${kin}-home` };
      await accepts(
        { into: 'attendee', rows: [sibling] },
        {
          into: 'lateJoiner',
          rows: [
            { attendee: sibling.id, trial, ceremony, kind: 'walk-in', unit: kin, afterUnsealing: false, ...stamp },
          ],
        },
      );
    });

    test('was on no list before and comes on none later', async () => {
      const { trial, ceremony, first } = await drawn();
      const row = { attendee: first, trial, ceremony, kind: 'walk-in', afterUnsealing: false, ...stamp } as const;
      await refuses('already-enrolled', { into: 'lateJoiner', rows: [row] });
      const [next, late] = [`n${number}`, `l${number}`];
      await accepts(ceremonyOf(trial, next), joinedLate(trial, ceremony, late, {}, 60_000 + number));
      await refuses('already-enrolled', {
        into: 'booking',
        rows: [{ attendee: late, seq: 0, ceremony: next, ...stamp }],
      });
    });

    test('leaves the open list they stood on, and comes on no list that closes later', async () => {
      const { trial, ceremony } = await drawn();
      const [openOne, moves, stays, next] = [`o${number}`, `m${number}`, `s${number}`, `n${number}`];
      const late = (attendee: string): Append => ({
        into: 'lateJoiner',
        rows: [{ attendee, trial, ceremony, kind: 'walk-in', afterUnsealing: false, ...stamp }],
      });
      await accepts(ceremonyOf(trial, openOne), enrolled(trial, openOne, [moves, stays], 40_000 + number));
      await accepts(late(moves));
      await refusesBy('unique', 'late_joiner.attendee', late(moves));
      await accepts(ceremonyOf(trial, next));
      await refuses('already-enrolled', {
        into: 'booking',
        rows: [{ attendee: moves, seq: 1, ceremony: next, ...stamp }],
      });
      await refuses('already-enrolled', event(openOne, 'list-closed'), member(trial, moves, openOne));
      await accepts(event(openOne, 'list-closed'), member(trial, stays, openOne));
      await refuses('already-enrolled', late(stays));
    });

    test('was not left off a list that closed, and has not left the trial', async () => {
      const { trial, ceremony } = await drawn();
      const [other, off, gone] = [`o${number}`, `f${number}`, `g${number}`];
      const row = { trial, ceremony, kind: 'walk-in', afterUnsealing: false, ...stamp } as const;
      await accepts(ceremonyOf(trial, other), enrolled(trial, other, [off, gone], 40_000 + number));
      await accepts({
        into: 'withdrawal',
        rows: [{ attendee: gone, trial, reason: 'objected', decision: 'count-only', ...stamp }],
      });
      await refuses('already-withdrawn', { into: 'lateJoiner', rows: [{ attendee: gone, ...row }] });
      await accepts(event(other, 'list-closed'));
      await refuses('already-enrolled', { into: 'lateJoiner', rows: [{ attendee: off, ...row }] });
    });

    test('comes before a ceremony with an open list is merged into one with a closed list', async () => {
      const { trial, ceremony } = await drawn();
      const [openOne, waiting, gone] = [`o${number}`, `w${number}`, `g${number}`];
      await accepts(ceremonyOf(trial, openOne), enrolled(trial, openOne, [waiting, gone], 40_000 + number));
      await accepts({
        into: 'withdrawal',
        rows: [{ attendee: gone, trial, reason: 'objected', decision: 'count-only', ...stamp }],
      });
      await refuses('list-open', event(openOne, 'merged', ceremony));
      await accepts({
        into: 'lateJoiner',
        rows: [{ attendee: waiting, trial, ceremony, kind: 'late-joiner', afterUnsealing: false, ...stamp }],
      });
      await accepts(event(openOne, 'merged', ceremony));
    });

    test.each(['draft', 'closed', 'released'])('does not in a trial that is %s', async (status) => {
      const { trial, ceremony } = await drawn();
      await accepts(statusOf(trial, 1, status));
      const row = {
        attendee: `p${number}`,
        trial,
        ceremony,
        kind: 'walk-in',
        afterUnsealing: false,
        ...stamp,
      } as const;
      await refuses('wrong-status', { into: 'lateJoiner', rows: [row] });
    });
  });

  describe('ineligibility found later', () => {
    const leaves = (trial: string, attendee: string, reason = 'ineligible-found-later'): Append => ({
      into: 'withdrawal',
      rows: [{ attendee, trial, reason, decision: 'count-only', ...stamp }],
    });

    test('takes nobody out whose unit is drawn; every other reason to leave stays open', async () => {
      const { trial, ceremony, first } = await drawn();
      const late = `l${number}`;
      await accepts(joinedLate(trial, ceremony, late, { unit: ceremony }, 60_000 + number));
      await refuses('already-drawn', leaves(trial, first));
      await refuses('already-drawn', leaves(trial, late));
      await accepts(leaves(trial, first, 'objected'));
    });

    test('takes out whoever is on an open list, or follows nobody', async () => {
      const { trial, ceremony } = await drawn();
      const [openOne, waiting, late] = [`o${number}`, `w${number}`, `l${number}`];
      await accepts(ceremonyOf(trial, openOne), enrolled(trial, openOne, [waiting], 40_000 + number));
      await accepts(joinedLate(trial, ceremony, late, {}, 60_000 + number));
      await accepts(leaves(trial, waiting), leaves(trial, late));
    });

    test('takes out nobody of a household that has its arm', async () => {
      const { trial } = await drawn();
      const [list, next, listed, other] = [`h${number}`, `n${number}`, `a${number}`, `b${number}`];
      await accepts(
        ceremonyOf(trial, list),
        ceremonyOf(trial, next),
        enrolled(trial, list, [listed], 40_000 + number),
        { into: 'attendee', rows: [{ ...attendeeRow(trial, other, 50_000 + number), household: `${listed}-home` }] },
        { into: 'booking', rows: [{ attendee: other, seq: 0, ceremony: next, ...stamp }] },
        event(list, 'list-closed'),
        { into: 'listMember', rows: [{ attendee: listed, trial, ceremony: list, unit: `${listed}-home` }] },
      );
      await refuses('already-drawn', leaves(trial, other));
    });

    test('is an error that can be reported of late joiners who follow a unit', async () => {
      const { trial, ceremony } = await drawn();
      const [late, alone] = [`l${number}`, `m${number}`];
      await accepts(
        joinedLate(trial, ceremony, late, { unit: ceremony }, 60_000 + number),
        joinedLate(trial, ceremony, alone, {}, 61_000 + number),
      );
      const found = (subject: string): Append => ({
        into: 'randomisationError',
        rows: [{ id: fresh('x'), trial, kind: 'ineligible-found-later', subject, code: 'under-18', ...stamp }],
      });
      await refuses('not-randomised', found(alone));
      await accepts(found(late));
    });
  });

  test('a receipt is of an allocation and of an entry that are there', async () => {
    const { trial, ceremony } = await drawn();
    const receipt = { trial, unit: ceremony, salt: 'ab'.repeat(16), unitHash: hash(1), ledgerSeq: 0, number: hash(2) };
    expect(await store.commit([{ into: 'allocationReceipt', rows: [receipt] }])).toMatchObject({
      conflict: { kind: 'foreign-key' },
    });
    await refusesBy('check', 'allocation_receipt_salt_is_32_hex', {
      into: 'allocationReceipt',
      rows: [{ ...receipt, salt: 'ab' }],
    });
  });
});
