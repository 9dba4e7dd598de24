/**
 * Takes back a report of an error that was itself a mistake, by an event of its own. The report stays on file and is counted among
 * those taken back; the same thing can then be reported again, as it was.
 */
import { z } from 'zod';
import { requirePermission, seesBorough } from '../access/permissions.ts';
import { retractionReasons } from '../trial/randomisation-errors.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { perform } from './perform.ts';

export const takeBackSchema = z.strictObject({ reason: z.enum(retractionReasons) });

/** Refuses `not-found` for a report of another borough as for one that does not exist, and `already-exists` the second time. */
export async function takeBackRandomisationError(
  deps: Deps,
  request: Request,
  slug: string,
  id: string,
  { reason }: z.infer<typeof takeBackSchema>,
) {
  const { account } = request;
  requirePermission(account, 'report-randomisation-error');
  return perform(deps, request, slug, async (now) => {
    const found = await deps.store.read.randomisationErrorById(id);
    const isVisible = found?.borough === null || (found !== undefined && seesBorough(account, found.borough));
    if (found === undefined || found.error.trial !== slug || !isVisible) {
      throw new Refusal('not-found', 'There is no such report in this trial and borough.');
    }
    if (found.retraction !== null) throw new Refusal('already-exists', 'This report was taken back already.');
    return {
      status: 200,
      reply: { id, kind: found.error.kind, state: 'taken-back' as const },
      appends: [{ into: 'randomisationErrorRetraction', rows: [{ error: id, reason, at: now, actor: account.id }] }],
      notes: [{ act: 'take-back-randomisation-error', subject: id, payload: { reason } }],
    };
  });
}
