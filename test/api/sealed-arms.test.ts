/**
 * What an arm that is still sealed must survive: a made-up person booked elsewhere to see it, another borough's list, a list
 * whose printed order would tell the draw's, a ceremony merged into another.
 */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { brent, ceremonyWith, cohort, hashOf, newham, openService, openTrial, type Service } from './service.ts';
import { householdTrial } from './trials.ts';

const slug = 'welcome-pack';
const listOf = 'welcome-pack-2026-05-20-14:00';

/** The row of a made-up person in a household of the list of 20 May. */
const made = (household: number, name: string) => ({
  ...cohort(listOf, 6)[2 * household],
  reference_hash: hashOf(name),
});

async function closed(service: Service, heldOn: string, people: number): Promise<string> {
  const ceremony = await ceremonyWith(service, slug, heldOn, people);
  const reply = await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
  expect(reply.status).toBe(200);
  return ceremony;
}

/** A ceremony of today with these people, its list closed and its arms unsealed. */
async function heldToday(service: Service, as: 'registrar' | 'other-registrar', attendees: readonly unknown[]) {
  const borough = as === 'registrar' ? newham : brent;
  const slot = { borough, heldOn: '2026-03-02', startsAt: '10:00', venue: 'annex' };
  const { id } = (await service.post(as, `/trials/${slug}/ceremonies`, slot)).body;
  await service.post(as, `/ceremonies/${id}/cohort`, { attendees: [...cohort(`dummy-${borough}`, 1), ...attendees] });
  expect((await service.post(as, `/trials/${slug}/close-lists`, { ceremonies: [id] })).status).toBe(200);
  expect((await service.post(as, `/ceremonies/${id}/unseal`, {})).status).toBe(200);
  return id as string;
}

describe.each(engines)('a sealed arm, on $name', { timeout: 120_000 }, (engine) => {
  async function begun(): Promise<{ readonly service: Service; readonly sealed: string }> {
    const service = await openService(engine);
    await openTrial(service, slug, householdTrial({}));
    const sealed = await closed(service, '2026-05-20', 6);
    const early = await service.post('registrar', `/ceremonies/${sealed}/unseal`, {});
    expect(early.body.type).toBe('urn:pledge:problem:too-early');
    return { service, sealed };
  }

  const read = async (service: Service, as: 'registrar' | 'other-registrar', ceremony: string) => {
    const { body } = await service.get(as, `/ceremonies/${ceremony}/arms`);
    const { receipts } = (await service.get(as, `/ceremonies/${ceremony}/receipts`)).body;
    return { arms: body.arms.length, sealed: body.sealed.length, receipts: receipts.length };
  };

  it('is not shown through people of its households who are made up as walk-ins of another ceremony', async () => {
    const { service } = await begun();
    const today = await heldToday(service, 'registrar', []);
    const attendees = [0, 1, 2].map((household) => made(household, `made-up-${household}`));
    const joined = await service.post('registrar', `/ceremonies/${today}/late-joiners`, { kind: 'walk-in', attendees });
    expect(joined.status).toBe(201);
    expect(await read(service, 'registrar', today)).toEqual({ arms: 1, sealed: 3, receipts: 1 });
    await service.close();
  });

  it('is not shown through a household that comes back on a list of today, nor to another borough', async () => {
    const { service } = await begun();
    const today = await heldToday(service, 'registrar', [made(0, 'comes-back')]);
    expect(await read(service, 'registrar', today)).toEqual({ arms: 1, sealed: 1, receipts: 1 });
    const elsewhere = await heldToday(service, 'other-registrar', [made(1, 'elsewhere')]);
    expect(await read(service, 'other-registrar', elsewhere)).toEqual({ arms: 1, sealed: 1, receipts: 1 });
    await service.close();
  });

  it('is shown with the household once its own ceremony is unsealed, and the look is on record for both', async () => {
    const { service, sealed } = await begun();
    const today = await heldToday(service, 'registrar', [made(0, 'comes-back')]);
    service.setClock('2026-05-20T08:00:00.000Z');
    await service.post('registrar', `/ceremonies/${sealed}/unseal`, {});
    expect(await read(service, 'registrar', today)).toEqual({ arms: 2, sealed: 0, receipts: 2 });
    const { arms } = (await service.get('auditor', `/trials/${slug}/access-records`)).body;
    expect(new Set(arms.map(({ ceremony }: { ceremony: string }) => ceremony))).toEqual(new Set([today, sealed]));
    await service.close();
  });

  it('comes along when its ceremony is merged into one that is unsealed', async () => {
    const { service, sealed } = await begun();
    const other = await closed(service, '2026-03-20', 4);
    const merged = await service.post('registrar', `/ceremonies/${sealed}/merge`, {
      into: other,
      reason: 'venue-unavailable',
    });
    expect([merged.status, merged.body.state]).toEqual([200, 'merged']);
    service.setClock('2026-03-20T08:00:00.000Z');
    await service.post('registrar', `/ceremonies/${other}/unseal`, {});
    expect(await read(service, 'registrar', other)).toEqual({ arms: 5, sealed: 0, receipts: 5 });
    await service.close();
  });

  it('stands at a place of the draw that the order of the printed list does not tell', async () => {
    const { service, sealed } = await begun();
    for (const day of [18, 19, 21, 22, 23]) await closed(service, `2026-05-${day}`, 12);
    const drawn = await service.deps.store.read.allocationsOf(slug);
    const lists = Map.groupBy(drawn, ({ ceremony }) => ceremony);
    expect(lists.size).toBe(6);
    const inPrintedOrder = [...lists.values()].filter((rows) =>
      rows.every(({ unit }, index) => index === 0 || (rows[index - 1]?.unit ?? '') < unit),
    );
    expect(inPrintedOrder.length).toBeLessThan(lists.size);
    expect(lists.get(sealed)).toHaveLength(3);
    await service.close();
  });
});
