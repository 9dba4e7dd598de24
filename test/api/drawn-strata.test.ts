/** A stratum of the protocol stands in the data set as the unit was drawn in it, not as it was said of each person. */
import { describe, expect, it } from 'vitest';
import { buildDatasets } from '../../src/actions/build-dataset.ts';
import { loadTrial } from '../../src/actions/load.ts';
import { keyValues } from '../../src/trial/stratum.ts';
import { engines } from '../store/engines.ts';
import { cohort, hashOf, newham, openService, openTrial, type Service } from './service.ts';
import { householdTrial, type Json } from './trials.ts';

const slug = 'welcome-pack';

const person = (household: string, name: string, about: Json) => ({
  ...cohort(household, 1)[0],
  reference_hash: hashOf(name),
  ...about,
});

async function closedList(service: Service, attendees: readonly unknown[], phase = 'trial'): Promise<string> {
  const slot = { borough: newham, heldOn: '2026-03-20', startsAt: '14:00', venue: 'town-hall', phase };
  const { id } = (await service.post('registrar', `/trials/${slug}/ceremonies`, slot)).body;
  expect((await service.post('registrar', `/ceremonies/${id}/cohort`, { attendees })).status).toBe(201);
  const closed = await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [id] });
  expect(closed.status).toBe(200);
  return id;
}

/** Each row of the data set, with the stratum of its unit as it was drawn. */
async function rowsAndStrata(service: Service) {
  const trial = await loadTrial(service.deps, slug);
  const { columns, rows } = (await buildDatasets(service.deps, trial)).trial;
  const strata = new Map((await service.deps.store.read.allocationsOf(slug)).map((one) => [one.unit, one.stratum]));
  return rows.map((row) => {
    const named = Object.fromEntries(columns.map((name, index) => [name, row[index] ?? '']));
    return { row: named, drawn: keyValues(strata.get(named.unit ?? '') ?? '', trial.protocol.strata.length) };
  });
}

describe.each(engines)('strata in the data set, on $name', { timeout: 120_000 }, (engine) => {
  it('band households as they were drawn', async () => {
    const service = await openService(engine);
    await openTrial(service, slug, householdTrial({}));
    await closedList(service, [
      ...[3, 4, 5, 1].map((size) => person(`of-${size}`, `of-${size}`, { group_size: size })),
      person('two', 'two-a', { group_size: 2 }),
      person('two', 'two-b', { group_size: 1 }),
    ]);
    const rows = await rowsAndStrata(service);
    for (const { row, drawn } of rows) expect([row.borough, row.group_size]).toEqual(drawn);
    const sizes = rows.map(({ row }) => row.group_size);
    expect(sizes.toSorted()).toEqual(['1', '2', '2', '3-plus', '3-plus', '3-plus']);
    await service.close();
  });

  it('are those of the person drawn for whoever follows, late joiners among them', async () => {
    const service = await openService(engine);
    const { analysis } = JSON.parse(householdTrial({})) as { analysis: Json };
    const strata = ['borough', 'age_band', 'prior_franchise', 'registered_at_baseline'];
    const rows = [{ column: 'on_list', op: '=', value: 1 }];
    const changes = { unit: 'attendee', lateJoiners: 'sensitivity', strata, analysis: { ...analysis, strata, rows } };
    await openTrial(service, slug, householdTrial(changes));
    const young = { age_band: '18-24', prior_franchise: 'none', registered_at_baseline: 'no' };
    const old = { age_band: '65-plus', prior_franchise: 'parliamentary', registered_at_baseline: 'yes' };
    const ceremony = await closedList(service, [
      person('home', 'parent', old),
      person('home', 'child', young),
      person('alone', 'alone', young),
    ]);
    const attendees = [person('alone', 'late', { ...old, group_size: 4 })];
    const late = { kind: 'late-joiner', attendees };
    expect((await service.post('registrar', `/ceremonies/${ceremony}/late-joiners`, late)).status).toBe(201);
    const found = await rowsAndStrata(service);
    expect(found).toHaveLength(4);
    for (const { row, drawn } of found) expect(strata.map((name) => row[name])).toEqual(drawn);
    // No stratum here: as it was said of each.
    expect(found.map(({ row }) => row.group_size).toSorted()).toEqual(['1', '1', '1', '4']);
    await service.close();
  });

  it('say nothing of the baseline phase, where nothing is drawn', async () => {
    const service = await openService(engine);
    const text = householdTrial({ baseline: { weeks: 8 } });
    const { protocolHash } = (await service.post('trial-administrator', '/trials', text)).body;
    for (const as of ['trial-administrator', 'trial-statistician'] as const) {
      await service.post(as, `/trials/${slug}/lock`, { protocolHash });
    }
    const started = await service.post('trial-administrator', `/trials/${slug}/baseline`, {});
    expect(started.status).toBe(200);
    await closedList(service, [person('five', 'five', { group_size: 5 })], 'baseline');
    const { columns, rows } = (await buildDatasets(service.deps, await loadTrial(service.deps, slug))).baseline;
    expect(rows.map((row) => row[columns.indexOf('group_size')])).toEqual(['5']);
    await service.close();
  });
});
