/**
 * Locks a protocol: two people sign the same protocol hash, one the trial administrator, one the trial statistician. With
 * the second signature the seed is drawn, sealed and committed to. From here on the protocol and its plan do not change.
 */
import { bytesToHex } from '@noble/hashes/utils.js';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requireConfirmed, requirePermission } from '../access/permissions.ts';
import type { Role } from '../access/roles.ts';
import { commitmentOf } from '../randomise/seed.ts';
import { algorithm } from '../randomise/stream.ts';
import type { Append } from '../store/port.ts';
import type { Protocol } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { type LoadedTrial, loadTrial, statusAfter } from './load.ts';
import { perform } from './perform.ts';
import { signing } from './sign.ts';

export type Locked =
  | { readonly state: 'awaiting-signature'; readonly protocolHash: string; readonly signed: readonly string[] }
  | { readonly state: 'locked'; readonly protocolHash: string; readonly planHash: string; readonly commitment: string };

export const lockSigners = ['trial-administrator', 'trial-statistician'] as const satisfies readonly Role[];

/** Refuses a live trial without the references of its approvals (`governance.…`), and `no-key` where a live trial would be locked without a key from the environment. */
export async function lockProtocol(deps: Deps, request: Request, slug: string, agreedHash: string) {
  requirePermission(request.account, 'lock-protocol');
  requireConfirmed(request.account);
  return perform<Locked>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const status = statusAfter(trial.status, 'lock');
    const { protocolHash, planHash } = trial.row;
    if (agreedHash !== protocolHash) {
      throw new Refusal(
        'wrong-status',
        `The draft has changed: its hash is now ${protocolHash}. Read it again before you sign.`,
      );
    }
    const vault = vaultFor(deps, trial);
    refuseWithoutApprovals(trial.row.mode, trial.protocol);
    const { signature, signed, isComplete } = await signing(
      deps,
      request.account,
      slug,
      'lock',
      protocolHash,
      now,
      lockSigners,
    );
    const note = { act: 'sign-lock', subject: slug, payload: { protocolHash, role: request.account.role } };
    if (!isComplete) {
      return {
        status: 202,
        reply: { state: 'awaiting-signature', protocolHash, signed },
        appends: [signature],
        notes: [note],
      };
    }
    const seed = bytesToHex(deps.drawSeed(slug));
    const commitment = commitmentOf(seed);
    const sealedSeed = await vault.seal(slug, seed, deps.random(12));
    const stamp = { trial: slug, at: now, actor: request.account.id };
    const appends: Append[] = [
      signature,
      { into: 'trialSeed', rows: [{ ...stamp, algorithm, commitment, sealedSeed, keyId: vault.keyId }] },
      { into: 'trialStatus', rows: [{ ...stamp, seq: trial.row.statusSeq + 1, act: 'lock', status }] },
    ];
    return {
      status: 200,
      reply: { state: 'locked', protocolHash, planHash, commitment },
      appends,
      notes: [note, { act: 'lock', subject: slug, payload: { protocolHash, planHash, commitment, algorithm } }],
    };
  });
}

const approvals = {
  ethicsApproval: 'ethics approval',
  dataProtectionImpactAssessment: 'data protection impact assessment',
  equalityImpactAssessment: 'equality impact assessment',
} as const;

/** What a trial with real people needs before it: the references stand in the protocol, so that they are locked with it. */
export function refuseWithoutApprovals(mode: 'training' | 'live', protocol: Protocol): void {
  if (mode !== 'live') return;
  const problems = Object.entries(approvals)
    .filter(([name]) => protocol.governance[name as keyof typeof approvals] === null)
    .map(([name, words]) => ({
      path: `governance.${name}`,
      message: `a live trial is locked with the reference of its ${words}: draft the protocol again with it`,
    }));
  if (problems.length > 0) throw new InputRefused(problems);
}

function vaultFor(deps: Deps, trial: LoadedTrial) {
  if (deps.vault === null)
    throw new Refusal('no-key', 'No key was given, so no seed can be sealed. Set PLEDGE_KEY and start again.');
  if (trial.row.mode === 'live' && deps.vault.source !== 'environment') {
    throw new Refusal(
      'no-key',
      'A live trial is locked only under a key from the environment. Set PLEDGE_KEY to 64 hex digits and start again.',
    );
  }
  return deps.vault.vault;
}
