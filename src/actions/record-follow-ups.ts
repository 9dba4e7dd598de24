/**
 * Records what is known of an outcome, from one source. The source follows from who records it: electoral services bring
 * administrative records, volunteer partners what they verified, registrars what people said. A correction names the record
 * it corrects and stands beside it: of the same person, outcome and source, and the newest one where there are several.
 */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Role } from '../access/roles.ts';
import { londonDate } from '../trial/calendar.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { newIdentifier } from './identifier.ts';
import { type LoadedTrial, loadTrial, requireStatus } from './load.ts';
import { refuseStrangers, refuseWithdrawn } from './own-attendees.ts';
import { perform } from './perform.ts';

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
    refuseRows(input, londonDate(now));
    await refuseStrangers(deps, request.account, slug, input.rows);
    await refuseWithdrawn(deps, input.rows);
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

function refuseOutcome({ protocol }: LoadedTrial, { outcome, source: given }: FollowUps): void {
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
}

/** @param today 'YYYY-MM-DD' in London */
function refuseRows({ rows }: FollowUps, today: string): void {
  const problems = rows.flatMap(({ status, date, corrects, reason }, index) => {
    if (status === 'happened' && date === undefined)
      return [{ path: `rows[${index}].date`, message: 'say when it happened' }];
    if (status !== 'happened' && date !== undefined)
      return [{ path: `rows[${index}].date`, message: 'only an event that happened has a date' }];
    if (date !== undefined && date > today)
      return [{ path: `rows[${index}].date`, message: `lies in the future: today is ${today}` }];
    if ((corrects === undefined) !== (reason === undefined)) {
      return [{ path: `rows[${index}].reason`, message: 'a correction names the record it corrects and a reason' }];
    }
    return [];
  });
  if (problems.length > 0) throw new InputRefused(problems);
}

async function refuseCorrections(deps: Deps, slug: string, { outcome, source: given, rows }: FollowUps): Promise<void> {
  const named = rows.flatMap(({ corrects }) => (corrects === undefined ? [] : [corrects]));
  if (named.length === 0) return;
  const [found, later] = await Promise.all([
    deps.store.read.followUpsById(slug, named),
    deps.store.read.correctionsOf(slug, named),
  ]);
  const records = new Map(found.map((record) => [record.id, record]));
  const newer = new Map(later.map(({ id, corrects }) => [corrects, id]));
  const problems = rows.flatMap(({ corrects, trial_id }, index) => {
    if (corrects === undefined) return [];
    const path = `rows[${index}].corrects`;
    const earlier = records.get(corrects);
    if (earlier?.attendee !== trial_id || earlier.outcome !== outcome)
      return [{ path, message: 'no record of this person and outcome has this id' }];
    if (earlier.source !== given)
      return [
        { path, message: `that record came from another source (${earlier.source}): only that source corrects it` },
      ];
    const correction = newer.get(corrects);
    return correction === undefined
      ? []
      : [{ path, message: `that record was corrected already, by ${correction}: correct the newest one` }];
  });
  if (problems.length > 0) throw new InputRefused(problems);
}
