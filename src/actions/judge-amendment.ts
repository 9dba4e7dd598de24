/**
 * What an amended protocol would change, judged by what has happened in the trial: read by the two who sign before they do, and again
 * by each signature's own act.
 */
import { InputRefused } from '../../analysis/plan/problem.ts';
import { showsOutcomes } from '../access/blinding.ts';
import { type JudgedChange, judgeChanges, leastWeight, refusedChanges, type Situation } from '../trial/amendment.ts';
import type { Fixing, Weight } from '../trial/amendment-rules.ts';
import { isAmong, setUpOrRunning } from '../trial/lifecycle.ts';
import { type Protocol, parseServiceProtocol, planHash, protocolHash } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';
import { refuseWithoutApprovals } from './lock-protocol.ts';

export type Judgement = {
  readonly protocol: Protocol;
  readonly protocolHash: string;
  readonly planHash: string;
  readonly changes: readonly JudgedChange[];
  /** What it must at least be called. */
  readonly least: Weight;
  /** Somebody has read arms, or figures by arm. */
  readonly afterUnblinding: boolean;
};

/** Refuses `wrong-status`; throws InputRefused where the text is no protocol for this trial, changes nothing, or changes what is fixed. */
export async function judgeAmendment(deps: Deps, trial: LoadedTrial, document: string): Promise<Judgement> {
  const { row } = trial;
  if (!isAmong(trial.status, setUpOrRunning)) {
    const why = trial.status === 'draft' ? 'a draft is drafted again' : 'its data are frozen';
    throw new Refusal('wrong-status', `A protocol is amended from the lock until the trial closes. Here ${why}.`);
  }
  const parsed = parseServiceProtocol(document);
  if (!parsed.ok) throw new InputRefused(parsed.problems);
  const unblindings = await deps.store.read.unblindingsOf(row.slug);
  const changes = judgeChanges(row.document, document, await situationOf(deps, trial, unblindings));
  const hash = protocolHash(document);
  const versions = await deps.store.read.protocolVersions(row.slug);
  const same = versions.findLast((one) => one.protocolHash === hash);
  if (same !== undefined) throw new InputRefused([{ path: '', message: sameWords(same.version, row.version) }]);
  const refused = refusedChanges(changes, document);
  if (refused.length > 0) throw new InputRefused(refused);
  refuseWithoutApprovals(row.mode, parsed.value);
  return {
    ...{ protocol: parsed.value, protocolHash: hash, planHash: planHash(document), changes },
    ...{ least: leastWeight(changes), afterUnblinding: unblindings.length > 0 },
  };
}

function sameWords(version: number, newest: number): string {
  return version === newest
    ? `this is version ${version}, which is in force: nothing would change`
    : `this is version ${version} again. Each version is drawn from its own hash, so that this one would draw arms that are known: say in it what is new, such as in the title`;
}

type Unblindings = Awaited<ReturnType<Deps['store']['read']['unblindingsOf']>>;

async function situationOf(deps: Deps, { row }: LoadedTrial, unblindings: Unblindings): Promise<Situation> {
  const [used, history, recordedOutcomes] = await Promise.all([
    deps.store.read.usedOfProtocol(row.slug),
    deps.store.read.statusHistory(row.slug),
    deps.store.read.recordedOutcomes(row.slug),
  ]);
  const happened = new Set<Fixing>();
  if (used.ceremonies) happened.add('ceremonies');
  if (used.reminders) happened.add('reminders');
  if (recordedOutcomes.length > 0) happened.add('results');
  if (history.some(({ act }) => act === 'open')) happened.add('opened');
  if (unblindings.some(({ reading }) => showsOutcomes(reading))) happened.add('outcomes-seen');
  return { happened, recordedOutcomes };
}
