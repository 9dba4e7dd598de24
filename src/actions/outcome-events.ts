/**
 * Outcome events on their way into the memory, whoever brings them: what is wrong with them, and the rows and the ledger's entry to
 * append. Who may bring which source, and of whom, is for the act that calls. Nothing is ever changed: a correction is an event of its own
 * that names the one it replaces, of the same person, outcome and source, and the newest one where there are several. Once the data
 * are frozen only corrections are recorded, and they are in no frozen data.
 */

import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import type { Append } from '../store/port.ts';
import { londonDate } from '../trial/calendar.ts';
import { running } from '../trial/lifecycle.ts';
import { funnelSteps, type OutcomeSource } from '../trial/outcome-window.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';
import { newIdentifier } from './identifier.ts';
import { type LoadedTrial, requireStatus } from './load.ts';
import { refuseWithdrawn } from './own-attendees.ts';
import type { LedgerNote } from './perform.ts';

export const correctionReasons = ['entered-in-error', 'wrong-person', 'wrong-date', 'later-information'] as const;

export const outcomeEventSchema = z.strictObject({
  trial_id: z.string().describe('The person, by the id the trial gave'),
  status: z
    .enum(['happened', 'not-happened', 'unmatchable', 'taken-back'])
    .describe('"taken-back" puts nothing in the place of the record it corrects'),
  date: z.iso.date().optional().describe('When it happened; required with "happened" only'),
  learnt: z.iso.date().optional().describe('When it was learnt; today where it is not said'),
  step: z.enum(funnelSteps).optional().describe('A step of the funnel; only the first session is the outcome itself'),
  corrects: z.string().optional().describe('Id of the record that this one corrects'),
  reason: z.enum(correctionReasons).optional(),
});
export type OutcomeEvent = z.infer<typeof outcomeEventSchema>;

export type OutcomeEvents = {
  /** Name of an outcome of the protocol. */
  readonly outcome: string;
  readonly source: OutcomeSource;
  readonly rows: readonly OutcomeEvent[];
};

export type JudgedEvents = {
  readonly ids: readonly string[];
  readonly append: Append;
  readonly note: LedgerNote;
  /** Corrections after the data were frozen, which stay as they were hashed. */
  readonly isAfterFreeze: boolean;
};

/**
 * Refuses problems by path (`outcome`, `source`, `rows[i].…`), and `wrong-status`. People must be known to belong to the trial.
 * @param now the instant of the act @param actor who records it: an account's id, or a code's
 */
export async function judgeEvents(
  deps: Deps,
  trial: LoadedTrial,
  events: OutcomeEvents,
  now: string,
  actor: string,
): Promise<JudgedEvents> {
  const { slug } = trial.row;
  const isAfterFreeze = requireRecording(trial, events.rows);
  refuseOutcome(trial, events);
  refuseRows(events, londonDate(now));
  await refuseWithdrawn(deps, events.rows);
  await refuseCorrections(deps, slug, events);
  const rows = events.rows.map(({ trial_id, status, date, learnt, step, corrects, reason }) => ({
    id: newIdentifier(deps),
    trial: slug,
    attendee: trial_id,
    outcome: events.outcome,
    status: status === 'taken-back' ? ('unmatchable' as const) : status,
    happenedOn: date ?? null,
    source: events.source,
    corrects: corrects ?? null,
    reason: reason ?? null,
    at: now,
    actor,
    learntOn: learnt ?? londonDate(now),
    step: step ?? null,
    takesBack: status === 'taken-back',
    isAfterFreeze,
  }));
  const { outcome, source } = events;
  return {
    ids: rows.map(({ id }) => id),
    append: { into: 'followUp', rows },
    note: { act: 'record-follow-ups', subject: slug, payload: { outcome, source, rows: events.rows } },
    isAfterFreeze,
  };
}

/** @returns whether the data are frozen, which corrections alone may follow */
function requireRecording(trial: LoadedTrial, rows: readonly OutcomeEvent[]): boolean {
  const frozen = ['closed', 'analysed', 'seed-published', 'released'].includes(trial.status);
  if (!frozen) requireStatus(trial, running, 'Recording follow-ups');
  if (frozen && rows.some(({ corrects }) => corrects === undefined)) {
    throw new Refusal(
      'wrong-status',
      'The data of this trial are frozen: only corrections of what was recorded before are kept, beside the frozen data.',
    );
  }
  return frozen;
}

function refuseOutcome({ protocol }: LoadedTrial, { outcome, source: given }: OutcomeEvents): void {
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
function refuseRows({ rows }: OutcomeEvents, today: string): void {
  const problems = rows.flatMap((row, index) => {
    const [field, message] = whyNot(row, today) ?? [];
    return field === undefined || message === undefined ? [] : [{ path: `rows[${index}].${field}`, message }];
  });
  if (problems.length > 0) throw new InputRefused(problems);
}

function whyNot(
  { status, date, learnt, step, corrects, reason }: OutcomeEvent,
  today: string,
): readonly [field: string, message: string] | null {
  if (status === 'happened' && date === undefined) return ['date', 'say when it happened'];
  if (status !== 'happened' && date !== undefined) return ['date', 'only an event that happened has a date'];
  if (date !== undefined && date > today) return ['date', `lies in the future: today is ${today}`];
  if (learnt !== undefined && learnt > today) return ['learnt', `lies in the future: today is ${today}`];
  if (date !== undefined && learnt !== undefined && learnt < date) return ['learnt', 'lies before the day it happened'];
  if (status !== 'happened' && step !== undefined) return ['step', 'only an event that happened is a step'];
  if ((corrects === undefined) !== (reason === undefined))
    return ['reason', 'a correction names the record it corrects and a reason'];
  if (status === 'taken-back' && corrects === undefined) return ['corrects', 'say which record is taken back'];
  return null;
}

async function refuseCorrections(
  deps: Deps,
  slug: string,
  { outcome, source: given, rows }: OutcomeEvents,
): Promise<void> {
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
