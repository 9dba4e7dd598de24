/**
 * Where chance meets memory: opens the sealed seed, finds where the draw stands, draws the new units and gives the rows to
 * append. How far the draw has come is read from its newest rows alone, so that the n-th list costs what the first does.
 */
import { bytesToHex } from '@noble/hashes/utils.js';
import { designOf } from '../randomise/design.ts';
import { drawList } from '../randomise/draw-list.ts';
import {
  cursorAfter,
  type Drawn,
  type DrawState,
  type Rerandomised,
  type Tally,
  type UnitList,
} from '../randomise/draw-state.ts';
import { beaconText, drawKey } from '../randomise/seed.ts';
import type { Append, NewRow } from '../store/port.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { sha256Hex } from '../trial/canonical.ts';
import type { Protocol } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import { schemeColumns } from '../trial/scheme.ts';
import { stratumKey } from '../trial/stratum.ts';
import { artefactRows } from './artefact-rows.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';
import type { ListUnits } from './units-of-list.ts';

type List = ListUnits & { readonly ceremony: CeremonyState };
type AllocationRow = NewRow<'allocation'>;

export type DrawnArms = {
  readonly allocations: readonly AllocationRow[];
  /** What else the draw leaves: the tally after it, how a rerandomised list came out. */
  readonly traces: readonly Append[];
};

/** Where it is kept how the rerandomised list of each version came out; the names sort as the versions do. */
const drawCollection = 'draw';
const rerandomisedName = (version: number) => `rerandomised-${String(version).padStart(6, '0')}.json`;

/**
 * Refuses `no-key`, `no-beacon`, and `design-locked` for a second list with the same arms where the whole trial is drawn at once.
 * @param lists with the units to be drawn, in drawing order
 */
export async function drawArms(
  deps: Deps,
  trial: LoadedTrial,
  lists: readonly List[],
  at: string,
  actor: string,
): Promise<DrawnArms> {
  const { protocol, row } = trial;
  const design = designOf(protocol, row.protocolHash);
  const key = await keyOf(deps, trial);
  if (isDrawnAtOnce(protocol) && (await isDrawnWithTheseArms(deps, trial))) {
    throw new Refusal('design-locked', 'This trial draws all its lists at once, and with these arms they are drawn.');
  }
  const last = await deps.store.read.lastAllocationSeq(row.slug);
  let state = await stateOf(deps, trial, lists);
  let rerandomised: Rerandomised | null = null;
  const drawings: { readonly list: string; readonly drawn: Drawn }[] = [];
  for (const list of unitListsOf(protocol, inChanceOrder(deps, protocol, lists))) {
    const result = drawList(design, key, list, state);
    state = result.state;
    rerandomised = result.rerandomised ?? rerandomised;
    drawings.push(...result.drawn.map((drawn) => ({ list: list.id, drawn })));
  }
  const homes = homesOf(lists);
  const allocations = drawings.map(({ list, drawn }, index): AllocationRow => {
    const home = homes.get(drawn.unit);
    if (home === undefined) throw new Error('The draw named a unit that is on none of the lists.');
    const { unit, stratum, position, block, blockStart, arm } = drawn;
    return {
      ...{ trial: row.slug, unit, protocolVersion: row.version, ceremony: home.ceremony, seq: last + 1 + index },
      ...{ stratum, position, block, blockStart, arm, at, actor },
      list: isDrawnByList(protocol) ? list : null,
      factors: schemeColumns(protocol.scheme).length === 0 ? null : stratumKey(home.values),
    };
  });
  const tally = await tallyRow(deps, trial, allocations, state.tally);
  const outcome = rerandomised === null ? [] : [rerandomisedRows(row, rerandomised, at)];
  return { allocations, traces: [...tally, ...outcome] };
}

/**
 * Households and people of a list in an order made by chance: arms are shown by the order of ids, which must not be that of the
 * draw, or a place in a list would tell the position in a block. Ceremonies keep the order in which they are held.
 */
function inChanceOrder(deps: Deps, protocol: Protocol, lists: readonly List[]): readonly List[] {
  if (protocol.unit === 'ceremony') return lists;
  const salt = bytesToHex(deps.random(16));
  const key = (unit: string) => sha256Hex(`${salt}|${unit}`);
  return lists.map((list) => {
    const keyed = list.units.map((unit) => ({ unit, key: key(unit.unit) }));
    return { ...list, units: keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ unit }) => unit) };
  });
}

/** One list of the whole trial, drawn when it closes, once for each set of arms that are drawn. */
export function isDrawnAtOnce({ scheme }: Protocol): boolean {
  return scheme.kind === 'complete' || scheme.kind === 'rerandomised';
}

function isDrawnByList({ scheme }: Protocol): boolean {
  return scheme.kind === 'cohort';
}

