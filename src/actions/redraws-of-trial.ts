/**
 * The re-draws of a trial of the service, made ready from what it drew: per protocol version the units in the order in which they
 * were drawn, with the lists, strata and levels that were recorded then. Randomisation inference replays these; nothing in
 * them is secret, and nothing of the seed is in them.
 */
import { designOf } from '../randomise/design.ts';
import { type DrawnLists, type Redraws, redrawsOf } from '../randomise/redraw.ts';
import type { Row } from '../store/port.ts';
import { schemeColumns } from '../trial/scheme.ts';
import { keyValues } from '../trial/stratum.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';

export type TrialRedraws = Redraws & {
  /** Names behind the indices of a re-draw: the arms of every version, in the order of the first. */
  readonly arms: readonly string[];
  /** The unit at each place of a re-draw: what `list_member.unit` names. */
  readonly unitIds: readonly string[];
  /** The arm that was drawn for each, as an index into `arms`. */
  readonly drawn: Uint8Array;
};

/** @param seed tells one row of re-draws from another; it has nothing to do with the trial's own */
export async function redrawsOfTrial(deps: Deps, { row }: LoadedTrial, seed: string): Promise<TrialRedraws> {
  const [allocations, versions] = await Promise.all([
    deps.store.read.allocationsOf(row.slug),
    deps.store.read.protocolVersions(row.slug),
  ]);
  const byVersion = Map.groupBy(allocations, ({ protocolVersion }) => protocolVersion);
  const drawnVersions = versions.flatMap(({ version, document, protocolHash }) => {
    const rows = byVersion.get(version);
    return rows === undefined ? [] : [{ rows, protocol: deps.readProtocol(document, protocolHash), protocolHash }];
  });
  const arms = [...new Set(drawnVersions.flatMap(({ protocol }) => protocol.arms.map(({ name }) => name)))];
  const parts = drawnVersions.map(({ rows, protocol, protocolHash }): DrawnLists => {
    const named = schemeColumns(protocol.scheme).length;
    return { design: designOf(protocol, protocolHash), lists: listsOf(rows, named) };
  });
  const inOrder = drawnVersions.flatMap(({ rows }) => rows);
  return {
    ...redrawsOf(parts, arms, seed),
    arms,
    unitIds: inOrder.map(({ unit }) => unit),
    drawn: Uint8Array.from(inOrder, ({ arm }) => arms.indexOf(arm)),
  };
}

/** Rows that follow one another under one list's id are a list; schemes that know no lists have one. */
function listsOf(rows: readonly Row<'allocation'>[], named: number): DrawnLists['lists'] {
  return [...Map.groupBy(rows, ({ list }) => list ?? '')].map(([id, own]) => ({
    id,
    units: own.map(({ unit, stratum, factors }) => ({
      unit,
      stratum,
      household: null,
      values: keyValues(factors ?? '', named),
    })),
  }));
}
