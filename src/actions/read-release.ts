/** Where the release of a trial stands: what would leave, for those who sign it, and what has left, for whoever may have it. */
import { may, requirePermission } from '../access/permissions.ts';
import type { Account, Role } from '../access/roles.ts';
import type { TrialStatus } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import { refuseInBlindRole } from './blinding.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';
import { refusePreElection } from './pre-election.ts';
import { figuresHashOf, releasedFigures, releaseSigners } from './release-figures.ts';
import { packFiles } from './release-pack.ts';
import { type ReleaseLine, releaseLines } from './releases.ts';
import { type OutcomeSummary, type SafeRelease, safeRelease } from './safe-release.ts';

/** How pages write the figures: as the files do. */
export { contrastWords, notShown, releasedText, tenthText } from '../../analysis/release/release-model.ts';

export type ReleaseView = {
  readonly slug: string;
  readonly title: string;
  readonly isTraining: boolean;
} & (
  | { readonly kind: 'not-yet'; readonly status: TrialStatus }
  | ({
      readonly kind: 'preparing';
      readonly figuresHash: string;
      readonly signed: readonly Role[];
      readonly missing: readonly Role[];
    } & Figures)
  | ({
      readonly kind: 'released';
      readonly number: number;
      readonly supersededBy: number | null;
      readonly releases: readonly ReleaseLine[];
      readonly files: readonly { readonly name: string; readonly sha256: string }[];
    } & Figures)
);

type Figures = { readonly outcomes: readonly OutcomeSummary[]; readonly boroughs: SafeRelease['boroughs'] };

/** @param number of a release; the newest where it is null. Refuses `not-found` for one that there is not. */
export async function readRelease(
  deps: Deps,
  account: Account,
  slug: string,
  number: number | null = null,
): Promise<ReleaseView> {
  requirePermission(account, 'export-summary');
  await refuseInBlindRole(deps, account, slug);
  const trial = await loadTrial(deps, slug);
  const { row, protocol, status } = trial;
  const about = { slug, title: protocol.title, isTraining: row.mode === 'training' };
  const releases = await releaseLines(deps, slug);
  const line = number === null ? releases.at(-1) : releases.find((one) => one.number === number);
  if (number !== null && line === undefined)
    throw new Refusal('not-found', `There is no release ${number} of this trial.`);
  const released = await releasedFigures(deps, slug, line?.number);
  if (released !== undefined && line !== undefined) {
    await refusePreElection(deps, slug, deps.clock().toISOString());
    const { outcomes, boroughs } = released;
    const { number: own, supersededBy } = line;
    const files = await packFiles(deps, slug, own);
    return { ...about, kind: 'released', number: own, supersededBy, releases, outcomes, boroughs, files };
  }
  if (status !== 'seed-published' || !may(account, 'release-figures')) return { ...about, kind: 'not-yet', status };
  const release = await safeRelease(deps, trial);
  const figuresHash = figuresHashOf(release);
  const given = (await deps.store.read.signOffs(slug, 'release', figuresHash)).map(({ role }) => role);
  const [signed, missing] = [true, false].map((isGiven) =>
    releaseSigners.filter((role) => given.includes(role) === isGiven),
  );
  const { outcomes, boroughs } = release;
  return { ...about, kind: 'preparing', outcomes, boroughs, figuresHash, signed: signed ?? [], missing: missing ?? [] };
}
