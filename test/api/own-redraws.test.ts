/** The locked plan infers from the trial's own draw: p is recomputed here from the frozen data and the trial's re-draws alone. */
import { describe, expect, it } from 'vitest';
import { frozenCollection, frozenName } from '../../src/actions/close-trial.ts';
import { loadTrial } from '../../src/actions/load.ts';
import { drawnVersions, redrawsOfVersions } from '../../src/actions/redraws-of-trial.ts';
import { verifyRun } from '../../src/actions/verify-run.ts';
import { allocations, type Pair, type Person, statistic } from '../analysis/randomisation-inference/longhand.ts';
import { engines } from '../store/engines.ts';
import { rowsOf } from './redrawn.ts';
import { cohort, newham, openService, openTrial, protocolText, type Service } from './service.ts';
import { householdTrial, type Json } from './trials.ts';
import { repeatableBytes } from './what-is-seen.ts';

const slug = 'welcome-pack';
// The file is JSON of ours.
const { analysis, arms } = JSON.parse(protocolText(slug)) as {
  readonly analysis: Json;
  readonly arms: readonly Json[];
};
const draws = 200;
const inference = { method: 'randomisation-inference', scheme: 'protocol', draws, seed: 'own' };

/** Lists of people, two to a household, some of them registered afterwards; then closed and analysed. */
async function runTrial(service: Service, protocol: string, lists: readonly number[]): Promise<readonly Json[]> {
  await openTrial(service, slug, protocol);
  const followed: Json[] = [];
  for (const [list, people] of lists.entries()) {
    const slot = { borough: newham, heldOn: `2026-03-${10 + list}`, startsAt: '14:00', venue: 'town-hall' };
    const { id } = (await service.post('registrar', `/trials/${slug}/ceremonies`, slot)).body;
    await service.post('registrar', `/ceremonies/${id}/cohort`, { attendees: cohort(`list-${list}`, people) });
    expect((await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [id] })).status).toBe(200);
    const members: readonly { readonly trial_id: string }[] = (await service.get('registrar', `/ceremonies/${id}/list`))
      .body;
    followed.push(
      ...members.map(({ trial_id }, index) =>
        (index * index + list) % 5 < 2
          ? { trial_id, status: 'happened', date: '2026-03-20' }
          : { trial_id, status: 'not-happened' },
      ),
    );
  }
  service.setClock('2026-08-01T09:00:00.000Z');
  const outcomes = { outcome: 'registered', source: 'administrative', rows: followed };
  expect((await service.post('electoral-services', `/trials/${slug}/follow-ups`, outcomes)).status).toBe(201);
  await service.post('trial-administrator', `/trials/${slug}/close`, {});
  const ran = await service.post('trial-statistician', `/trials/${slug}/analysis`, {});
  expect(ran.status).toBe(200);
  const file = await service.get('researcher', `/trials/${slug}/runs/${ran.body.run}/files/results.json`);
  // A run's own results.json.
  const { results } = JSON.parse(file.body) as { readonly results: readonly Json[] };
  return results.filter(({ outcome }) => outcome === 'registered');
}

/** The files of the run as somebody may have them who gave a reason. */
async function takenFiles(service: Service): Promise<Map<string, Uint8Array>> {
  const [run] = (await service.get('researcher', `/trials/${slug}/runs`)).body;
  const exports = `/trials/${slug}/dataset-exports`;
  const { id } = (await service.post('researcher', exports, { reason: 'To compute it again' })).body;
  const files = new Map<string, Uint8Array>();
  for (const { name } of run.files) {
    const inRun = await service.get('researcher', `/trials/${slug}/runs/${run.run}/files/${name}`);
    const isRowLevel = name === 'data.csv' || name === 'draw.json';
    expect(inRun.status).toBe(isRowLevel ? 403 : 200);
    const exported = await service.get('researcher', `${exports}/${id}/${name === 'data.csv' ? 'dataset.csv' : name}`);
    const body = isRowLevel ? exported.body : inRun.body;
    files.set(name, new TextEncoder().encode(body));
  }
  return files;
}

async function frozenPeople({ deps }: Service): Promise<readonly (Person & { readonly ceremony: string })[]> {
  const data = await deps.store.read.artefactBody(slug, frozenCollection, frozenName);
  return rowsOf(data?.body ?? '').map(({ unit = '', arm = '', ceremony = '', registered }) => {
    return { unit, arm, ceremony, outcome: Number(registered), block: 'all' };
  });
}

