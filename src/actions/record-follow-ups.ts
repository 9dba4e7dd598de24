/**
 * Records what is known of an outcome, from one source. The source follows from who records it: electoral services bring
 * administrative records, volunteer partners what they verified, registrars what people said. A correction names the row
 * it corrects and stands beside it.
 */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Role } from '../access/roles.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { newIdentifier } from './identifier.ts';
import { type LoadedTrial, loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';
import { refuseStrangers } from './record-attendance.ts';

const source = z.enum(['administrative', 'partner-verified', 'self-reported', 'intention']);

export const followUpRowSchema = z.strictObject({
  trial_id: z.string().describe('The person, by the id the trial gave'),
  status: z.enum(['happened', 'not-happened', 'unmatchable']),
  date: z.iso.date().optional().describe('When it happened; required with "happened" only'),
  corrects: z.string().optional().describe('Id of the record that this one corrects'),
  reason: z.enum(['entered-in-error', 'wrong-person', 'wrong-date', 'later-information']).optional(),
});
export const followUpsSchema = z.strictObject({
  outcome: z.string().describe('Name of an outcome of the protocol'),
  source,
  rows: z.array(followUpRowSchema).min(1).max(5_000),
});

type FollowUps = z.infer<typeof followUpsSchema>;

const sourcesOf: Partial<Readonly<Record<Role, readonly z.infer<typeof source>[]>>> = {
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
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, ['baseline', 'open', 'paused'], 'Recording follow-ups');
    refuseOutcome(trial, input);
    await refuseStrangers(
      deps,
      request,
      slug,
      input.rows.filter(({ corrects }) => corrects === undefined).map(({ trial_id }) => trial_id),
    );
    await refuseCorrections(deps, slug, input);
    const rows = input.rows.map(({ trial_id, status, date, corrects, reason }) => ({
      id: newIdentifier(deps),
      trial: slug,
      attendee: trial_id,
      outcome: input.outcome,
      status,
      happenedOn: date ?? null,
      source: input.source,
      corrects: corrects ?? null,
      reason: reason ?? null,
      at: now,
      actor: request.account.id,
    }));
    return {
      status: 201,
      reply: { recorded: rows.length, ids: rows.map(({ id }) => id) },
      appends: [{ into: 'followUp', rows }],
      notes: [
        {
          act: 'record-follow-ups',
          subject: slug,
          payload: { outcome: input.outcome, source: input.source, rows: input.rows },
        },
      ],
    };
  });
}

function refuseOutcome({ protocol }: LoadedTrial, { outcome, source: given, rows }: FollowUps): void {
  const declared = protocol.outcomes.find(({ name }) => name === outcome);
  if (declared === undefined) {
    const names = protocol.outcomes.map(({ name }) => name).join(', ');
    throw new InputRefused([{ path: 'outcome', message: `the protocol declares these outcomes: ${names}` }]);
  }
  if (!declared.sources.includes(given)) {
    throw new InputRefused([
      { path: 'source', message: `${outcome} takes these sources: ${declared.sources.join(', ')}` },
    ]);
  }
  const problems = rows.flatMap(({ status, date, corrects, reason }, index) => {
    if (status === 'happened' && date === undefined)
      return [{ path: `rows[${index}].date`, message: 'say when it happened' }];
    if (status !== 'happened' && date !== undefined)
      return [{ path: `rows[${index}].date`, message: 'only an event that happened has a date' }];
    if ((corrects === undefined) !== (reason === undefined)) {
      return [{ path: `rows[${index}].reason`, message: 'a correction names the record it corrects and a reason' }];
    }
    return [];
  });
  if (problems.length > 0) throw new InputRefused(problems);
}

async function refuseCorrections(deps: Deps, slug: string, { outcome, rows }: FollowUps): Promise<void> {
  const corrections = rows.flatMap(({ corrects, trial_id }, index) =>
    corrects === undefined ? [] : [{ corrects, trial_id, index }],
  );
  if (corrections.length === 0) return;
  const found = await deps.store.read.followUpsById(
    slug,
    corrections.map(({ corrects }) => corrects),
  );
  const problems = corrections.flatMap(({ corrects, trial_id, index }) => {
    const earlier = found.find(({ id }) => id === corrects);
    const fits = earlier?.attendee === trial_id && earlier.outcome === outcome;
    return fits
      ? []
      : [{ path: `rows[${index}].corrects`, message: 'no record of this person and outcome has this id' }];
  });
  if (problems.length > 0) throw new InputRefused(problems);
}
