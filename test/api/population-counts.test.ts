/** The counts of a trial add up, whatever befalls its people and ceremonies: one story with every kind of event. */
import { describe, expect, it } from 'vitest';
import { exactFigures } from '../../analysis/consort/flow.ts';
import { requireSums } from '../../analysis/disclosure/linked-counts.ts';
import { buildDatasets } from '../../src/actions/build-dataset.ts';
import { loadTrial } from '../../src/actions/load.ts';
import { frozenFlow } from '../../src/actions/read-flow.ts';
import { engines } from '../store/engines.ts';
import { ceremonyWith, cohort, hashOf, newham, openService, openTrial, type Service } from './service.ts';
import { ceremonyTrial, householdTrial, type Json } from './trials.ts';

const onList = { column: 'on_list', op: '=', value: 1 };
const sibling = (of: string, name: string) => ({ ...cohort(of, 1)[0], reference_hash: hashOf(name) });

function householdText(lateJoiners: 'counted' | 'sensitivity'): string {
  const { analysis } = JSON.parse(householdTrial({})) as { analysis: Json };
  const rows = lateJoiners === 'sensitivity' ? [onList] : [];
  return householdTrial({ lateJoiners, baseline: { weeks: 8 }, analysis: { ...analysis, rows } });
}

/** What a test does in one trial of a service. */
function actsIn(service: Service, slug: string) {
  const post = async (as: 'registrar' | 'trial-administrator', path: string, body: unknown) => {
    const reply = await service.post(as, path, body);
    if (reply.status >= 300) throw new Error(`${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  return {
    post,
    close: (...ceremonies: string[]) => post('registrar', `/trials/${slug}/close-lists`, { ceremonies }),
    enrol: async (ceremony: string, attendees: readonly unknown[]): Promise<readonly string[]> =>
      idsOf(await post('registrar', `/ceremonies/${ceremony}/cohort`, { attendees })),
    join: async (ceremony: string, kind: string, attendees: readonly unknown[]): Promise<readonly string[]> =>
      idsOf(await post('registrar', `/ceremonies/${ceremony}/late-joiners`, { kind, attendees })),
    leave: (trial_id = '', decision = 'count-only') =>
      post('registrar', `/trials/${slug}/withdrawals`, { trial_id, reason: 'objected', decision }),
    listed: async (ceremony: string): Promise<readonly string[]> =>
      (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body.map(trialId),
    /** The list in the cohort's own order: households of two, one after the other. The list itself is in the order of random ids. */
    cohortOf: async (ceremony: string, people: readonly { readonly reference_hash: string }[]) => {
      const { body } = await service.get('registrar', `/ceremonies/${ceremony}/list`);
      const ids = new Map<string, string>(
        body.map((row: { reference_hash: string; trial_id: string }) => [row.reference_hash, row.trial_id]),
      );
      return people.map(({ reference_hash }) => ids.get(reference_hash) ?? '');
    },
    monitoring: async () => (await service.get('researcher', `/trials/${slug}/monitoring`)).body,
  };
}

const trialId = ({ trial_id }: { readonly trial_id: string }) => trial_id;
const idsOf = ({ attendees }: { readonly attendees: readonly { readonly trial_id: string }[] }) =>
  attendees.map(trialId);

describe.each(engines)('people counted, on $name', { timeout: 180_000 }, (engine) => {
  it.each(['counted', 'sensitivity'] as const)('add up where late joiners are declared as %s', async (lateJoiners) => {
    const slug = 'welcome-pack';
    const service = await openService(engine);
    const { post, close, enrol, join, leave, listed, cohortOf, monitoring } = actsIn(service, slug);
    const { protocolHash } = (await service.post('trial-administrator', '/trials', householdText(lateJoiners))).body;
    for (const as of ['trial-administrator', 'trial-statistician'] as const) {
      await service.post(as, `/trials/${slug}/lock`, { protocolHash });
    }
    // The baseline phase: a list of five, of whom one leaves; two walk in, of whom one leaves; a list that never closes.
    await post('trial-administrator', `/trials/${slug}/baseline`, {});
    const before = await ceremonyWith(service, slug, '2026-03-10', 5);
    await ceremonyWith(service, slug, '2026-03-11', 3);
    await close(before);
    await leave((await listed(before))[0]);
    await leave((await join(before, 'walk-in', cohort('baseline-walk-in', 2)))[0]);
    // The trial: two of eight leave before closing, one who is ineligible too; two more leave later, one of them counted only.
    await post('trial-administrator', `/trials/${slug}/open`, {});
    const first = await ceremonyWith(service, slug, '2026-03-20', 8);
    const drawn = `${slug}-2026-03-20-14:00`;
    const booked = await cohortOf(first, cohort(drawn, 8));
    const [stranger] = cohort('ineligible', 1);
    const ineligible = { ...stranger, eligible: 'no', reason: 'under-18' };
    const [shut] = await enrol(first, [ineligible]);
    for (const id of [booked[0], booked[1], shut]) await leave(id);
    await close(first);
    await leave(booked[2]);
    await leave(booked[3], 'keep-outcomes');
    // Somebody else of a drawn household is enrolled after its draw, another twice over, and one of them leaves.
    service.setClock('2026-03-03T09:00:00.000Z');
    const second = await ceremonyWith(service, slug, '2026-03-23', 4);
    const back = await enrol(
      second,
      [6, 7].map((n) => ({ ...cohort(drawn, 8)[n], reference_hash: hashOf(`back-${n}`) })),
    );
    await close(second);
    await leave(back[0]);
    // Three come late, one of them to no arm, and two of the three leave.
    const near = { ...cohort(drawn, 8)[6], reference_hash: hashOf('near') };
    const other = { ...cohort(drawn, 8)[7], reference_hash: hashOf('other') };
    const late = await join(first, 'late-joiner', [near, other]);
    await join(first, 'walk-in', cohort('alone', 1));
    await leave(late[0]);
    await leave(late[1], 'keep-outcomes');
    // Two lists never close: one is forgotten, one cancelled.
    await ceremonyWith(service, slug, '2026-03-24', 5);
    const cancelled = await ceremonyWith(service, slug, '2026-03-25', 2);
    await post('registrar', `/ceremonies/${cancelled}/cancel`, { reason: 'public-event' });
    // Everybody who can still come does.
    service.setClock('2026-03-26T18:00:00.000Z');
    for (const [ceremony, gone] of [
      [first, [booked[2], booked[3], late[0], late[1]]],
      [second, [back[0]]],
    ] as const) {
      const rows = (await listed(ceremony))
        .filter((id) => !gone.includes(id))
        .map((id) => ({ trial_id: id, status: 'attended' }));
      await post('registrar', `/ceremonies/${ceremony}/attendance`, { rows });
    }

    const { enrolled, trial, baseline } = await monitoring();
    expect(trial).toMatchObject({
      ...{ people: 10, onLists: 12, onOpenLists: 7, dividedHouseholds: 0, attended: 8 },
      withdrawn: { beforeClosing: 2, keepOutcomes: 1, countOnly: 1, ineligible: 1 },
      joinedLate: {
        ...{ lateJoiners: 2, walkIns: 1, withoutArm: 1, withdrawn: { keepOutcomes: 1, countOnly: 1 } },
        ...{ returnedHouseholds: 1, returnedPeople: 2, returnedWithdrawn: { keepOutcomes: 0, countOnly: 1 } },
      },
    });
    expect(baseline).toMatchObject({
      ...{ people: 5, onOpenLists: 3 },
      withdrawn: { beforeClosing: 0, keepOutcomes: 0, countOnly: 1, ineligible: 0 },
      joinedLate: { lateJoiners: 0, walkIns: 2, withdrawn: { keepOutcomes: 0, countOnly: 1 } },
    });

    const datasets = await buildDatasets(service.deps, await loadTrial(service.deps, slug));
    const rowsWith = (flag: string) => {
      const index = datasets.trial.columns.indexOf('on_list');
      return datasets.trial.rows.filter((row) => (index === -1 ? '1' : row[index]) === flag).length;
    };
    const { joinedLate, withdrawn } = trial;
    expect(trial.onLists).toBe(rowsWith('1') + withdrawn.countOnly + joinedLate.returnedPeople);
    expect(trial.people).toBe(rowsWith('1') + withdrawn.countOnly);
    for (const { known, missing } of trial.outcomes) expect(known + missing).toBe(rowsWith('1'));
    expect(baseline.people).toBe(datasets.baseline.rows.length + baseline.withdrawn.countOnly);
    const others = joinedLate.lateJoiners + joinedLate.walkIns - joinedLate.withoutArm + joinedLate.returnedPeople;
    const notUsed = joinedLate.withdrawn.countOnly + joinedLate.returnedWithdrawn.countOnly;
    expect(rowsWith('0')).toBe(lateJoiners === 'counted' ? 0 : others - notUsed);
    const put = (eligible: string) =>
      enrolled
        .filter((row: { eligible: string }) => row.eligible === eligible)
        .reduce((sum: number, { count }: { count: number }) => sum + count, 0);
    const left = withdrawn.beforeClosing + baseline.withdrawn.beforeClosing;
    expect(put('yes')).toBe(trial.onLists + baseline.people + trial.onOpenLists + baseline.onOpenLists + left);

    // Every window has ended by then.
    service.setClock('2026-07-01T09:00:00.000Z');
    const closed = await post('trial-administrator', `/trials/${slug}/close`, {});
    expect(closed).toMatchObject({ leftOnOpenLists: { baseline: 3, trial: 7 } });
    const flow = await frozenFlow(service.deps, slug);
    if (flow === null) throw new Error('The trial closed without its flow.');
    requireSums(flow.counts);
    const figure = exactFigures(flow);
    expect([flow.assessed, flow.excluded, flow.randomised].map(({ people }) => figure(people))).toEqual([25, 15, 10]);
    expect(Object.fromEntries(flow.excluded.lines.map(({ words, id }) => [words, figure(id)]))).toMatchObject({
      ...{ 'Under 18': 1, Objected: 0, 'Left before the draw': 2, 'On a list that never closed': 7 },
      ...{ 'Joined after the list had closed': 3, 'Of a household drawn before': 2 },
    });
    const overArms = (part: 'followUp' | 'analysis') =>
      flow.arms.reduce((sum, { [part]: { people } }) => sum + Number(figure(people)), 0);
    expect(overArms('followUp') + overArms('analysis')).toBe(10);
    expect(overArms('followUp')).toBe(withdrawn.countOnly + trial.outcomes[0].missing);
    await service.close();
  });

  it('tell what was given up once arms were unsealed, and which households stand in several rooms', async () => {
    const slug = 'ceremony-offer';
    const service = await openService(engine);
    await openTrial(service, slug, ceremonyTrial({}));
    const { post, close, enrol, join, monitoring } = actsIn(service, slug);
    const days = ['2026-03-20', '2026-03-21', '2026-03-23', '2026-03-24', '2026-03-25', '2026-03-26'];
    const rooms: string[] = [];
    for (const heldOn of days) {
      const slot = { borough: newham, heldOn, startsAt: '14:00', venue: 'town-hall' };
      const { id } = await post('registrar', `/trials/${slug}/ceremonies`, slot);
      await enrol(id, [...cohort(heldOn, 2), sibling('split', `split-${heldOn}`)]);
      rooms.push(id);
    }
    const [a = '', b = '', c = '', d = '', e = '', f = ''] = rooms;
    await close(...rooms);
    await join(b, 'walk-in', [sibling('2026-03-20', 'elsewhere')]);
    const cancel = (id: string) => post('registrar', `/ceremonies/${id}/cancel`, { reason: 'emergency' });
    const merge = (id: string, into: string) =>
      post('registrar', `/ceremonies/${id}/merge`, { into, reason: 'too-few-booked' });
    await cancel(f);
    const counted = async () => (await monitoring()).trial;
    // Before anything is unsealed nothing is counted as later.
    expect((await counted()).afterUnsealing).toMatchObject({ cancelled: 0, merged: 0 });
    expect((await counted()).dividedHouseholds).toBe(2);
    service.setClock('2026-03-20T08:00:00.000Z');
    for (const id of [a, b]) await post('registrar', `/ceremonies/${id}/unseal`, {});
    service.setClock('2026-03-20T09:00:00.000Z');
    await cancel(a);
    await merge(c, b);
    await merge(d, e);
    expect((await counted()).afterUnsealing).toMatchObject({ moved: 0, cancelled: 1, merged: 1 });
    await service.close();
  });
});
