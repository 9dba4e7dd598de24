/** Moves a trial along its life: start the baseline, open, pause, resume. Each move is an event with who, when and why. */
import { requirePermission } from '../access/permissions.ts';
import type { TrialAct } from '../trial/lifecycle.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, statusAfter } from './load.ts';
import { perform } from './perform.ts';

export const statusActs = ['start-baseline', 'open', 'pause', 'resume'] as const satisfies readonly TrialAct[];
export type StatusAct = (typeof statusActs)[number];

export async function changeStatus(deps: Deps, request: Request, slug: string, act: StatusAct, reason: string | null) {
  requirePermission(request.account, 'run-trial');
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const status = statusAfter(trial.status, act);
    const seq = trial.row.statusSeq + 1;
    return {
      status: 200,
      reply: { slug, status },
      appends: [
        { into: 'trialStatus', rows: [{ trial: slug, seq, act, status, reason, at: now, actor: request.account.id }] },
      ],
      notes: [{ act, subject: slug, payload: { status, reason } }],
    };
  });
}
