/**
 * Publishes the seed, once, after the locked analysis has run: trial administrator and auditor sign, the sealed seed is
 * opened and checked against its commitment. From then on anyone can re-draw.
 */
import { requirePermission } from '../access/permissions.ts';
import type { Role } from '../access/roles.ts';
import { commitmentOf } from '../randomise/seed.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, statusAfter } from './load.ts';
import { perform } from './perform.ts';
import { signing } from './sign.ts';

export type Published =
  | { readonly state: 'awaiting-signature'; readonly commitment: string; readonly signed: readonly string[] }
  | { readonly state: 'published'; readonly commitment: string; readonly seed: string };

export const seedSigners = ['trial-administrator', 'auditor'] as const satisfies readonly Role[];

export async function publishSeed(deps: Deps, request: Request, slug: string) {
  requirePermission(request.account, 'publish-seed');
  return perform<Published>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const status = statusAfter(trial.status, 'publish-seed');
    const sealed = await deps.store.read.sealedSeed(slug);
    if (sealed === undefined) throw new Error('A locked trial has no seed.');
    const { commitment } = sealed;
    const { signature, signed, isComplete } = await signing(
      deps,
      request.account,
      slug,
      'publish-seed',
      commitment,
      now,
      seedSigners,
    );
    const note = { act: 'sign-publish-seed', subject: slug, payload: { commitment, role: request.account.role } };
    if (!isComplete) {
      return {
        status: 202,
        reply: { state: 'awaiting-signature', commitment, signed },
        appends: [signature],
        notes: [note],
      };
    }
    if (deps.vault === null || deps.vault.vault.keyId !== sealed.keyId) {
      throw new Refusal('no-key', 'The key that sealed this trial’s seed is not the key Pledge was started with.');
    }
    const seed = await deps.vault.vault.open(slug, sealed.sealedSeed);
    if (commitmentOf(seed) !== commitment) throw new Error('The sealed seed does not fit its commitment.');
    const stamp = { trial: slug, at: now, actor: request.account.id };
    return {
      status: 200,
      reply: { state: 'published', commitment, seed },
      appends: [
        signature,
        { into: 'seedPublication', rows: [{ ...stamp, seed }] },
        { into: 'trialStatus', rows: [{ ...stamp, seq: trial.row.statusSeq + 1, act: 'publish-seed', status }] },
      ],
      notes: [note, { act: 'publish-seed', subject: slug, payload: { commitment, seed } }],
    };
  });
}