/** (b + 1) ÷ (m + 1) over the trial's re-draws, each person taking the arm of their unit. */
async function pByRedraws({ deps }: Service, people: readonly Person[], pair: Pair): Promise<number> {
  const trial = redrawsOfVersions(await drawnVersions(deps, await loadTrial(deps, slug)));
  const redraw = trial.redraws('own');
  const bound = Math.abs(statistic(people, pair, true)) * (1 - 1e-12);
  let extreme = 0;
  for (let i = 0; i < draws; i += 1) {
    const drawn = redraw(i);
    const armOf = new Map(trial.unitIds.map((unit, place) => [unit, trial.arms[drawn[place] ?? 0] ?? '']));
    const again = people.map((person) => ({ ...person, arm: armOf.get(person.unit) ?? '' }));
    if (!(Math.abs(statistic(again, pair, true)) < bound)) extreme += 1;
  }
  return (extreme + 1) / (draws + 1);
}

const protocolWith = (changes: Json, estimators: readonly Json[], plan: Json = {}) =>
  householdTrial({
    strata: [],
    ...changes,
    analysis: { ...analysis, strata: [], multiplicity: undefined, ...plan, estimators },
  });

describe.each(engines)('inference from the trial’s own draw, on $name', (engine) => {
  it('minimisation has no simple form for two arms: all are drawn again, and it is said', async () => {
    const service = await openService(engine, { random: repeatableBytes() });
    const scheme = { kind: 'minimisation', factors: ['group_size'], randomShare: 0.3 };
    const results = await runTrial(
      service,
      protocolWith({ scheme }, [{ id: 'own', ...inference, interval: true }]),
      [14, 15, 10],
    );
    const people = await frozenPeople(service);
    expect(results).toHaveLength(3);
    for (const result of results) {
      const pair = result.contrast as Pair; // as the format has it
      expect(result).toMatchObject({
        null: 'global',
        notes: ['global-null-in-place-of-pairwise'],
        inversion: { notEstimable: { code: 'no-pairwise-null' } },
        exact: false,
        draws,
      });
      expect(Number(result.statistic)).toBeCloseTo(statistic(people, pair, true), 9);
      expect(result.p).toBe(await pByRedraws(service, people, pair));
    }
    await service.close();
  });

  it('cohorts keep the third arm where it is, and exchange two within each list', async () => {
    const service = await openService(engine, { random: repeatableBytes() });
    const estimator = { id: 'own', ...inference, exactBelow: 1_000 };
    const results = await runTrial(service, protocolWith({ scheme: { kind: 'cohort' } }, [estimator]), [12, 12, 12]);
    const people = await frozenPeople(service);
    expect(results).toHaveLength(3);
    for (const result of results) {
      const pair = result.contrast as Pair; // as the format has it
      const byList = people.map(({ ceremony, ...person }) => ({ ...person, block: ceremony }));
      const all = allocations(byList, pair).map((one) => one.map((person) => ({ ...person, block: 'all' })));
      const bound = Math.abs(statistic(people, pair, true)) * (1 - 1e-12);
      const extreme = all.filter((one) => !(Math.abs(statistic(one, pair, true)) < bound)).length;
      expect(all).toHaveLength(216);
      expect(result).toMatchObject({ null: 'pairwise', exact: true, draws: 216, clusters: 12, p: extreme / 216 });
    }
    await service.close();
  });

  it('with two arms, the trial’s re-draws are those of the pair', async () => {
    const service = await openService(engine, { random: repeatableBytes() });
    const two = arms.slice(0, 2);
    const contrasts = [two.map(({ name }) => name).toReversed()];
    const plan = { contrasts, arm: { column: 'arm', reference: 'standard', levels: contrasts[0] } };
    const results = await runTrial(
      service,
      protocolWith(
        { arms: two, contrasts, scheme: { kind: 'blocks', blockSizes: [2, 4] } },
        [{ id: 'own', ...inference, interval: true }],
        plan,
      ),
      [13, 12, 9, 6],
    );
    const people = await frozenPeople(service);
    const [result] = results;
    const pair = result?.contrast as Pair; // as the format has it
    expect(result).toMatchObject({
      null: 'pairwise',
      exact: false,
      notes: ['interval-assumes-constant-additive-effect'],
      p: await pByRedraws(service, people, pair),
    });
    const [low, high] = (result?.interval ?? []) as readonly [number, number];
    expect([low < Number(result?.estimate), high > Number(result?.estimate)]).toEqual([true, true]);

    const files = await takenFiles(service);
    const read = async (name: string) => files.get(name) ?? null;
    expect(await verifyRun(read, [...files.keys()])).toMatchObject({ differences: [], notes: [], filesChecked: 6 });
    const draw = new TextDecoder().decode(files.get('draw.json'));
    expect(Object.keys(JSON.parse(draw).versions[0].units[0])).toEqual([
      'unit',
      'list',
      'stratum',
      'blockStart',
      'factors',
    ]);
    files.set('draw.json', new TextEncoder().encode(draw.replace(/("units":\[)(\{[^}]*\}),(\{[^}]*\})/, '$1$3,$2')));
    const { differences } = await verifyRun(read, [...files.keys()]);
    expect(differences[0]).toMatchObject({ file: 'draw.json', message: expect.stringContaining('has changed') });
    await service.close();
  });
});
