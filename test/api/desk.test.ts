/** What waits for a borough, what happened to a ceremony, and what is held about one person: on both engines. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, hashOf, newham, openService, openTrial, type Service } from './service.ts';
import { ceremonyTrial } from './trials.ts';

const problem = (code: string) => `urn:pledge:problem:${code}`;
const armNames = /volunteering|behavioural|standard/;

describe.each(engines)('the desk, on $name', (engine) => {
  let service: Service;
  let ceremony = '';
  const post = (as: Parameters<Service['post']>[0], path: string, body: unknown = {}) => service.post(as, path, body);
  const close = () => post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
  const idsOf = async () =>
    (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body.map(
      ({ trial_id }: { trial_id: string }) => trial_id,
    ) as readonly string[];
  /** A ceremony on 9 March 2026, of which nothing is done yet. */
  const hash = hashOf('ceremony-offer-2026-03-09-14:00-0');

  beforeEach(async () => {
    service = await openService(engine);
    await openTrial(service, 'ceremony-offer', ceremonyTrial({}));
    ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 4);
  });
  afterEach(() => service.close());

  describe('what waits', () => {
    const waiting = async (as: Parameters<Service['get']>[0] = 'registrar') => (await service.get(as, '/waiting')).body;

    it('goes from the list to the follow-ups, each until it is done', async () => {
      const here = { trial: 'ceremony-offer', ceremony, heldOn: '2026-03-09', startsAt: '14:00', venue: 'town-hall' };
      expect(await waiting()).toMatchObject({
        listsToClose: [{ ...here, people: 4 }],
        armsToUnseal: [],
        attendanceToRecord: [],
      });
      await close();
      expect(await waiting()).toMatchObject({ listsToClose: [], armsToUnseal: [here] });
      await post('registrar', `/ceremonies/${ceremony}/unseal`);
      expect(await waiting()).toMatchObject({ armsToUnseal: [], attendanceToRecord: [], deliveriesToLog: [] });

      service.setClock('2026-03-09T16:00:00.000Z');
      expect(await waiting()).toMatchObject({
        attendanceToRecord: [{ ...here, people: 4 }],
        deliveriesToLog: [here],
        followUps: [],
      });
      const ids = await idsOf();
      const rows = ids.map((trial_id) => ({ trial_id, status: 'attended' }));
      await post('registrar', `/ceremonies/${ceremony}/attendance`, { rows: rows.slice(1) });
      expect((await waiting()).attendanceToRecord).toMatchObject([{ people: 1 }]);
      await post('registrar', `/ceremonies/${ceremony}/attendance`, { rows: rows.slice(0, 1) });
      expect((await waiting()).attendanceToRecord).toEqual([]);

      service.setClock('2026-03-10T09:00:00.000Z');
      const registered = (await waiting()).followUps.find(
        ({ outcome }: { outcome: string }) => outcome === 'registered',
      );
      expect(registered).toMatchObject({ windowOpen: 4, windowEnded: 0 });
      await post('electoral-services', '/trials/ceremony-offer/follow-ups', {
        ...{ outcome: 'registered', source: 'administrative' },
        rows: [{ trial_id: ids[0], status: 'happened', date: '2026-03-10' }],
      });
      service.setClock('2026-07-01T09:00:00.000Z');
      const later = await waiting();
      expect(later.followUps.find(({ outcome }: { outcome: string }) => outcome === 'registered')).toMatchObject({
        windowOpen: 0,
        windowEnded: 3,
      });
      expect(JSON.stringify(later)).not.toMatch(armNames.source.replace('volunteering|', ''));
    });

    it('is the own borough’s, with its targets and what is missing of its agreements', async () => {
      await post('borough-lead', `/trials/ceremony-offer/boroughs/${newham}/targets`, {
        ...{ fromOn: '2026-03-01', toOn: '2026-03-31', people: 40 },
      });
      await post('borough-lead', `/trials/ceremony-offer/boroughs/${newham}/agreements`, {
        ...{ kind: 'dpia', reference: 'file 7', expiresOn: '2026-03-02' },
      });
      service.setClock('2026-03-03T09:00:00.000Z');
      expect(await waiting('borough-lead')).toMatchObject({
        borough: newham,
        targets: [{ trial: 'ceremony-offer', people: 40, reached: 4 }],
        agreements: [{ missing: [expect.stringContaining('file 7 expired on 2026-03-02')] }],
      });
      expect(await waiting('other-registrar')).toMatchObject({ listsToClose: [], targets: [], agreements: [] });
    });
  });

  describe('the history of a ceremony', () => {
    it('says in plain words who did what, and no arm', async () => {
      service.setClock('2026-03-02T10:00:00.000Z');
      await post('borough-lead', `/ceremonies/${ceremony}/move`, {
        ...{ heldOn: '2026-03-10', startsAt: '15:00', venue: 'library', reason: 'venue-unavailable' },
      });
      service.setClock('2026-03-02T11:00:00.000Z');
      await close();
      service.setClock('2026-03-10T12:00:00.000Z');
      await post('registrar', `/ceremonies/${ceremony}/unseal`);
      service.setClock('2026-03-10T16:00:00.000Z');
      const [first, second] = await idsOf();
      await post('registrar', `/ceremonies/${ceremony}/attendance`, {
        rows: [
          { trial_id: first, status: 'attended' },
          { trial_id: second, status: 'late' },
        ],
      });
      service.setClock('2026-03-11T09:00:00.000Z');
      await post('registrar', '/trials/ceremony-offer/randomisation-errors', {
        ...{ kind: 'not-delivered-as-drawn', unit: ceremony, delivered: { kind: 'partly' } },
      });
      await post('registrar', '/trials/ceremony-offer/withdrawals', {
        ...{ trial_id: first, reason: 'objected', decision: 'count-only' },
      });
      const { body } = await service.get('registrar', `/ceremonies/${ceremony}/history`);
      expect(body.map(({ by, what }: { by: string; what: string }) => `${by}: ${what}`)).toEqual([
        'registrar: Scheduled for 9 March 2026 at 14:00, town hall.',
        'registrar: 4 people put on the list.',
        'borough-lead: Moved from 9 March 2026 at 14:00, town hall to 10 March 2026 at 15:00, library, reason: venue unavailable.',
        'registrar: The list was closed.',
        'registrar: The arms were unsealed.',
        'registrar: Attendance recorded: 1 person attended.',
        'registrar: Attendance recorded: 1 person late.',
        'registrar: 1 person left the trial.',
        'registrar: Reported: arm not delivered as drawn.',
      ]);
      expect(JSON.stringify(body)).not.toMatch(armNames);
      expect((await service.get('other-registrar', `/ceremonies/${ceremony}/history`)).status).toBe(404);
    });
  });

  describe('what is held about one person', () => {
    const ask = (reference: string, as: Parameters<Service['post']>[0] = 'borough-lead') =>
      post(as, '/trials/ceremony-offer/subject-access', { reference_hash: reference });
    const read = (id: string, as: Parameters<Service['get']>[0] = 'borough-lead') =>
      service.get(as, `/trials/ceremony-offer/subject-access/${id}`);

    it('is read row by row by whoever asked, on that day, and the reading is on record', async () => {
      await close();
      const asked = await ask(hash);
      expect(Object.keys(asked.body)).toEqual(['id']);
      const sealed = (await read(asked.body.id)).body;
      const told = sealed.lines.map(({ about }: { about: string }) => about);
      expect(told).toEqual([
        ...['Trial id', 'Reference hash', 'Household', 'Enrolment', 'Booking', 'List', 'Arm', 'Read out'],
      ]);
      expect(JSON.stringify(sealed)).toContain(hash);
      expect(JSON.stringify(sealed)).not.toMatch(armNames);
      const records = (await service.get('auditor', '/trials/ceremony-offer/access-records')).body;
      expect(records).toMatchObject({ arms: [], subjects: [{ actor: 'borough-lead', borough: newham }] });

      await post('registrar', `/ceremonies/${ceremony}/unseal`);
      expect(JSON.stringify((await read(asked.body.id)).body)).toMatch(armNames);
      const looks = (await service.get('auditor', '/trials/ceremony-offer/access-records')).body.arms;
      expect(looks).toMatchObject([{ ceremony, actor: 'borough-lead' }]);
      service.setClock('2026-03-03T09:00:00.000Z');
      expect((await read(asked.body.id)).body).toMatchObject({ type: problem('too-late') });
    });

    it('is nobody else’s to read, and nothing of the person stays with the answers kept for retries', async () => {
      const { body } = await ask(hash);
      expect((await read(body.id, 'registrar')).status).toBe(403);
      expect((await read('another')).body).toMatchObject({ type: problem('not-found') });
      expect((await ask(hash, 'registrar')).status).toBe(403);
      expect((await ask(hashOf('a stranger'))).body).toMatchObject({ type: problem('not-found') });
      expect((await ask('Mr Osei')).body.errors).toMatchObject([{ path: 'reference_hash' }]);
      const kept = await service.db
        .prepare("select body from idempotency where account = 'borough-lead'")
        .raw<[string]>();
      expect(kept.flat().join()).not.toContain(hash);
    });
  });
});
