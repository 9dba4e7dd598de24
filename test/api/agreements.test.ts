/**
 * A live trial enrols nobody in a borough whose sharing agreement or DPIA is missing or has expired, and says which; training
 * needs none. Targets count people on lists. On both engines.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { brent, ceremonyWith, cohort, newham, openService, openTrial, type Service } from './service.ts';
import { ceremonyTrial } from './trials.ts';

const problem = (code: string) => `urn:pledge:problem:${code}`;
const own = `/trials/ceremony-offer/boroughs/${newham}`;

describe.each(engines)('what a borough agreed to, on $name', (engine) => {
  let service: Service;
  let ceremony = '';
  const post = (as: Parameters<Service['post']>[0], path: string, body: unknown = {}) => service.post(as, path, body);
  const record = (kind: string, expiresOn: string, as: Parameters<Service['post']>[0] = 'borough-lead') =>
    post(as, `${own}/agreements`, { kind, reference: `${kind} 2026/7`, expiresOn });
  const enrol = (name: string) => post('registrar', `/ceremonies/${ceremony}/cohort`, { attendees: cohort(name, 2) });

  beforeEach(async () => {
    service = await openService(engine);
    await openTrial(service, 'ceremony-offer', ceremonyTrial({}));
    ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-04-01', 4);
  });
  afterEach(() => service.close());

  it('ends with its last day, and then blocks enrolment with the reason', async () => {
    expect((await record('dpia', '2026-03-10')).status).toBe(201);
    service.setClock('2026-03-10T22:00:00.000Z');
    expect((await enrol('on the last day')).status).toBe(201);
    service.setClock('2026-03-11T09:00:00.000Z');
    const refused = await enrol('a day later');
    expect(refused).toMatchObject({ status: 409, body: { type: problem('no-agreement') } });
    expect(refused.body.detail).toContain('dpia 2026/7 expired on 2026-03-10');
    const read = await service.get('registrar', `${own}/agreements`);
    expect(read.body).toMatchObject({ mayEnrol: false, missing: [expect.stringContaining('expired on 2026-03-10')] });
    expect((await record('dpia', '2027-03-10')).status).toBe(201);
    expect((await enrol('a day later')).status).toBe(201);
    expect((await service.get('registrar', `${own}/agreements`)).body).toMatchObject({ mayEnrol: true, missing: [] });
  });

  it('does not stop who is enrolled already from being rebooked, or seen on the day', async () => {
    const other = await ceremonyWith(service, 'ceremony-offer', '2026-04-08', 2);
    const list = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
    await record('sharing-agreement', '2026-03-10');
    service.setClock('2026-03-12T09:00:00.000Z');
    const body = { trial_id: list[0].trial_id, to: other, reason: 'arrived-late' };
    expect((await post('registrar', `/ceremonies/${ceremony}/rebook`, body)).status).toBe(200);
    const closed = await post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
    expect(closed.status).toBe(200);
    const late = await post('registrar', `/ceremonies/${ceremony}/late-joiners`, {
      kind: 'walk-in',
      attendees: cohort('walks in', 1),
    });
    expect(late.body).toMatchObject({ type: problem('no-agreement') });
  });

  it('is recorded by the own borough’s lead, for a time to come', async () => {
    expect((await record('dpia', '2027-01-01', 'registrar')).status).toBe(403);
    expect((await record('dpia', '2026-03-01')).body.errors).toMatchObject([{ path: 'expiresOn' }]);
    expect(
      (
        await post('borough-lead', own.replace(newham, brent).concat('/agreements'), {
          kind: 'dpia',
          reference: 'x',
          expiresOn: '2027-01-01',
        })
      ).status,
    ).toBe(404);
    expect((await service.get('other-registrar', `${own}/agreements`)).status).toBe(404);
  });

  it('says on which ground and by which channels people are contacted', async () => {
    const terms = { lawfulBasis: 'public-task', channels: ['post', 'telephone'] };
    expect((await post('borough-lead', `${own}/contact-terms`, { ...terms, channels: ['post', 'post'] })).status).toBe(
      422,
    );
    expect((await post('borough-lead', `${own}/contact-terms`, terms)).status).toBe(201);
    expect((await post('borough-lead', `${own}/contact-terms`, { ...terms, channels: [] })).status).toBe(201);
    expect((await service.get('borough-lead', `${own}/agreements`)).body.contact).toMatchObject({
      lawfulBasis: 'public-task',
      channels: [],
    });
  });

  describe('the database by itself', () => {
    /** As an act would that forgot to ask. */
    const booked = async (at: string) => {
      const { results } = await service.db.prepare('select * from attendee limit 1').all<{ id: string }>();
      expect(results).toHaveLength(1);
      const { store } = service.deps;
      const id = `a-${at}`.replaceAll(/[^a-z0-9-]/gi, '');
      const household = { id: `${id}-h`, trial: 'ceremony-offer', householdHash: hash(`${id}h`), at };
      return store.commit([
        { into: 'household', rows: [household] },
        {
          into: 'attendee',
          rows: [
            {
              ...{ id, trial: 'ceremony-offer', household: household.id, referenceHash: hash(id), groupSize: 1 },
              ...{ ageBand: '25-34', priorFranchise: 'none', registeredAtBaseline: 'unknown', eligible: 'yes' },
              ...{ at, actor: 'registrar' },
            },
          ],
        },
        { into: 'booking', rows: [{ attendee: id, seq: 0, ceremony, at, actor: 'registrar' }] },
      ]);
    };

    it('takes no first booking in a live trial once an agreement has expired', async () => {
      await record('sharing-agreement', '2026-03-10');
      expect(await booked('2026-03-10T23:00:00.000Z')).toEqual({ ok: true });
      expect(await booked('2026-03-11T00:00:00.000Z')).toEqual({
        ok: false,
        conflict: { kind: 'trigger', what: 'no-agreement' },
      });
    });
  });

  describe('a target', () => {
    const set = (fromOn: string, toOn: string, people: number) =>
      post('borough-lead', `${own}/targets`, { fromOn, toOn, people });
    const read = async () => (await service.get('registrar', `${own}/targets`)).body.targets;

    it('counts eligible people on lists of the period, who have not left', async () => {
      await set('2026-04-01', '2026-06-30', 300);
      await set('2026-04-02', '2026-06-30', 50);
      expect(await read()).toEqual([
        { fromOn: '2026-04-01', toOn: '2026-06-30', people: 300, reached: 4 },
        { fromOn: '2026-04-02', toOn: '2026-06-30', people: 50, reached: 0 },
      ]);
      const [first] = (await service.get('registrar', `/ceremonies/${ceremony}/list`)).body;
      const leaves = { trial_id: first.trial_id, reason: 'objected', decision: 'count-only' };
      await post('registrar', '/trials/ceremony-offer/withdrawals', leaves);
      expect(await read()).toMatchObject([{ reached: 3 }, { reached: 0 }]);
      await post('registrar', `/ceremonies/${ceremony}/cancel`, { reason: 'emergency' });
      expect(await read()).toMatchObject([{ reached: 0 }, { reached: 0 }]);
    });

    it('is changed by setting its period again, and taken away by 0', async () => {
      await set('2026-04-01', '2026-06-30', 300);
      await set('2026-04-01', '2026-06-30', 250);
      expect(await read()).toMatchObject([{ people: 250 }]);
      await set('2026-04-01', '2026-06-30', 0);
      expect(await read()).toEqual([]);
      expect((await set('2026-04-02', '2026-04-01', 5)).body.errors).toMatchObject([{ path: 'toOn' }]);
      expect(
        (await post('registrar', `${own}/targets`, { fromOn: '2026-04-01', toOn: '2026-04-02', people: 1 })).status,
      ).toBe(403);
    });
  });
});

function hash(text: string): string {
  return Buffer.from(text).toString('hex').padEnd(64, '0').slice(-64);
}
