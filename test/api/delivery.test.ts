/**
 * What is kept of a ceremony that was held, and which partner attends: on both engines, for the own borough alone, and never
 * before the arm is unsealed.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '../../src/actions/accounts.ts';
import { engines } from '../store/engines.ts';
import { brent, ceremonyWith, newham, openService, openTrial, protocolText, type Service } from './service.ts';
import { ceremonyTrial, householdTrial } from './trials.ts';

const problem = (code: string) => `urn:pledge:problem:${code}`;
const centre = { code: 'newham-volunteers', name: 'Volunteer Centre', kind: 'volunteer-centre', borough: newham };
const log = { deliveredBy: ['newham-volunteers'], servicePresent: true, formHelp: false, minutes: 45, deviations: [] };
const partners = `/trials/ceremony-offer/boroughs/${newham}/partners`;

describe.each(engines)('delivery, on $name', (engine) => {
  let service: Service;
  let ceremony = '';
  const post = (as: Parameters<Service['post']>[0], path: string, body: unknown = {}) => service.post(as, path, body);
  const logged = (body: unknown = log, as: Parameters<Service['post']>[0] = 'registrar', at = ceremony) =>
    post(as, `/ceremonies/${at}/delivery`, body);
  const close = (id: string) => post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [id] });
  const unseal = (id: string) => post('registrar', `/ceremonies/${id}/unseal`);
  /** The arm, read from the memory itself, so that no look at it is recorded. */
  const armOf = async (id: string) =>
    (await service.deps.store.read.allocationsOfUnits('ceremony-offer', [id])).map(({ arm }) => arm)[0] ?? '';

  beforeEach(async () => {
    service = await openService(engine);
    await openTrial(service, 'ceremony-offer', ceremonyTrial({}));
    ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 4);
    expect((await post('borough-lead', '/trials/ceremony-offer/organisations', centre)).status).toBe(201);
  });
  afterEach(() => service.close());

  describe('the log of a ceremony', () => {
    it('waits for a closed list, the unsealing and the day, and says for which', async () => {
      expect((await logged()).body).toMatchObject({ type: problem('list-open') });
      await close(ceremony);
      const early = await logged();
      expect(early.body).toMatchObject({ type: problem('too-early') });
      expect(early.body.detail).toContain('2026-03-09');
      service.setClock('2026-03-09T15:30:00.000Z');
      expect((await logged()).body).toMatchObject({ type: problem('still-sealed') });
      await unseal(ceremony);
      expect(await logged()).toMatchObject({ status: 201, body: { ceremony, version: 1, ...log } });
    });

    it('is corrected by a newer one, and both stay', async () => {
      await close(ceremony);
      await unseal(ceremony);
      service.setClock('2026-03-09T15:30:00.000Z');
      await logged();
      service.setClock('2026-03-10T09:00:00.000Z');
      const corrected = { ...log, servicePresent: false, minutes: 20, deviations: ['service-absent', 'shortened'] };
      expect((await logged(corrected, 'borough-lead')).body).toMatchObject({ version: 2 });
      const { body } = await service.get('registrar', `/ceremonies/${ceremony}/delivery`);
      expect(body).toMatchObject([
        { version: 1, minutes: 45, actor: 'registrar' },
        { ...corrected, version: 2, actor: 'borough-lead' },
      ]);
    });

    it('takes coded values alone, that do not contradict each other', async () => {
      await close(ceremony);
      await unseal(ceremony);
      service.setClock('2026-03-09T15:30:00.000Z');
      const errors = async (change: object) => (await logged({ ...log, ...change })).body.errors;
      expect(await errors({ minutes: 241 })).toMatchObject([{ path: 'minutes', message: 'minutes from 0 to 240' }]);
      expect(await errors({ deviations: ['Mr Osei was late'] })).toMatchObject([{ path: 'deviations[0]' }]);
      expect(await errors({ deviations: ['service-absent'] })).toMatchObject([{ path: 'deviations' }]);
      expect(await errors({ deliveredBy: ['nobody-known'] })).toMatchObject([
        { path: 'deliveredBy[0]', message: expect.stringContaining('newham-volunteers') },
      ]);
      expect(await errors({ note: 'x' })).toHaveLength(1);
      expect((await service.get('registrar', `/ceremonies/${ceremony}/delivery`)).body).toEqual([]);
    });

    it('is of the own borough alone, and answers another as if there were no such ceremony', async () => {
      await close(ceremony);
      await unseal(ceremony);
      service.setClock('2026-03-09T15:30:00.000Z');
      expect((await logged(log, 'other-registrar')).body).toMatchObject({ type: problem('not-found') });
      expect((await service.get('other-registrar', `/ceremonies/${ceremony}/delivery`)).status).toBe(404);
      expect((await service.get('trial-administrator', `/ceremonies/${ceremony}/delivery`)).status).toBe(403);
    });

    it('is not of a ceremony that was cancelled', async () => {
      await close(ceremony);
      await unseal(ceremony);
      await post('registrar', `/ceremonies/${ceremony}/cancel`, { reason: 'emergency' });
      service.setClock('2026-03-09T15:30:00.000Z');
      expect((await logged()).body).toMatchObject({ type: problem('ceremony-cancelled') });
    });
  });

  describe('an organisation', () => {
    it('is registered once, by a borough for itself', async () => {
      const register = (as: Parameters<Service['post']>[0], change: object) =>
        post(as, '/trials/ceremony-offer/organisations', { ...centre, ...change });
      expect((await register('borough-lead', {})).body).toMatchObject({ type: problem('already-exists') });
      expect((await register('borough-lead', { code: 'b', borough: brent })).body.errors).toMatchObject([
        { path: 'borough', message: expect.stringContaining(newham) },
      ]);
      expect((await register('borough-lead', { code: 'c', borough: null })).status).toBe(422);
      expect((await register('trial-administrator', { code: 'c', borough: null })).status).toBe(201);
      expect((await register('trial-administrator', { code: 'd', borough: brent })).status).toBe(201);
      expect((await register('trial-administrator', { code: 'e', borough: 'E09000001' })).status).toBe(422);
      const seen = async (as: Parameters<Service['get']>[0]) =>
        (await service.get(as, '/trials/ceremony-offer/organisations')).body.map(({ code }: { code: string }) => code);
      expect(await seen('registrar')).toEqual(['c', 'newham-volunteers']);
      expect(await seen('other-registrar')).toEqual(['c', 'd']);
    });
  });

  describe('the rota of a partner', () => {
    const tokenOf = async (id: string, organisation: string) =>
      (
        await addAccount(service.deps, {
          ...{ id, name: id, role: 'volunteer-partner', borough: null, organisation },
          ...{ isTraining: false, validDays: 400 },
        })
      ).token;
    const rotaOf = async (token: string) => {
      const request = new Request('http://localhost/api/v1/rota', { headers: { authorization: `Bearer ${token}` } });
      return (await (await service.fetch(request)).json()) as readonly { readonly ceremony: string }[];
    };

    it('shows a ceremony of its own once unsealed, when and where, and no arm', async () => {
      const mine = await tokenOf('p1', 'newham-volunteers');
      const other = await tokenOf('p2', 'somebody-else');
      const to = { kind: 'ceremony', ceremony };
      const made = await post('registrar', partners, { organisation: centre.code, to });
      expect(made.status).toBe(201);
      expect((await post('registrar', partners, { organisation: centre.code, to })).body).toMatchObject({
        type: problem('already-exists'),
      });
      await close(ceremony);
      expect(await rotaOf(mine)).toEqual([]);
      await unseal(ceremony);
      const entry = { ceremony, trial: 'ceremony-offer', borough: newham, heldOn: '2026-03-09', startsAt: '14:00' };
      expect(await rotaOf(mine)).toEqual([{ ...entry, venue: 'town-hall' }]);
      expect(await rotaOf(other)).toEqual([]);
      const looks = (await service.get('auditor', '/trials/ceremony-offer/access-records')).body.arms;
      expect(looks).toMatchObject([{ ceremony, actor: 'p1' }]);
      expect((await post('registrar', `${partners}/${made.body.id}/end`)).status).toBe(200);
      expect(await rotaOf(mine)).toEqual([]);
      expect((await post('registrar', `${partners}/${made.body.id}/end`)).body).toMatchObject({
        type: problem('not-found'),
      });
    });

    it('of an arm holds the ceremonies of the borough that are drawn to it, from their unsealing to their day', async () => {
      const mine = await tokenOf('p1', 'newham-volunteers');
      const second = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 4, '16:00');
      await close(ceremony);
      await close(second);
      const arms = [await armOf(ceremony), await armOf(second)];
      const [arm = ''] = arms;
      const expected = [ceremony, second].filter((_, index) => arms[index] === arm);
      expect((await post('registrar', partners, { organisation: centre.code, to: { kind: 'arm', arm } })).status).toBe(
        201,
      );
      await unseal(second);
      expect((await rotaOf(mine)).map((one) => one.ceremony)).toEqual(expected.filter((id) => id === second));
      await unseal(ceremony);
      expect((await rotaOf(mine)).map((one) => one.ceremony)).toEqual(expected);
      service.setClock('2026-03-10T09:00:00.000Z');
      expect(await rotaOf(mine)).toEqual([]);
    });

    it('is made by a borough for itself, of its organisations and the arms there are', async () => {
      const to = { kind: 'ceremony', ceremony };
      expect((await post('other-registrar', partners, { organisation: centre.code, to })).status).toBe(404);
      const theirs = partners.replace(newham, brent);
      expect((await post('other-registrar', theirs, { organisation: centre.code, to })).status).toBe(422);
      expect((await post('registrar', partners, { organisation: 'unknown', to })).body.errors).toMatchObject([
        { path: 'organisation' },
      ]);
      const arm = await post('registrar', partners, { organisation: centre.code, to: { kind: 'arm', arm: 'x' } });
      expect(arm.body.errors).toMatchObject([{ path: 'to.arm', message: expect.stringContaining('volunteering') }]);
    });

    it('is not by arm where one room holds several', async () => {
      await openTrial(service, 'welcome-pack', householdTrial({}));
      const path = partners.replace('ceremony-offer', 'welcome-pack');
      await post('borough-lead', '/trials/welcome-pack/organisations', centre);
      const { arms } = JSON.parse(protocolText('welcome-pack'));
      const reply = await post('registrar', path, {
        organisation: centre.code,
        to: { kind: 'arm', arm: arms[0].name },
      });
      expect(reply.body.errors).toMatchObject([{ path: 'to.arm' }]);
    });

    it('says to an account without an organisation what is missing', async () => {
      expect((await service.get('volunteer-partner', '/rota')).body).toMatchObject({ type: problem('no-data') });
    });
  });
});
