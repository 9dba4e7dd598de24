/**
 * The life of one trial as those who run it see it: each act of the transition table, who does or signs it, who has signed, and why
 * it cannot be done now. Nothing of it tells an arm's figures or an outcome.
 */
import { may, type Permission, permissions, requirePermission } from '../access/permissions.ts';
import type { Account, Role } from '../access/roles.ts';
import { nextStatus, setUpOrRunning, type TrialAct, type TrialStatus, trialActs, whyNot } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import { refuseInBlindRole } from './blinding.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';
import { lockSigners } from './lock-protocol.ts';
import { seedSigners } from './publish-seed.ts';
import { amendmentsWaiting } from './read-amendments.ts';
import { loadVisibleTrial, readTrials } from './read-trial.ts';
import { refuseUnobservable } from './register-calendar.ts';
import { releaseSigners } from './release-figures.ts';

export type TrialStep = {
  readonly act: TrialAct;
  /** true, or one sentence that says why it cannot be done now. */
  readonly verdict: true | string;
  /** Two where both must sign. */
  readonly roles: readonly Role[];
  readonly signed: readonly Role[];
  /** Whether who asks may do it, or still has to sign it. */
  readonly isMine: boolean;
};

export type TrialSteps = {
  readonly slug: string;
  readonly title: string;
  readonly isTraining: boolean;
  readonly status: TrialStatus;
  readonly protocolHash: string;
  readonly planHash: string;
  readonly commitment: string | null;
  /** Arms that are still drawn, and whether one may be stopped by whoever asks. */
  readonly arms: readonly string[];
  readonly mayStopArm: boolean;
  readonly steps: readonly TrialStep[];
};

/** Every trial, with the steps that wait for who asks. */
export type StepsWaiting = readonly {
  readonly slug: string;
  readonly title: string;
  readonly acts: readonly TrialAct[];
  /** How many proposed amendments miss this account's signature. */
  readonly amendments: number;
}[];

const permissionOf: Readonly<Record<TrialAct, Permission>> = {
  lock: 'lock-protocol',
  'start-baseline': 'run-trial',
  open: 'run-trial',
  pause: 'run-trial',
  resume: 'run-trial',
  close: 'close-trial',
  analyse: 'run-analysis',
  'publish-seed': 'publish-seed',
  release: 'release-figures',
};

export async function readTrialSteps(deps: Deps, account: Account, slug: string): Promise<TrialSteps> {
  requirePermission(account, 'read-steps');
  await refuseInBlindRole(deps, account, slug);
  return stepsOf(deps, account, slug);
}

async function stepsOf(deps: Deps, account: Account, slug: string): Promise<TrialSteps> {
  const trial = await loadVisibleTrial(deps, account, slug);
  const { row, protocol, status } = trial;
  const commitment = (await deps.store.read.sealedSeed(slug))?.commitment ?? null;
  const documents = { lock: row.protocolHash, 'publish-seed': commitment } as const;
  const steps = await Promise.all(
    trialActs.map(async (act): Promise<TrialStep> => {
      const document = act === 'lock' || act === 'publish-seed' ? documents[act] : null;
      const given = document === null ? [] : await deps.store.read.signOffs(slug, act, document);
      const roles = rolesOf(act);
      const signed = roles.filter((role) => given.some((one) => one.role === role));
      return {
        ...{ act, roles, signed },
        verdict: await verdictOf(deps, trial, act),
        isMine: may(account, permissionOf[act]) && !given.some(({ role }) => role === account.role),
      };
    }),
  );
  return {
    ...{ slug, title: protocol.title, isTraining: row.mode === 'training', status, commitment, steps },
    protocolHash: row.protocolHash,
    planHash: row.planHash,
    arms: protocol.arms.map(({ name }) => name).filter((name) => !protocol.stoppedArms.includes(name)),
    mayStopArm: may(account, 'stop-arm') && (setUpOrRunning as readonly TrialStatus[]).includes(status),
  };
}

/** What waits for this account in every trial: steps that can be taken now. Pausing waits for nobody. */
export async function readStepsWaiting(deps: Deps, account: Account): Promise<StepsWaiting> {
  requirePermission(account, 'read-steps');
  const trials = await readTrials(deps, account);
  const all = await Promise.all(trials.map(({ slug }) => stepsOf(deps, account, slug)));
  const amendments = await Promise.all(trials.map(({ slug }) => amendmentsWaiting(deps, account, slug)));
  return all.map(({ slug, title, steps }, index) => ({
    ...{ slug, title, amendments: amendments[index] ?? 0 },
    acts: steps
      .filter(({ act, isMine, verdict }) => isMine && verdict === true && act !== 'pause')
      .map(({ act }) => act),
  }));
}

function rolesOf(act: TrialAct): readonly Role[] {
  switch (act) {
    case 'lock':
      return lockSigners;
    case 'publish-seed':
      return seedSigners;
    case 'release':
      return releaseSigners;
    default:
      return permissions[permissionOf[act]];
  }
}

async function verdictOf(deps: Deps, trial: LoadedTrial, act: TrialAct): Promise<true | string> {
  if (nextStatus(trial.status, act) === undefined) return whyNot(trial.status, act);
  if (act !== 'close' && act !== 'analyse') return true;
  try {
    await refuseUnobservable(deps, trial, deps.clock().toISOString());
    return true;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
