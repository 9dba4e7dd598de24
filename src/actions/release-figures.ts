/**
 * Releases a trial's figures to the GLA: the trial statistician prepares, the trial administrator approves. Both sign the hash
 * of the very figures that leave, so that what was approved is what the GLA gets.
 */
import { requirePermission } from '../access/permissions.ts';
import { canonicalJson, sha256Hex } from '../trial/canonical.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, statusAfter } from './load.ts';
import { perform } from './perform.ts';
import { safeFigures } from './safe-figures.ts';
import { signing } from './sign.ts';

export type Released =
  | { readonly state: 'awaiting-signature'; readonly figuresHash: string; readonly signed: readonly string[] }
  | { readonly state: 'released'; readonly figuresHash: string };

export async function releaseFigures(deps: Deps, request: Request, slug: string) {
  requirePermission(request.account, 'release-figures');
  return perform<Released>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const status = statusAfter(trial.status, 'release');
    const figuresHash = sha256Hex(canonicalJson(await safeFigures(deps, trial)));
    const { signature, signed, isComplete } = await signing(deps, request.account, slug, 'release', figuresHash, now, [
      'trial-statistician',
      'trial-administrator',
    ]);
    const note = { act: 'sign-release', subject: slug, payload: { figuresHash, role: request.account.role } };
    if (!isComplete) {
      const reply = { state: 'awaiting-signature' as const, figuresHash, signed };
      return { status: 202, reply, appends: [signature], notes: [note] };
    }
    const row = {
      trial: slug,
      seq: trial.row.statusSeq + 1,
      act: 'release',
      status,
      at: now,
      actor: request.account.id,
    };
    return {
      status: 200,
      reply: { state: 'released', figuresHash },
      appends: [signature, { into: 'trialStatus', rows: [row] }],
      notes: [note, { act: 'release', subject: slug, payload: { figuresHash } }],
    };
  });
}
