/** Amendments to read: for anybody those in force, for the two who sign those that are proposed, with what each changes. */
import type { Problem } from '../../analysis/plan/problem.ts';
import { may, requirePermission } from '../access/permissions.ts';
import type { Account, Role } from '../access/roles.ts';
import { type JudgedChange, judgeChanges, nothingHappened } from '../trial/amendment.ts';
import type { Weight } from '../trial/amendment-rules.ts';
import { isAmong, setUpOrRunning } from '../trial/lifecycle.ts';
import type { Protocol } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import { type AmendmentInput, amendAct, refuseTooLight } from './amend-protocol.ts';
import type { Deps } from './deps.ts';
import { judgeAmendment } from './judge-amendment.ts';
import { loadTrial } from './load.ts';
import { problemsOf } from './problems-of.ts';
import { loadVisibleTrial } from './read-trial.ts';
import { readTrialHistory } from './read-trial-history.ts';

/** A version that counts, and how it came to be. */
export type VersionLine = {
  readonly version: number;
  readonly kind: 'locked' | 'amendment' | 'arm-stopped';
  /** Null for the lock. */
  readonly weight: Weight | null;
  readonly reason: string | null;
  readonly at: string;
  readonly protocolHash: string;
  readonly planHash: string;
  /** Whether somebody had read arms, or figures by arm, before; null where that was not recorded. */
  readonly afterUnblinding: boolean | null;
};

/** The version that was locked and those after it, oldest first; none of a draft. Refuses `not-found` as the trial itself does. */
export async function readVersions(deps: Deps, account: Account | null, slug: string): Promise<readonly VersionLine[]> {
  await loadVisibleTrial(deps, account, slug);
  const [{ locked, amendments }, signed] = await Promise.all([
    readTrialHistory(deps, slug),
    deps.store.read.amendmentsOf(slug),
  ]);
  if (locked === null) return [];
  const known = new Map(signed.map((one) => [one.version, one]));
  const { version, protocolHash, planHash } = locked.version;
  const lock: VersionLine = {
    ...{ version, kind: 'locked', weight: null, reason: null, at: locked.at, protocolHash, planHash },
    afterUnblinding: false,
  };
  const later = amendments.map((one): VersionLine => {
    const amendment = known.get(one.version);
    return {
      ...{ version: one.version, kind: amendment === undefined ? 'arm-stopped' : 'amendment', reason: one.reason },
      ...{ weight: amendment?.weight ?? 'major', at: one.at, protocolHash: one.protocolHash, planHash: one.planHash },
      afterUnblinding: amendment?.afterUnblinding ?? null,
    };
  });
  return [lock, ...later];
}

/** One version to read, with what it changed of the one before; `changes` is empty for the locked one. */
export type VersionView = {
  readonly line: VersionLine;
  readonly isInForce: boolean;
  readonly protocol: Protocol;
  readonly changes: readonly JudgedChange[];
};

export async function readVersion(deps: Deps, account: Account | null, slug: string, version: number) {
  const lines = await readVersions(deps, account, slug);
  const line = lines.find((one) => one.version === version);
  const stored = await deps.store.read.protocolVersions(slug);
  const own = stored.find((one) => one.version === version);
  if (line === undefined || own === undefined) {
    throw new Refusal('not-found', `The trial ${slug} has no protocol version ${version}.`);
  }
  const before = line.kind === 'locked' ? undefined : stored.find((one) => one.version === version - 1);
  const view: VersionView = {
    ...{ line, isInForce: lines.at(-1) === line, protocol: deps.readProtocol(own.document, own.protocolHash) },
    changes: before === undefined ? [] : judgeChanges(before.document, own.document, nothingHappened),
  };
  return view;
}

export type ProposalView = {
  readonly documentHash: string;
  readonly version: number;
  readonly weight: Weight;
  readonly reason: string;
  readonly at: string;
  readonly protocolHash: string;
  readonly planHash: string;
  readonly signed: readonly Role[];
  readonly changes: readonly JudgedChange[];
  /** What has happened since, so that it cannot be signed any more; none where it can. */
  readonly problems: readonly Problem[];
  /** Somebody has read arms, or figures by arm, which the amendment will say. */
  readonly afterUnblinding: boolean;
  /** The text that would be in force. */
  readonly document: string;
};

/** Those on the version in force, while it can be amended. */
export async function readProposals(deps: Deps, account: Account, slug: string): Promise<readonly ProposalView[]> {
  requirePermission(account, 'amend-protocol');
  const trial = await loadTrial(deps, slug);
  const { row } = trial;
  if (!isAmong(trial.status, setUpOrRunning)) return [];
  const [proposals, unblindings] = await Promise.all([
    deps.store.read.proposalsOn(slug, row.version),
    deps.store.read.unblindingsOf(slug),
  ]);
  return Promise.all(
    proposals.map(async ({ documentHash, weight, reason, at, protocolHash, planHash, document }) => {
      const given = await deps.store.read.signOffs(slug, amendAct, documentHash);
      return {
        ...{ documentHash, version: row.version + 1, weight, reason, at, protocolHash, planHash, document },
        // Signatures are written with the account's own role.
        signed: given.map(({ role }) => role as Role),
        changes: judgeChanges(row.document, document, nothingHappened),
        problems: await problemsOf(() => judgeAmendment(deps, trial, document)),
        afterUnblinding: unblindings.length > 0,
      };
    }),
  );
}

/** How many proposals could be signed by this account; none for whoever amends nothing. */
export async function amendmentsWaiting(deps: Deps, account: Account, slug: string): Promise<number> {
  if (!may(account, 'amend-protocol')) return 0;
  const proposals = await readProposals(deps, account, slug);
  return proposals.filter(({ signed, problems }) => problems.length === 0 && !signed.includes(account.role)).length;
}

/** What an amended text would change, before anybody proposes it. Refuses and throws as the proposing would. */
export async function checkAmendment(deps: Deps, account: Account, slug: string, input: AmendmentInput) {
  requirePermission(account, 'amend-protocol');
  const trial = await loadTrial(deps, slug);
  const judgement = await judgeAmendment(deps, trial, input.protocol);
  refuseTooLight(input.weight, judgement.least);
  return { version: trial.row.version + 1, ...judgement };
}
