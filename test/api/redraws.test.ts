/** A trial of the service, re-drawn for inference: the units it drew, in its order, by its schemes, version after version. */
import { describe, expect, it } from 'vitest';
import { loadTrial } from '../../src/actions/load.ts';
import { drawnVersions, redrawsOfVersions } from '../../src/actions/redraws-of-trial.ts';
import { engines } from '../store/engines.ts';
import { cohort, newham, openService, openTrial, type Service } from './service.ts';
import { householdTrial } from './trials.ts';

const slug = 'welcome-pack';

async function drawList(service: Service, list: number, people: number): Promise<string> {
  const slot = { borough: newham, heldOn: `2026-03-${10 + list}`, startsAt: '14:00', venue: 'town-hall' };
  const { id } = (await service.post('registrar', `/trials/${slug}/ceremonies`, slot)).body;
  await service.post('registrar', `/ceremonies/${id}/cohort`, { attendees: cohort(`list-${list}`, people) });
  const closed = await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [id] });
  expect(closed.status).toBe(200);
  return id;
}

const redrawsOf = async ({ deps }: Service) => {
  const { arms, unitIds, redraws } = redrawsOfVersions(await drawnVersions(deps, await loadTrial(deps, slug)));
  return { arms, unitIds, units: unitIds.length, redraw: redraws('inference') };
};

describe.each(engines)('re-draws of a trial, on $name', (engine) => {
  it('a cohort keeps each list’s ratio, before and after an arm is stopped', async () => {
    const service = await openService(engine);
    await openTrial(service, slug, householdTrial({ strata: [], scheme: { kind: 'cohort' } }));
    await drawList(service, 0, 12);
    await service.post('trial-administrator', `/trials/${slug}/stop-arm`, {
      arm: 'registration-prompt',
      reason: 'misprinted',
    });
    await drawList(service, 1, 8);
    const { units, arms, unitIds, redraw } = await redrawsOf(service);
    const allocations = await service.deps.store.read.allocationsOf(slug);
    expect(units).toBe(allocations.length);
    expect(unitIds).toEqual(allocations.map(({ unit }) => unit));
    const first = allocations.filter(({ protocolVersion }) => protocolVersion === 1).length;
    expect([first, units - first]).toEqual([6, 4]);
    const seen = new Set<string>();
    for (let i = 0; i < 50; i++) {
      const names = [...redraw(i)].map((arm) => arms[arm] ?? '');
      expect(names.slice(0, first).toSorted()).toEqual(arms.flatMap((arm) => [arm, arm]).toSorted());
      expect(names.slice(first)).not.toContain('registration-prompt');
      expect(new Set(names.slice(first)).size).toBe(2);
      seen.add(names.join());
    }
    expect(seen.size).toBeGreaterThan(40);
    await service.close();
  });

  it('minimisation re-draws by the levels recorded at the draw', async () => {
    const service = await openService(engine);
    const scheme = { kind: 'minimisation', factors: ['group_size'], randomShare: 0 };
    await openTrial(service, slug, householdTrial({ strata: ['borough'], scheme }));
    for (let list = 0; list < 3; list++) await drawList(service, list, 6);
    const { units, redraw } = await redrawsOf(service);
    expect(units).toBe(9);
    // One level and no random share: every three units hold each arm once.
    for (let i = 0; i < 30; i++) {
      const allocation = [...redraw(i)];
      for (let start = 0; start < units; start += 3) {
        expect(allocation.slice(start, start + 3).toSorted()).toEqual([0, 1, 2]);
      }
    }
    await service.close();
  });
});
