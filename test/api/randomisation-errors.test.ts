/** Errors that real trials make: each is told once, as its own coded event, and none of them changes an allocation. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomisationErrorKinds } from '../../src/trial/randomisation-errors.ts';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, openTrial, type Service } from './service.ts';
import { householdTrial } from './trials.ts';

const trial = '/trials/welcome-pack';

describe.each(engines)('errors of the randomisation, on $name', { timeout: 120_000 }, (engine) => {
  let service: Service;
  let ceremony = '';
  let people: readonly { readonly trial_id: string; readonly household: string }[] = [];
  let drawn: readonly unknown[] = [];
  const allocations = () => service.deps.store.read.allocationsOf('welcome-pack');
  const report = (body: unknown, as: Parameters<Service['post']>[0] = 'registrar') =>
    service.post(as, `${trial}/randomisation-errors`, body);
  const problem = (code: string) => `urn:pledge:problem:${code}`;

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, 'welcome-pack', householdTrial({ strata: ['borough', 'group_size'] }));
    ceremony = await ceremonyWith(service, 'welcome-pack', '2026-03-20', 8);
    await service.post('registrar', `${trial}/close-lists`, { ceremonies: [ceremony] });
    people = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
    drawn = await allocations();
  });
  afterAll(() => service.close());

  const household = (index: number) => [...new Set(people.map((one) => one.household))].toSorted()[index] ?? '';
  const person = (index: number) => people[index]?.trial_id ?? '';

  it('wrong-stratum holds the right values in protocol order, once, and not those of the draw', async () => {
    const wrong = { kind: 'wrong-stratum', unit: household(0), values: ['E09000025', '3-plus'] };
    expect((await report({ ...wrong, values: ['E09000025'] })).body.errors).toMatchObject([{ path: 'values' }]);
    expect((await report({ ...wrong, values: ['Newham', '4'] })).body.errors).toMatchObject([
      { path: 'values[0]' },
      { path: 'values[1]' },
    ]);
    expect((await report({ ...wrong, values: ['E09000025', '2'] })).status).toBe(422);
    expect(await report(wrong)).toMatchObject({ status: 201, body: { kind: 'wrong-stratum' } });
    expect((await report({ ...wrong, values: ['E09000025', '1'] })).body.type).toBe(problem('already-reported'));
  });

  it('ineligible-found-later names a person on a drawn list', async () => {
    const found = { kind: 'ineligible-found-later', trial_id: person(0), reason: 'under-18' };
    expect((await report({ ...found, reason: 'Mrs Khan moved' })).status).toBe(422);
    expect((await report({ ...found, trial_id: 'nobody' })).body.errors).toMatchObject([{ path: 'trial_id' }]);
    expect((await report(found)).status).toBe(201);
    expect((await report({ ...found, reason: 'objected' })).body.type).toBe(problem('already-reported'));
    const unlisted = await ceremonyWith(service, 'welcome-pack', '2026-04-20', 2);
    const [waiting] = (await service.get('registrar', `/ceremonies/${unlisted}/list`)).body;
    expect((await report({ ...found, trial_id: waiting.trial_id })).body.type).toBe(problem('not-randomised'));
  });

  it('duplicate-enrolment names both people, in whichever order', async () => {
    const twice = { kind: 'duplicate-enrolment', trial_id: person(1), other_trial_id: person(2) };
    expect((await report({ ...twice, other_trial_id: person(1) })).status).toBe(422);
    expect((await report(twice)).status).toBe(201);
    const turned = { ...twice, trial_id: person(2), other_trial_id: person(1) };
    expect((await report(turned)).body.type).toBe(problem('already-reported'));
  });

  it('mistaken-allocation is about a drawn unit of the own borough', async () => {
    const mistaken = { kind: 'mistaken-allocation', unit: household(1), reason: 'closed-too-early' };
    expect((await report({ ...mistaken, unit: ceremony })).body.errors).toMatchObject([{ path: 'unit' }]);
    expect((await report(mistaken, 'other-registrar')).body.errors).toMatchObject([{ path: 'unit' }]);
    expect((await report(mistaken, 'trial-administrator')).status).toBe(201);
    expect((await report(mistaken, 'borough-lead')).body.type).toBe(problem('already-reported'));
  });

  it('households-found-one links two that both keep their arms', async () => {
    const one = { kind: 'households-found-one', household: household(2), other_household: household(3) };
    expect((await report({ ...one, other_household: 'elsewhere' })).body.errors).toMatchObject([
      { path: 'other_household' },
    ]);
    expect((await report(one)).status).toBe(201);
    const turned = { ...one, household: household(3), other_household: household(2) };
    expect((await report(turned)).body.type).toBe(problem('already-reported'));
  });

  it('not-delivered-as-drawn waits for the unsealing, and is told by those who see the arm', async () => {
    const unit = household(0);
    const missed = { kind: 'not-delivered-as-drawn', unit, delivered: { kind: 'none' } };
    expect((await report(missed)).body.type).toBe(problem('still-sealed'));
    service.setClock('2026-03-19T18:00:00.000Z');
    await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
    expect((await report(missed)).body.type).toBe(problem('too-early'));
    service.setClock('2026-03-20T18:00:00.000Z');
    expect((await report(missed, 'trial-administrator')).status).toBe(403);
    const arm = (await allocations()).find((row) => row.unit === unit)?.arm ?? '';
    const other = ['standard', 'registration-prompt'].find((name) => name !== arm) ?? '';
    const delivered = (name: string) => ({ ...missed, delivered: { kind: 'arm', arm: name } });
    expect((await report(delivered('placebo'))).body.errors).toMatchObject([{ path: 'delivered.arm' }]);
    const looks = async () => (await service.get('auditor', `${trial}/access-records`)).body.arms.length;
    const before = await looks();
    expect((await report(delivered(arm))).body.errors).toMatchObject([{ path: 'delivered.arm' }]);
    expect(await looks()).toBe(before + 1);
    expect((await report(delivered(other))).status).toBe(201);
    expect((await report(missed)).body.type).toBe(problem('already-reported'));
    expect((await report({ ...missed, unit: household(1), delivered: { kind: 'partly' } })).status).toBe(201);
  });

  it('are listed without an arm, and counted by kind', async () => {
    const listed = (await service.get('trial-statistician', `${trial}/randomisation-errors`)).body;
    expect(listed).toHaveLength(7);
    expect(JSON.stringify(listed)).not.toMatch(/standard|registration-/);
    expect(listed.find(({ kind }: { kind: string }) => kind === 'wrong-stratum')).toMatchObject({
      subject: household(0),
      stratum: 'E09000025/3-plus',
    });
    const { randomisationErrors } = (await service.get('researcher', `${trial}/monitoring`)).body.trial;
    expect(Object.keys(randomisationErrors).toSorted()).toEqual([...randomisationErrorKinds].toSorted());
    expect(randomisationErrors).toMatchObject({ 'not-delivered-as-drawn': 2, 'wrong-stratum': 1 });
  });

  it('are read by the borough they are about, without an arm', async () => {
    const own = (await service.get('registrar', `${trial}/randomisation-errors`)).body;
    expect(own).toHaveLength(7);
    expect(own.every(({ borough }: { borough: string }) => borough === 'E09000025')).toBe(true);
    expect(JSON.stringify(own)).not.toMatch(/standard|registration-/);
    expect((await service.get('other-registrar', `${trial}/randomisation-errors`)).body).toEqual([]);
  });

  it('are taken back by an event of their own, by those who may report them, and can then be told again', async () => {
    const all = (await service.get('registrar', `${trial}/randomisation-errors`)).body;
    const { id } = all.find(({ kind }: { kind: string }) => kind === 'wrong-stratum');
    const takeBack = (as: Parameters<Service['post']>[0], reason = 'wrong-one-named') =>
      service.post(as, `${trial}/randomisation-errors/${id}/take-back`, { reason });
    expect((await takeBack('other-registrar')).status).toBe(404);
    expect((await takeBack('auditor')).status).toBe(403);
    expect((await takeBack('registrar', 'Mrs Khan was right')).status).toBe(422);
    expect(await takeBack('registrar')).toMatchObject({ status: 200, body: { id, state: 'taken-back' } });
    expect((await takeBack('trial-administrator')).body.type).toBe(problem('already-exists'));
    const { trial: counted } = (await service.get('researcher', `${trial}/monitoring`)).body;
    expect(counted).toMatchObject({ randomisationErrors: { 'wrong-stratum': 0 }, randomisationErrorsTakenBack: 1 });
    const again = { kind: 'wrong-stratum', unit: household(0), values: ['E09000025', '1'] };
    expect((await report(again)).status).toBe(201);
    const listed = (await service.get('auditor', `${trial}/randomisation-errors`)).body;
    expect(listed.filter(({ kind }: { kind: string }) => kind === 'wrong-stratum')).toMatchObject([
      { takenBack: { reason: 'wrong-one-named', actor: 'registrar' } },
      { takenBack: null },
    ]);
  });

  it('changed no allocation', async () => {
    expect(await allocations()).toEqual(drawn);
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('not-delivered-as-drawn waits for the day of the ceremony into which its own was merged', async () => {
    const own = await openService(engine);
    await openTrial(own, 'welcome-pack', householdTrial({}));
    const from = await ceremonyWith(own, 'welcome-pack', '2026-03-20', 1);
    const into = await ceremonyWith(own, 'welcome-pack', '2026-03-24', 1);
    await own.post('registrar', `${trial}/close-lists`, { ceremonies: [from, into] });
    const [{ household: unit }] = (await own.get('registrar', `/ceremonies/${from}/list`)).body;
    own.setClock('2026-03-19T18:00:00.000Z');
    await own.post('registrar', `/ceremonies/${from}/unseal`, {});
    await own.post('registrar', `/ceremonies/${from}/merge`, { into, reason: 'too-few-booked' });
    const missed = () =>
      own.post('registrar', `${trial}/randomisation-errors`, {
        ...{ kind: 'not-delivered-as-drawn', unit, delivered: { kind: 'none' } },
      });
    own.setClock('2026-03-23T18:00:00.000Z');
    expect((await missed()).body).toMatchObject({
      type: problem('too-early'),
      detail: expect.stringContaining('2026-03-24'),
    });
    own.setClock('2026-03-24T09:00:00.000Z');
    expect((await missed()).status).toBe(201);
    await own.close();
  });
});
