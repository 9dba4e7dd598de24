/** What would leave as a corrected release, made anew from the frozen data, and who has signed it for which reason. */
import { requirePermission } from '../access/permissions.ts';
import type { Account, Role } from '../access/roles.ts';
import { type CorrectionReason, correctionReasons } from '../trial/corrections.ts';
import { refuseInBlindRole } from './blinding.ts';
import type { Deps } from './deps.ts';
import { loadTrial, requireStatus } from './load.ts';
import { refusePreElection } from './pre-election.ts';
import { correctionHashOf, figuresHashOf, releaseSigners } from './release-figures.ts';
import { newestRelease } from './release-pack.ts';
import { type SafeRelease, safeRelease } from './safe-release.ts';

export type CorrectionView = Pick<SafeRelease, 'outcomes' | 'boroughs'> & {
  readonly slug: string;
  readonly title: string;
  readonly isTraining: boolean;
  /** The number of the newest release, which it would replace. */
  readonly supersedes: number;
  readonly figuresHash: string;
  /** Reasons that somebody has signed already. */
  readonly begun: readonly { readonly reason: CorrectionReason; readonly signed: readonly Role[] }[];
};

export async function readCorrection(deps: Deps, account: Account, slug: string): Promise<CorrectionView> {
  requirePermission(account, 'release-figures');
  await refuseInBlindRole(deps, account, slug);
  const trial = await loadTrial(deps, slug);
  requireStatus(trial, ['released'], 'Correcting a release');
  await refusePreElection(deps, slug, deps.clock().toISOString());
  const [supersedes, release] = [await newestRelease(deps, slug), await safeRelease(deps, trial)];
  const figuresHash = figuresHashOf(release);
  const signed = await Promise.all(
    correctionReasons.map(async (reason) => {
      const given = await deps.store.read.signOffs(
        slug,
        'correct-release',
        correctionHashOf(figuresHash, { supersedes, reason }),
      );
      return { reason, signed: releaseSigners.filter((role) => given.some((one) => one.role === role)) };
    }),
  );
  const { outcomes, boroughs } = release;
  return {
    ...{ slug, title: trial.protocol.title, isTraining: trial.row.mode === 'training' },
    ...{ supersedes, figuresHash, outcomes, boroughs },
    begun: signed.filter((one) => one.signed.length > 0),
  };
}
