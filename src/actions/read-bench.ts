/** What the research roles find on their bench: where the trial stands and its runs, with who made each and when. No figure and no arm. */
import { refuseOthers } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { isAmong, type TrialStatus } from '../trial/lifecycle.ts';
import type { Deps } from './deps.ts';
import { listRuns } from './export-dataset.ts';
import { loadTrial } from './load.ts';

export type Bench = {
  readonly slug: string;
  readonly title: string;
  readonly isTraining: boolean;
  readonly status: TrialStatus;
  /** The plan that was locked, by its hash. */
  readonly planHash: string;
  readonly isAnalysed: boolean;
  readonly runs: Awaited<ReturnType<typeof listRuns>>;
};

export async function readBench(deps: Deps, account: Account, slug: string): Promise<Bench> {
  refuseOthers(account, 'read-results');
  const { row, protocol, status } = await loadTrial(deps, slug);
  return {
    ...{ slug, title: protocol.title, isTraining: row.mode === 'training', status, planHash: row.planHash },
    isAnalysed: isAmong(status, ['analysed', 'seed-published', 'released']),
    runs: lockedFirst(await listRuns(deps, account, slug)),
  };
}

/** Then by time, as they are kept. */
function lockedFirst(runs: Bench['runs']): Bench['runs'] {
  return runs.toSorted((one, other) => Number(other.kind === 'locked') - Number(one.kind === 'locked'));
}
