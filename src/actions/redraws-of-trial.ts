/**
 * The re-draws of a trial, made ready from what it drew: per protocol version the units in the order in which they were drawn, with
 * the lists, strata and levels that were recorded then. Randomisation inference replays these; nothing in them is secret, and nothing
 * of the seed is in them.
 */
import type { TrialRedraws } from '../../analysis/randomisation-inference/trial-redraws.ts';
import { designOf } from '../randomise/design.ts';
import { type DrawnLists, redrawsOf } from '../randomise/redraw.ts';
import type { Row } from '../store/port.ts';
import type { Protocol } from '../trial/protocol.ts';
import { type Scheme, schemeColumns } from '../trial/scheme.ts';
import { keyValues } from '../trial/stratum.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';

/** A unit as it was drawn; `factors` as the database has them. */
export type DrawnUnit = Pick<Row<'allocation'>, 'unit' | 'list' | 'stratum' | 'blockStart' | 'factors'>;
/** What was drawn under one version of the protocol, in order. */
export type DrawnVersion = {
  /** The version's file. */
  readonly document: string;
  readonly protocol: Protocol;
  readonly protocolHash: string;
  readonly units: readonly DrawnUnit[];
};

/** Versions under which nothing was drawn are left out. */
export async function drawnVersions(deps: Deps, { row }: LoadedTrial): Promise<readonly DrawnVersion[]> {
  const [allocations, versions] = await Promise.all([
    deps.store.read.allocationsOf(row.slug),
    deps.store.read.protocolVersions(row.slug),
  ]);
  const byVersion = Map.groupBy(allocations, ({ protocolVersion }) => protocolVersion);
  return versions.flatMap(({ version, document, protocolHash }) => {
    const units = byVersion.get(version);
    if (units === undefined) return [];
    return [{ document, protocolHash, protocol: deps.readProtocol(document, protocolHash), units }];
  });
}

/** Arms are those of every version, in the order of the first. */
export function redrawsOfVersions(versions: readonly DrawnVersion[]): TrialRedraws {
  const arms = [...new Set(versions.flatMap(({ protocol }) => protocol.arms.map(({ name }) => name)))];
  const parts = versions.map(({ units, protocol, protocolHash }): DrawnLists => {
    const named = schemeColumns(protocol.scheme).length;
    return { design: designOf(protocol, protocolHash), lists: listsOf(units, named) };
  });
  return {
    arms,
    unitIds: versions.flatMap(({ units }) => units.map(({ unit }) => unit)),
    cells: cellsOf(versions),
    redraws: (seed) => redrawsOf(parts, arms, seed).redraw,
  };
}

/** Rows that follow one another under one list's id are a list; schemes that know no lists have one. */
function listsOf(rows: readonly DrawnUnit[], named: number): DrawnLists['lists'] {
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

/**
 * Groups of units within which any order of the arms they have was as likely as any other: a block as far as it was drawn, a list's
 * stratum, all units of a simple draw. null where one version's scheme looks at arms or levels and has no such groups.
 */
function cellsOf(versions: readonly DrawnVersion[]): Int32Array | null {
  const keys: string[] = [];
  for (const [version, { protocol, units }] of versions.entries()) {
    for (const unit of units) {
      const group = groupOf(protocol.scheme, unit);
      if (group === null) return null;
      keys.push(JSON.stringify([version, ...group]));
    }
  }
  const numbers = new Map([...new Set(keys)].map((key, number) => [key, number]));
  return Int32Array.from(keys, (key) => numbers.get(key) ?? 0);
}

function groupOf(
  { kind }: Scheme,
  { list, stratum, blockStart }: DrawnUnit,
): readonly (string | number | null)[] | null {
  switch (kind) {
    case 'simple':
      return [];
    case 'blocks':
      return [stratum, blockStart];
    case 'complete':
      return [stratum];
    case 'cohort':
      return [list, stratum];
    case 'big-stick':
    case 'minimisation':
    case 'rerandomised':
      return null;
  }
}
