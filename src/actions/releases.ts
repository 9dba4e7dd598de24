/** The releases of a trial in their order. Each stays readable; all but the newest are superseded. */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { CorrectionReason } from '../trial/corrections.ts';
import { refuseInBlindRole } from './blinding.ts';
import type { Deps } from './deps.ts';
import { loadVisibleTrial } from './read-trial.ts';
import { packFiles } from './release-pack.ts';

export type ReleaseLine = {
  readonly number: number;
  /** An instant. */
  readonly at: string;
  /** Why it replaces the one before it; null for the first. */
  readonly reason: CorrectionReason | null;
  /** The newest release where this is an older one. */
  readonly supersededBy: number | null;
};

/** Oldest first. That a trial was released, when and why again is public; what was released is not read here. */
export async function readReleases(deps: Deps, account: Account | null, slug: string): Promise<readonly ReleaseLine[]> {
  await loadVisibleTrial(deps, account, slug);
  return releaseLines(deps, slug);
}

export async function releaseLines(deps: Deps, slug: string): Promise<readonly ReleaseLine[]> {
  const rows = await deps.store.read.releasesOf(slug);
  const newest = rows.at(-1)?.number ?? 0;
  return rows.map(({ number, at, reason }) => ({
    ...{ number, at, reason },
    supersededBy: number < newest ? newest : null,
  }));
}

/** The files of one release, older ones too. Refuses `too-early` for one that there is not. */
export async function listPackOf(deps: Deps, account: Account, slug: string, number: number) {
  requirePermission(account, 'export-summary');
  await refuseInBlindRole(deps, account, slug);
  await loadVisibleTrial(deps, account, slug);
  const line = (await releaseLines(deps, slug)).find((one) => one.number === number);
  return { supersededBy: line?.supersededBy ?? null, files: await packFiles(deps, slug, number) };
}
