/**
 * All trials side by side for whoever may have summaries: where each stands, which release is the newest, and whether a poll holds it
 * back. Figures stand in the releases alone.
 */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { TrialStatus } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';
import { refusePreElection } from './pre-election.ts';
import { type PublicTrial, readTrials } from './read-trial.ts';
import { type ReleaseLine, releaseLines } from './releases.ts';

export type ProgrammeLine = Pick<PublicTrial, 'slug' | 'title' | 'statusSince'> & {
  readonly status: TrialStatus;
  readonly isTraining: boolean;
  readonly newest: ReleaseLine | null;
  /** Until when nothing is published and why, or null. */
  readonly heldBack: string | null;
};

export async function readProgramme(deps: Deps, account: Account): Promise<readonly ProgrammeLine[]> {
  requirePermission(account, 'export-summary');
  const now = deps.clock().toISOString();
  return Promise.all(
    (await readTrials(deps, account)).map(async ({ slug, title, status, statusSince, mode }) => ({
      // The column is written only from the transition table's own results.
      status: status as TrialStatus,
      ...{ slug, title, statusSince, isTraining: mode === 'training' },
      newest: (await releaseLines(deps, slug)).at(-1) ?? null,
      heldBack: await heldBack(deps, slug, now),
    })),
  );
}

async function heldBack(deps: Deps, slug: string, now: string): Promise<string | null> {
  try {
    await refusePreElection(deps, slug, now);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
