/**
 * Records what is known of an outcome, from one source. The source follows from who records it: electoral services bring
 * administrative records, volunteer partners what they verified, registrars what people said.
 */
import { z } from 'zod';
import { requirePermission } from '../access/permissions.ts';
import type { Role } from '../access/roles.ts';
import { type OutcomeSource, outcomeSources } from '../trial/outcome-window.ts';
import { Refusal } from '../trial/refusal.ts';
import { refuseUnblinded } from './blinding.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial } from './load.ts';
import { judgeEvents, outcomeEventSchema } from './outcome-events.ts';
import { refusePeople, refuseStrangers } from './own-attendees.ts';
import { perform } from './perform.ts';

export const followUpsSchema = z.strictObject({
  outcome: z.string().describe('Name of an outcome of the protocol'),
  source: z.enum(outcomeSources),
  rows: z.array(outcomeEventSchema).min(1).max(5_000),
});

type FollowUps = z.infer<typeof followUpsSchema>;

const sourcesOf: Partial<Readonly<Record<Role, readonly OutcomeSource[]>>> = {
  'electoral-services': ['administrative'],
  'volunteer-partner': ['partner-verified'],
  registrar: ['self-reported', 'intention'],
  'borough-lead': ['self-reported', 'intention'],
};

export async function recordFollowUps(deps: Deps, request: Request, slug: string, input: FollowUps) {
  requirePermission(request.account, 'record-follow-up');
  const allowed = sourcesOf[request.account.role] ?? [];
  if (!allowed.includes(input.source)) {
    throw new Refusal('not-permitted', `You can record follow-ups from these sources: ${allowed.join(', ')}.`);
  }
  await refuseUnblinded(deps, request.account, slug, 'What became of people is recorded by those who are blind.');
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    if (input.source === 'administrative') refusePeople(trial.protocol, request.account);
    await refuseStrangers(deps, request.account, slug, input.rows);
    const { ids, append, note, isAfterFreeze } = await judgeEvents(deps, trial, input, now, request.account.id);
    return {
      status: 201,
      reply: { recorded: ids.length, ids, inFrozenData: !isAfterFreeze },
      appends: [append],
      notes: [note],
    };
  });
}
