/** Who belongs to the primary population where a household stands on several lists: not a matter of the order in which they close. */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { redrawn, rowsOf } from './redrawn.ts';
import { cohort, hashOf, newham, openService, openTrial, type Service } from './service.ts';
import { householdTrial, type Json } from './trials.ts';

const slug = 'welcome-pack';
const person = (household: string, name: string) => ({ ...cohort(household, 1)[0], reference_hash: hashOf(name) });

async function scheduled(service: Service, heldOn: string, attendees: readonly unknown[]): Promise<string> {
  const slot = { borough: newham, heldOn, startsAt: '14:00', venue: 'town-hall' };
  const { id } = (await service.post('registrar', `/trials/${slug}/ceremonies`, slot)).body;
  expect((await service.post('registrar', `/ceremonies/${id}/cohort`, { attendees })).status).toBe(201);
  return id;
}

async function close(service: Service, ceremonies: readonly string[]): Promise<void> {
  const closed = await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies });
  expect(closed.status).toBe(200);
}

/** References of those on a list, by whether they belong to the primary population. */
async function population(service: Service): Promise<Readonly<Record<'primary' | 'returned', readonly string[]>>> {
  const members = await service.deps.store.read.membersOfTrial(slug);
  const those = (isReturn: boolean) =>
    members.flatMap((one) => (one.isReturn === isReturn ? [one.attendee.referenceHash] : [])).toSorted();
  return { primary: those(false), returned: those(true) };
}

const spouses = ['spouse-0', 'spouse-1', 'spouse-2'];
const orders: readonly (readonly (readonly number[])[])[] = [[[0, 1, 2]], [[0], [1], [2]], [[2], [1, 0]]];

const units: readonly (readonly [string, Json])[] = [
  ['households', {}],
  ['people', { unit: 'attendee', strata: ['borough', 'age_band'] }],
];

describe.each(engines)('the primary population on $name', { timeout: 120_000 }, (engine) => {
  describe.each(units)('where %s are drawn', (_, changes) => {
    it.each(orders.map((order) => [order]))('is the same when lists close as %j', async (order) => {
      const service = await openService(engine);
      await openTrial(service, slug, householdTrial(changes));
      const lists: string[] = [];
      for (const [index, spouse] of spouses.entries()) {
        const people = [...cohort(`list-${index}`, 4), person('split', spouse)];
        lists.push(await scheduled(service, `2026-03-2${index}`, people));
      }
      for (const [index, closing] of order.entries()) {
        service.setClock(`2026-03-03T1${index}:00:00.000Z`);
        await close(
          service,
          closing.map((one) => lists[one] ?? ''),
        );
      }
      const { primary, returned } = await population(service);
      expect(primary).toHaveLength(15);
      expect(spouses.map(hashOf).filter((one) => !primary.includes(one))).toEqual([]);
      expect(returned).toEqual([]);
      await service.close();
    });
  });

  it('leaves out whoever was enrolled when their household was drawn, or later', async () => {
    const service = await openService(engine);
    await openTrial(service, slug, householdTrial({}));
    const first = await scheduled(service, '2026-03-20', cohort('list', 4));
    const second = await scheduled(service, '2026-03-23', [...cohort('other', 2), person('list', 'booked-before')]);
    service.setClock('2026-03-03T10:00:00.000Z');
    await close(service, [first]);
    const third = await scheduled(service, '2026-03-24', [...cohort('third', 2), person('list', 'at-the-draw')]);
    service.setClock('2026-03-03T10:00:00.001Z');
    const fourth = await scheduled(service, '2026-03-25', [...cohort('fourth', 2), person('list', 'after-the-draw')]);
    await close(service, [second, third, fourth]);
    const { primary, returned } = await population(service);
    expect(primary).toContain(hashOf('booked-before'));
    expect(returned).toEqual(['at-the-draw', 'after-the-draw'].map(hashOf).toSorted());
    const { trial } = (await service.get('researcher', `/trials/${slug}/monitoring`)).body;
    expect(trial).toMatchObject({ people: 11, joinedLate: { returnedHouseholds: 1, returnedPeople: 2 } });
    await service.close();
  });

  it('has a units file that is drawn again to the same arms, lists of followers alone and all', async () => {
    const service = await openService(engine);
    const changes = { unit: 'attendee', strata: ['borough', 'age_band'], scheme: { kind: 'cohort' } };
    const text = householdTrial(changes);
    await openTrial(service, slug, text);
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const lists = [
      await scheduled(service, '2026-03-20', cohort('list', 12)),
      await scheduled(
        service,
        '2026-03-23',
        names.map((name, index) => person(`list-${index}`, name)),
      ),
    ];
    expect(lists).toHaveLength(2);
    for (const day of [24, 25]) {
      const followers = [0, 2, 4, 6].map((index) => ({
        ...cohort('list', 12)[index],
        reference_hash: hashOf(`${day}-${index}`),
      }));
      lists.push(await scheduled(service, `2026-03-${day}`, followers));
    }
    service.setClock('2026-03-03T10:00:00.000Z');
    for (const id of lists) await close(service, [id]);
    expect((await population(service)).primary).toHaveLength(26);
    service.setClock('2026-07-01T09:00:00.000Z');
    await service.post('trial-administrator', `/trials/${slug}/close`, {});
    await service.post('trial-statistician', `/trials/${slug}/analysis`, {});
    await service.post('auditor', `/trials/${slug}/publish-seed`, {});
    const { seed } = (await service.post('trial-administrator', `/trials/${slug}/publish-seed`, {})).body;
    const file = async (name: string) => (await service.get('auditor', `/trials/${slug}/draw/1/${name}`)).body;
    const [rows, allocations] = [await file('units'), await file('allocations')];
    expect(allocations).toBe(redrawn(text, rows, seed, null));
    const order = rowsOf(rows).map(({ ceremony }) => ceremony);
    const runs = order.filter((ceremony, index) => ceremony !== order[index - 1]);
    expect(runs.toSorted()).toEqual(lists.toSorted());
    await service.close();
  });
});
