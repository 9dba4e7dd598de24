/**
 * Where chance meets memory: opens the sealed seed, finds where each stratum stands, draws the new units and gives the rows
 * to append. A unit that already has an arm (a household that comes back on a later list) keeps it and is not drawn again.
 */
import { designOf } from '../randomise/design.ts';
import { drawList } from '../randomise/draw-list.ts';
import { cursorAfter, type Drawn, type DrawState } from '../randomise/draw-state.ts';
import { drawKey } from '../randomise/seed.ts';
import type { NewRow } from '../store/port.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';
import type { ListUnits } from './units-of-list.ts';

type List = ListUnits & { readonly ceremony: CeremonyState };

export async function drawArms(
  deps: Deps,
  trial: LoadedTrial,
  lists: readonly List[],
  at: string,
  actor: string,
): Promise<readonly NewRow<'allocation'>[]> {
  const { slug, version, protocolHash } = trial.row;
  const design = designOf(trial.protocol, protocolHash);
  const key = await keyOf(deps, trial);
  const fresh = await undrawn(deps, slug, lists);
  if (trial.protocol.scheme.kind === 'complete') await refuseSecondList(deps, slug);
  let state = await stateOf(deps, slug, version, fresh);
  let seq = (await deps.store.read.lastAllocationSeq(slug)) + 1;
  const isOneList = trial.protocol.scheme.kind === 'complete';
  const whole = isOneList
    ? [{ id: slug, units: fresh.flatMap(({ units }) => units) }]
    : fresh.map(({ ceremony, units }) => ({ id: ceremony.id, units }));
  const drawings: Drawn[] = [];
  for (const list of whole) {
    const result = drawList(design, key, list, state);
    state = result.state;
    drawings.push(...result.drawn);
  }
  const homes = new Map(fresh.flatMap(({ ceremony, units }) => units.map(({ unit }) => [unit, ceremony.id] as const)));
  return drawings.map((drawn) => {
    const ceremony = homes.get(drawn.unit);
    if (ceremony === undefined) throw new Error('The draw named a unit that is on none of the lists.');
    return { ...drawn, trial: slug, protocolVersion: version, ceremony, seq: seq++, at, actor };
  });
}

async function keyOf(deps: Deps, trial: LoadedTrial): Promise<Uint8Array> {
  const sealed = await deps.store.read.sealedSeed(trial.row.slug);
  if (deps.vault === null || sealed === undefined || sealed.keyId !== deps.vault.vault.keyId) {
    throw new Refusal(
      'no-key',
      'The key that sealed this trial’s seed is not the key Pledge was started with. Nothing was drawn.',
    );
  }
  const seed = await deps.vault.vault.open(trial.row.slug, sealed.sealedSeed);
  return drawKey(seed, null);
}

async function undrawn(deps: Deps, slug: string, lists: readonly List[]): Promise<readonly List[]> {
  const wanted = lists.flatMap(({ units }) => units.map(({ unit }) => unit));
  const done = new Set((await deps.store.read.allocationsOfUnits(slug, wanted)).map(({ unit }) => unit));
  return lists.map((list) => {
    const units = list.units.filter(({ unit }) => !done.has(unit));
    for (const { unit } of units) done.add(unit);
    return { ...list, units };
  });
}

/** Complete randomisation knows one closed list: a second closing would be another design. */
async function refuseSecondList(deps: Deps, slug: string): Promise<void> {
  if ((await deps.store.read.lastAllocationSeq(slug)) >= 0) {
    throw new Refusal(
      'design-locked',
      'Complete randomisation draws one closed list, and it is drawn. Close all lists of such a trial together.',
    );
  }
}

async function stateOf(deps: Deps, slug: string, version: number, lists: readonly List[]): Promise<DrawState> {
  const strata = [...new Set(lists.flatMap(({ units }) => units.map(({ stratum }) => stratum)))];
  const newest = await deps.store.read.newestAllocations(slug, version, strata);
  return {
    cursors: new Map(newest.map((row) => [row.stratum, cursorAfter(row)])),
    tally: new Map(),
    households: new Map(),
  };
}
