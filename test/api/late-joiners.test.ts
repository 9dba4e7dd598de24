/** People who come after a list has closed, and households that come back: whom they follow, how they are counted, and where they are not. */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { brent, ceremonyWith, cohort, hashOf, openService, openTrial, type Service } from './service.ts';
import { ceremonyTrial, householdTrial, type Json } from './trials.ts';

const onList = { column: 'on_list', op: '=', value: 1 };

/** The household trial with a plan that keeps to the list, but for one estimator. */
function sensitivityTrial(): string {
  const { analysis } = JSON.parse(householdTrial({})) as { analysis: Json & { estimators: Json[] } };
  const [main] = analysis.estimators;
  const rows = [{ column: 'on_list', op: 'notMissing' }];
  return householdTrial({
    lateJoiners: 'sensitivity',
    analysis: { ...analysis, rows: [onList], estimators: [...analysis.estimators, { ...main, id: 'with-late', rows }] },
  });
}

function joins(service: Service, ceremony: string, attendees: unknown, kind = 'late-joiner') {
  return service.post('registrar', `/ceremonies/${ceremony}/late-joiners`, { kind, attendees });
}

const sibling = (of: string, name: string) => ({ ...cohort(of, 1)[0], reference_hash: hashOf(name) });

describe.each(engines)('late joiners on $name', { timeout: 120_000 }, (engine) => {
  it('follow their household where it has an arm, are flagged, and are counted apart', async () => {
    const service = await openService(engine);
    await openTrial(service, 'welcome-pack', householdTrial({}));
    const ceremony = await ceremonyWith(service, 'welcome-pack', '2026-03-20', 6);
    const open = await joins(service, ceremony, cohort('early', 1));
    expect(open.body.type).toBe('urn:pledge:problem:list-open');
    await service.post('registrar', '/trials/welcome-pack/close-lists', { ceremonies: [ceremony] });
    const late = sibling('welcome-pack-2026-03-20-14:00', 'late');
    const added = await joins(service, ceremony, [late, ...cohort('stranger', 1)]);
    expect(added).toMatchObject({ status: 201, body: { ceremony, kind: 'late-joiner', added: 2 } });
    expect(JSON.stringify(added.body)).not.toMatch(/arm|follow|unit/);
    expect((await joins(service, ceremony, [late])).body.type).toBe('urn:pledge:problem:already-enrolled');
    service.setClock('2026-03-20T08:00:00.000Z');
    await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
    await joins(service, ceremony, [sibling('welcome-pack-2026-03-20-14:00', 'later')], 'walk-in');

    const list = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
    const flags = list.map(({ joined_late }: { joined_late: string | null }) => joined_late ?? 'listed');
    expect(flags.toSorted()).toEqual(['late-joiner', 'late-joiner', ...Array(6).fill('listed'), 'walk-in']);
    const { arms } = (await service.get('registrar', `/ceremonies/${ceremony}/arms`)).body;
    expect(arms).toHaveLength(3);
    const { trial } = (await service.get('researcher', '/trials/welcome-pack/monitoring')).body;
    expect(trial).toMatchObject({
      people: 6,
      joinedLate: { lateJoiners: 2, walkIns: 1, withoutArm: 1, returnedHouseholds: 0 },
      afterUnsealing: { joined: 1, moved: 0, rebooked: 0, withdrawn: 0 },
    });
    await service.close();
  });

  it('follow their room where ceremonies are drawn, and have attendance and follow-ups', async () => {
    const service = await openService(engine);
    await openTrial(service, 'ceremony-offer', ceremonyTrial({}));
    const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-20', 4);
    await service.post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
    const { body } = await joins(service, ceremony, cohort('walks-in', 2), 'walk-in');
    const [person] = body.attendees;
    const joined = await service.deps.store.read.lateJoinersAt(ceremony);
    expect(joined.map(({ unit }) => unit)).toEqual([ceremony, ceremony]);
    service.setClock('2026-03-20T18:00:00.000Z');
    const came = { rows: [{ trial_id: person.trial_id, status: 'attended' }] };
    expect((await service.post('registrar', `/ceremonies/${ceremony}/attendance`, came)).status).toBe(201);
    service.setClock('2026-07-01T09:00:00.000Z');
    const told = { trial_id: person.trial_id, status: 'happened', date: '2026-04-01' };
    const followUps = { outcome: 'registered', source: 'administrative', rows: [told] };
    const recorded = await service.post('electoral-services', '/trials/ceremony-offer/follow-ups', followUps);
    expect(recorded.status).toBe(201);
    // Of another borough, this person is not known.
    const other = await service.post('other-registrar', '/trials/ceremony-offer/withdrawals', {
      trial_id: person.trial_id,
      reason: 'objected',
      decision: 'count-only',
    });
    expect(other.status).toBe(422);
    const { rows } = await closedData(service, 'ceremony-offer');
    expect(rows).toHaveLength(4);
    await service.close();
  });

  it('are in the data set only where the protocol asks for them, told apart by a column', async () => {
    const service = await openService(engine);
    await openTrial(service, 'welcome-pack', sensitivityTrial());
    const first = await ceremonyWith(service, 'welcome-pack', '2026-03-20', 6);
    const second = await ceremonyWith(service, 'welcome-pack', '2026-03-23', 4);
    const back = [sibling('welcome-pack-2026-03-20-14:00', 'back')];
    await service.post('registrar', '/trials/welcome-pack/close-lists', { ceremonies: [first] });
    await service.post('registrar', `/ceremonies/${second}/cohort`, { attendees: back });
    await service.post('registrar', '/trials/welcome-pack/close-lists', { ceremonies: [second] });
    await joins(service, first, [sibling('welcome-pack-2026-03-20-14:00', 'late'), ...cohort('no-arm', 1)]);
    service.setClock('2026-07-01T09:00:00.000Z');
    const monitoring = (await service.get('researcher', '/trials/welcome-pack/monitoring')).body.trial;
    expect(monitoring.people).toBe(10);
    expect(monitoring.joinedLate).toMatchObject({
      ...{ lateJoiners: 2, walkIns: 0, withoutArm: 1, returnedHouseholds: 1, returnedPeople: 1 },
    });
    const { header, rows } = await closedData(service, 'welcome-pack');
    const flag = header.indexOf('on_list');
    const flags = rows.map((row) => row[flag]);
    expect(flags.toSorted()).toEqual(['0', '0', ...Array(10).fill('1')]);
    for (const row of rows) expect(row[header.indexOf('arm')]).not.toBe('');
    const ran = await service.post('trial-statistician', '/trials/welcome-pack/analysis', {});
    expect(ran.status).toBe(200);
    await service.close();
  });

  it('leave the open list of their borough on which they stand, and nobody is lost on the way', async () => {
    const service = await openService(engine);
    await openTrial(service, 'ceremony-offer', ceremonyTrial({}));
    const post = (path: string, body: unknown) => service.post('registrar', path, body);
    const closed = await ceremonyWith(service, 'ceremony-offer', '2026-03-20', 4);
    const open = await ceremonyWith(service, 'ceremony-offer', '2026-03-23', 4);
    const waiting = cohort('ceremony-offer-2026-03-23-14:00', 4);
    await post('/trials/ceremony-offer/close-lists', { ceremonies: [closed] });
    const listed = cohort('ceremony-offer-2026-03-20-14:00', 1);
    const onClosed = await joins(service, closed, [...cohort('new', 1), ...listed], 'walk-in');
    expect(onClosed.body).toMatchObject({
      type: 'urn:pledge:problem:already-enrolled',
      detail: expect.stringContaining('row 2'),
    });
    const booked = (await service.get('registrar', `/ceremonies/${open}/list`)).body;
    const idOf = (reference: string | undefined) =>
      booked.find(({ reference_hash }: { reference_hash: string }) => reference_hash === reference)?.trial_id;
    const [walks, leaves, ...others] = waiting;
    const gone = { trial_id: idOf(leaves?.reference_hash), reason: 'objected', decision: 'count-only' };
    await post('/trials/ceremony-offer/withdrawals', gone);
    expect((await joins(service, closed, [leaves])).body.errors).toMatchObject([
      { path: 'attendees[0].reference_hash', message: expect.stringContaining('left the trial') },
    ]);
    const rebooked = { trial_id: idOf(walks?.reference_hash), to: closed, reason: 'arrived-late' };
    expect((await post(`/ceremonies/${open}/rebook`, rebooked)).body).toMatchObject({
      type: 'urn:pledge:problem:list-closed',
      detail: expect.stringContaining('late joiner'),
    });
    const added = await joins(service, closed, [...cohort('new', 1), walks], 'walk-in');
    expect(added).toMatchObject({ status: 201, body: { added: 2 } });
    expect(added.body.attendees[1]).toEqual({
      trial_id: idOf(walks?.reference_hash),
      reference_hash: walks?.reference_hash,
    });
    expect((await joins(service, closed, [walks])).body.type).toBe('urn:pledge:problem:already-enrolled');
    const onList = async (id: string) => (await service.get('registrar', `/ceremonies/${id}/list`)).body.length;
    expect([await onList(closed), await onList(open)]).toEqual([6, 3]);
    const merge = () => post(`/ceremonies/${open}/merge`, { into: closed, reason: 'too-few-booked' });
    expect((await merge()).body).toMatchObject({
      type: 'urn:pledge:problem:list-open',
      detail: expect.stringContaining('late joiners'),
    });
    expect((await joins(service, closed, others)).status).toBe(201);
    expect((await merge()).status).toBe(200);
    const joined = await service.deps.store.read.lateJoinersAt(closed);
    expect(joined.map(({ unit }) => unit)).toEqual(Array(4).fill(closed));
    service.setClock('2026-03-20T18:00:00.000Z');
    const came = joined.map(({ attendee }) => ({ trial_id: attendee.id, status: 'attended' }));
    expect((await post(`/ceremonies/${closed}/attendance`, { rows: came })).status).toBe(201);
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
    await service.close();
  });

  it('are left off the list that closes after they have gone', async () => {
    const service = await openService(engine);
    await openTrial(service, 'welcome-pack', householdTrial({}));
    const post = (path: string, body: unknown) => service.post('registrar', path, body);
    const close = (id: string) => post('/trials/welcome-pack/close-lists', { ceremonies: [id] });
    const first = await ceremonyWith(service, 'welcome-pack', '2026-03-20', 4);
    const second = await ceremonyWith(service, 'welcome-pack', '2026-03-23', 4);
    await close(first);
    const [walks] = cohort('welcome-pack-2026-03-23-14:00', 1);
    await joins(service, first, [walks], 'walk-in');
    const other = { borough: brent, heldOn: '2026-03-24', startsAt: '14:00', venue: 'civic-centre' };
    const { body: elsewhere } = await service.post('other-registrar', '/trials/welcome-pack/ceremonies', other);
    const theirs = cohort('brent', 2);
    await service.post('other-registrar', `/ceremonies/${elsewhere.id}/cohort`, { attendees: theirs });
    expect((await joins(service, first, theirs)).body.type).toBe('urn:pledge:problem:already-enrolled');
    expect((await close(second)).body.lists).toEqual([{ ceremony: second, members: 3, units: 2 }]);
    const { trial } = (await service.get('researcher', '/trials/welcome-pack/monitoring')).body;
    expect(trial).toMatchObject({ people: 7, joinedLate: { walkIns: 1, withoutArm: 1 } });
    await service.close();
  });

  it('what changes once an arm is unsealed is reported as such', async () => {
    const service = await openService(engine);
    await openTrial(service, 'ceremony-offer', ceremonyTrial({}));
    const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-10', 4);
    const post = (path: string, body: unknown) => service.post('registrar', path, body);
    await post('/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
    const slot = { startsAt: '14:00', venue: 'town-hall', reason: 'venue-unavailable' };
    await post(`/ceremonies/${ceremony}/move`, { ...slot, heldOn: '2026-03-09' });
    service.setClock('2026-03-03T09:00:00.000Z');
    await post(`/ceremonies/${ceremony}/unseal`, {});
    const changes = async () =>
      (await service.get('researcher', '/trials/ceremony-offer/monitoring')).body.trial.afterUnsealing;
    expect(await changes()).toEqual({ joined: 0, moved: 0, cancelled: 0, merged: 0, rebooked: 0, withdrawn: 0 });
    service.setClock('2026-03-04T09:00:00.000Z');
    await post(`/ceremonies/${ceremony}/move`, { ...slot, heldOn: '2026-03-11' });
    const [one, two] = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
    await post(`/ceremonies/${ceremony}/attendance`, { rows: [{ trial_id: one.trial_id, status: 'rebooked' }] });
    const left = { trial_id: two.trial_id, reason: 'objected', decision: 'count-only' };
    await post('/trials/ceremony-offer/withdrawals', left);
    await joins(service, ceremony, cohort('after', 1));
    expect(await changes()).toEqual({ joined: 1, moved: 1, cancelled: 0, merged: 0, rebooked: 1, withdrawn: 1 });
    await service.close();
  });
});

/** Closes the trial and takes its frozen data set. */
async function closedData(service: Service, slug: string) {
  const closed = await service.post('trial-administrator', `/trials/${slug}/close`, {});
  expect(closed.status).toBe(200);
  const file = await service.deps.store.read.artefactBody(slug, 'dataset', 'dataset.csv');
  const [header = [], ...rows] = (file?.body ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  expect(rows).toHaveLength(closed.body.dataset.rows);
  return { header, rows };
}

describe('a protocol with late joiners in its data', () => {
  const drafted = async (text: string) => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    const service = await openService(sqlite);
    const reply = await service.post('researcher', '/trials', text);
    await service.close();
    return reply;
  };
  const change = (edit: (analysis: { rows?: unknown; estimators: Json[] }) => void) => {
    const protocol = JSON.parse(sensitivityTrial()) as { analysis: { estimators: Json[] } };
    edit(protocol.analysis);
    return JSON.stringify(protocol);
  };
  const pathsOf = async (text: string) => {
    const { body } = await drafted(text);
    return (body.errors ?? []).map(({ path }: { path: string }) => path);
  };

  it('keeps its plan to those on the list', async () => {
    expect(await pathsOf(sensitivityTrial())).toEqual([]);
    const open = change((analysis) => {
      analysis.rows = [];
    });
    expect(await pathsOf(open)).toEqual(['analysis.rows']);
  });

  it('has an estimator that compares the arms among those on the list', async () => {
    const every = change((analysis) => {
      for (const estimator of analysis.estimators) estimator.rows = [{ column: 'on_list', op: 'notMissing' }];
    });
    expect(await pathsOf(every)).toEqual(['analysis.estimators']);
  });

  it.each([
    ['no other takes its place', []],
    ['another keeps to the list and ignores the draw', [{ id: 'blind', method: 'risk-difference', cluster: null }]],
    [
      'another keeps to the list for a secondary outcome',
      [{ id: 'other', method: 'linear', errors: 'CR1S', outcomes: ['volunteered'] }],
    ],
  ])('has its effect of those on the list: %s', async (_, others) => {
    const late = change((analysis) => {
      const [main] = analysis.estimators;
      const rows = [{ column: 'on_list', op: 'notMissing' }];
      analysis.estimators = [{ ...main, rows }, ...others];
    });
    expect(await pathsOf(late)).toEqual(['analysis.estimators']);
  });

  it('uses the column to choose rows and for nothing else', async () => {
    const adjusted = change((analysis) => {
      const [main] = analysis.estimators;
      if (main !== undefined) main.covariates = ['on_list'];
    });
    expect(await pathsOf(adjusted)).toContain('analysis.estimators[0].covariates[0]');
  });

  it('has no such column where they are only counted', async () => {
    const counted = JSON.parse(sensitivityTrial()) as Json;
    expect(await pathsOf(JSON.stringify({ ...counted, lateJoiners: 'counted' }))).toContain('analysis.rows[0].column');
  });
});

describe.each(engines)('a ceremony whose day has passed, on $name', { timeout: 120_000 }, (engine) => {
  it('is not drawn any more, is recorded as missed, and is counted', async () => {
    const service = await openService(engine);
    await openTrial(service, 'ceremony-offer', ceremonyTrial({}));
    const missed = await ceremonyWith(service, 'ceremony-offer', '2026-03-10', 4);
    const next = await ceremonyWith(service, 'ceremony-offer', '2026-03-11', 4);
    const close = (id: string) => service.post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [id] });
    const cancel = (id: string) =>
      service.post('registrar', `/ceremonies/${id}/cancel`, { reason: 'not-closed-in-time' });
    expect((await cancel(missed)).body.type).toBe('urn:pledge:problem:too-early');
    service.setClock('2026-03-11T00:30:00.000Z');
    expect((await close(missed)).body).toMatchObject({
      type: 'urn:pledge:problem:too-late',
      detail: expect.stringContaining('not-closed-in-time'),
    });
    expect((await close(next)).status).toBe(200);
    expect((await cancel(next)).body.type).toBe('urn:pledge:problem:list-closed');
    expect((await cancel(missed)).body).toEqual({ id: missed, state: 'cancelled' });
    const { ceremonies } = (await service.get('researcher', '/trials/ceremony-offer/monitoring')).body;
    expect(ceremonies).toMatchObject({ cancelled: 1, notClosedInTime: 1 });
    expect(await service.deps.store.read.allocationsOf('ceremony-offer')).toHaveLength(1);
    await service.close();
  });
});