/** Whether lists were drawn since an arm was last stopped: an amendment is no occasion to draw again. */
async function isDrawnWithTheseArms(deps: Deps, { row, protocol }: LoadedTrial): Promise<boolean> {
  const versions = await deps.store.read.protocolVersions(row.slug);
  const withTheseArms = versions.filter(({ document, protocolHash }) => {
    return deps.readProtocol(document, protocolHash).stoppedArms.length === protocol.stoppedArms.length;
  });
  const drawn = await Promise.all(withTheseArms.map(({ version }) => deps.store.read.isDrawnUnder(row.slug, version)));
  return drawn.includes(true);
}

/** The lists as the scheme sees them; ceremonies whose lists close together are one cohort, called after the first. */
function unitListsOf(protocol: Protocol, lists: readonly List[]): readonly UnitList[] {
  const units = lists.flatMap((list) => list.units);
  if (isDrawnAtOnce(protocol)) return [{ id: protocol.slug, units }];
  const first = lists[0]?.ceremony.id;
  if (first !== undefined && isDrawnByList(protocol) && protocol.unit === 'ceremony') return [{ id: first, units }];
  return lists.map(({ ceremony, units: own }) => ({ id: ceremony.id, units: own }));
}

function homesOf(lists: readonly List[]) {
  return new Map(
    lists.flatMap(({ ceremony, units }) =>
      units.map(({ unit, values }) => [unit, { ceremony: ceremony.id, values }] as const),
    ),
  );
}

async function keyOf(deps: Deps, { row, protocol }: LoadedTrial): Promise<Uint8Array> {
  const sealed = await deps.store.read.sealedSeed(row.slug);
  if (deps.vault === null || sealed === undefined || sealed.keyId !== deps.vault.vault.keyId) {
    throw new Refusal(
      'no-key',
      'The key that sealed this trial’s seed is not the key Pledge was started with. Nothing was drawn.',
    );
  }
  const { beacon } = protocol;
  if (beacon !== null && row.beaconOutput === null) {
    throw new Refusal(
      'no-beacon',
      `Round ${beacon.round} of ${beacon.source} is not recorded yet. Nothing was drawn; the trial administrator and the auditor record it first.`,
    );
  }
  const seed = await deps.vault.vault.open(row.slug, sealed.sealedSeed);
  const text = beacon === null || row.beaconOutput === null ? null : beaconText(String(beacon.round), row.beaconOutput);
  return drawKey(seed, text);
}

async function stateOf(deps: Deps, { row, protocol }: LoadedTrial, lists: readonly List[]): Promise<DrawState> {
  const strata = [...new Set(lists.flatMap(({ units }) => units.map(({ stratum }) => stratum)))];
  const newest = await deps.store.read.newestAllocations(row.slug, row.version, strata);
  const { kind } = protocol.scheme;
  const looksBack = kind === 'big-stick' || kind === 'minimisation';
  const stored = looksBack ? await deps.store.read.newestTally(row.slug) : undefined;
  const tally: Tally =
    stored === undefined || stored.protocolVersion !== row.version
      ? new Map()
      : // Written by `tallyRow` alone.
        new Map(JSON.parse(stored.tally) as [string, number[]][]);
  const cursors = new Map(newest.map((one) => [one.stratum, cursorAfter(one)]));
  // Whoever follows a household is no unit of these lists: units-of-list.ts has left them out.
  return { cursors, tally, households: new Map() };
}

/** The tally as it stands after these allocations; no row where nothing was drawn or the scheme keeps none. */
async function tallyRow(
  deps: Deps,
  { row }: LoadedTrial,
  allocations: readonly AllocationRow[],
  tally: Tally,
): Promise<readonly Append[]> {
  const newest = allocations.at(-1);
  if (newest === undefined || tally.size === 0) return [];
  const before = await deps.store.read.newestTally(row.slug);
  const stored = {
    trial: row.slug,
    seq: (before?.seq ?? -1) + 1,
    protocolVersion: row.version,
    afterSeq: newest.seq,
    tally: JSON.stringify([...tally]),
  };
  return [{ into: 'drawTally', rows: [stored] }];
}

function rerandomisedRows({ slug, version }: LoadedTrial['row'], outcome: Rerandomised, at: string): Append {
  const body = JSON.stringify(outcome);
  return artefactRows(slug, drawCollection, rerandomisedName(version), sha256Hex(body), body, at);
}

/** Whether the newest rerandomised list met its criterion, and after how many tries; null where there is none. */
export async function rerandomisedOutcome(
  deps: Deps,
  slug: string,
): Promise<Pick<Rerandomised, 'isMet' | 'tries'> | null> {
  const newest = (await deps.store.read.artefactNames(slug, drawCollection)).at(-1);
  const file = newest && (await deps.store.read.artefactBody(slug, drawCollection, newest.name));
  if (file === undefined) return null;
  // Written by `rerandomisedRows` alone.
  const { isMet, tries } = JSON.parse(file.body) as Rerandomised;
  return { isMet, tries };
}
