/**
 * Everything a re-draw needs, once the seed is published: per protocol version the units in the order in which they were
 * drawn, and the arms they got. Unit ids are random and name nobody; the lists are still for auditors and researchers only.
 */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Row } from '../store/port.ts';
import { Refusal } from '../trial/refusal.ts';
import { csvOf } from './csv.ts';
import type { Deps } from './deps.ts';
import { type LoadedTrial, loadTrial } from './load.ts';

/** CSV text: `unit`, then `household` and `ceremony` where the unit is smaller, then one column per stratum. */
export async function exportUnits(deps: Deps, account: Account, slug: string, version: number): Promise<string> {
  const { trial, rows } = await drawnUnder(deps, account, slug, version);
  const isSmaller = trial.protocol.unit !== 'ceremony';
  return csvOf({
    columns: ['unit', ...(isSmaller ? ['household', 'ceremony'] : []), ...trial.protocol.strata],
    rows: rows.map(({ unit, ceremony, stratum }) => [
      unit,
      ...(isSmaller ? [unit, ceremony] : []),
      ...(trial.protocol.strata.length === 0 ? [] : stratum.split('/').map(decodeURIComponent)),
    ]),
  });
}

/** CSV text: `unit,stratum,position,arm`. */
export async function exportAllocations(deps: Deps, account: Account, slug: string, version: number): Promise<string> {
  const { rows } = await drawnUnder(deps, account, slug, version);
  return csvOf({
    columns: ['unit', 'stratum', 'position', 'arm'],
    rows: rows.map(({ unit, stratum, position, arm }) => [unit, stratum, String(position), arm]),
  });
}

async function drawnUnder(
  deps: Deps,
  account: Account,
  slug: string,
  version: number,
): Promise<{ readonly trial: LoadedTrial; readonly rows: readonly Row<'allocation'>[] }> {
  requirePermission(account, 'export-draw');
  const trial = await loadTrial(deps, slug);
  if (trial.row.seed === null) throw new Refusal('too-early', 'The draw can be exported once its seed is published.');
  const rows = (await deps.store.read.allocationsOf(slug)).filter(({ protocolVersion }) => protocolVersion === version);
  const versions = await deps.store.read.protocolVersions(slug);
  if (!versions.some((one) => one.version === version)) {
    throw new Refusal('not-found', `The trial ${slug} has no protocol version ${version}.`);
  }
  return { trial, rows };
}
