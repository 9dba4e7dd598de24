/**
 * What a borough found by matching its own list with its own register: per person an id, a result and a date, and nothing else. A file with
 * any other column, or with anything in a value that is no id, result or date, is refused whole; nothing of it is repeated, stored or
 * logged, since it may be part of a register (SI 2001/341, regulation 107). Who could not be matched is never "not registered".
 */
import { z } from 'zod';
import { InputRefused, type Problem } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { isDate, londonDate } from '../trial/calendar.ts';
import { refuseUnblinded } from './blinding.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial } from './load.ts';
import { correctionReasons, judgeEvents, type OutcomeEvent } from './outcome-events.ts';
import { refusePeople, refuseStrangers } from './own-attendees.ts';
import { perform } from './perform.ts';

export const matchResultSchema = z.strictObject({
  outcome: z.string().max(200).describe('Name of an outcome of the protocol'),
  register: z.iso.date().optional().describe('The day of the register that was matched; today where it is not said'),
  corrects: z
    .enum(correctionReasons)
    .optional()
    .describe('Why this result stands in the place of what the register last said of these people'),
  result: z.string().max(1_000_000).describe('The file that “pledge match” wrote: trial_id,status,date'),
});
export type MatchResultInput = z.infer<typeof matchResultSchema>;

export const matchRecordedSchema = z.strictObject({
  recorded: z.int(),
  registered: z.int(),
  notRegistered: z.int(),
  unmatchable: z.int(),
  inFrozenData: z.boolean(),
});
export type MatchRecorded = Readonly<z.infer<typeof matchRecordedSchema>>;

const header = 'trial_id,status,date';
const statuses = { registered: 'happened', 'not-registered': 'not-happened', unmatchable: 'unmatchable' } as const;
const mostRows = 5_000;
const mostProblems = 20;

export async function uploadMatchResult(deps: Deps, request: Request, slug: string, input: MatchResultInput) {
  await requireMatching(deps, request.account, slug);
  return perform<MatchRecorded>(deps, request, slug, async (now) => {
    const { reply, append, note } = await judgeMatch(deps, request.account, slug, input, now);
    return { status: 201, reply, appends: [append], notes: [{ ...note, act: 'upload-match-result' }] };
  });
}

/** What would be recorded, for a page that shows it before it is; refuses as the upload does. */
export async function checkMatchResult(deps: Deps, account: Account, slug: string, input: MatchResultInput) {
  await requireMatching(deps, account, slug);
  return (await judgeMatch(deps, account, slug, input, deps.clock().toISOString())).reply;
}

async function requireMatching(deps: Deps, account: Account, slug: string): Promise<void> {
  requirePermission(account, 'upload-match-result');
  await refuseUnblinded(deps, account, slug, 'What became of people is recorded by those who are blind.');
}

async function judgeMatch(deps: Deps, account: Account, slug: string, input: MatchResultInput, now: string) {
  const trial = await loadTrial(deps, slug);
  refusePeople(trial.protocol, account);
  const rows = await withIds(deps, slug, parsedRows(input.result, input.register ?? londonDate(now)));
  await inWordsOfTheFile(() => refuseStrangers(deps, account, slug, rows));
  const { outcome } = input;
  const events = input.corrects === undefined ? rows : await correcting(deps, slug, outcome, rows, input.corrects);
  const { ids, append, note, isAfterFreeze } = await inWordsOfTheFile(() =>
    judgeEvents(deps, trial, { outcome, source: 'administrative', rows: events }, now, account.id),
  );
  const count = (status: OutcomeEvent['status']) => rows.filter((row) => row.status === status).length;
  const reply: MatchRecorded = {
    recorded: ids.length,
    registered: count('happened'),
    notRegistered: count('not-happened'),
    unmatchable: count('unmatchable'),
    inFrozenData: !isAfterFreeze,
  };
  return { reply, append, note };
}

/** Refuses by row and column, counted from 1 with the header, and never by value. @param register 'YYYY-MM-DD' */
function parsedRows(text: string, register: string): readonly OutcomeEvent[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  const [first, ...body] = lines;
  if (first !== header) {
    const message = `must have these columns and no others: ${header}. Names and addresses stay with you: choose the file that “pledge match” wrote`;
    throw new InputRefused([{ path: 'result', message }]);
  }
  if (body.length === 0) throw new InputRefused([{ path: 'result', message: 'holds nobody' }]);
  if (body.length > mostRows)
    throw new InputRefused([{ path: 'result', message: `holds more than ${mostRows} people` }]);
  const problems: Problem[] = [];
  const rows = body.flatMap((line, index): readonly OutcomeEvent[] => {
    const read = parsedRow(line, register);
    if (typeof read !== 'string') return [read];
    problems.push({ path: `row ${index + 2}`, message: read });
    return [];
  });
  if (problems.length > 0) throw new InputRefused(problems.slice(0, mostProblems));
  return rows;
}

/** The row, or what is wrong with it. */
function parsedRow(line: string, register: string): OutcomeEvent | string {
  const values = line.split(',');
  const [trial_id = '', status = '', date = ''] = values;
  if (values.length !== 3) return 'does not have three values';
  if (!/^[A-Za-z0-9._:-]{1,64}$/.test(trial_id)) return 'trial_id is no id of the trial';
  if (status === 'review') return 'is still to be reviewed: decide it in the borough first, or leave the row out';
  if (status !== 'registered' && status !== 'not-registered' && status !== 'unmatchable')
    return 'status must be registered, not-registered or unmatchable';
  if (date !== '' && !isDate(date)) return 'date is no date written YYYY-MM-DD';
  if (status === 'registered') {
    return date === ''
      ? 'somebody registered has a date: of the application, or of the register that shows it first'
      : { trial_id, status: 'happened', date, learnt: register };
  }
  return { trial_id, status: statuses[status], learnt: date === '' ? register : date };
}

/** “pledge match” knows people by the hash of their reference, which a borough makes without asking here. */
async function withIds(deps: Deps, slug: string, rows: readonly OutcomeEvent[]): Promise<readonly OutcomeEvent[]> {
  const hashes = rows.map(({ trial_id }) => trial_id).filter((id) => /^[0-9a-f]{64}$/.test(id));
  const known = await deps.store.read.attendeesByReference(slug, hashes);
  const idOf = new Map(known.map(({ id, referenceHash }) => [referenceHash, id]));
  return rows.map((row) => ({ ...row, trial_id: idOf.get(row.trial_id) ?? row.trial_id }));
}

/** Each row in the place of the newest of what the register said of that person, where it said anything. */
async function correcting(
  deps: Deps,
  slug: string,
  outcome: string,
  rows: readonly OutcomeEvent[],
  reason: NonNullable<OutcomeEvent['reason']>,
): Promise<readonly OutcomeEvent[]> {
  const said = (await deps.store.read.followUpsOf(slug)).filter(
    (row) => row.outcome === outcome && row.source === 'administrative',
  );
  const corrected = new Set(said.map(({ corrects }) => corrects));
  const newest = new Map(said.filter(({ id }) => !corrected.has(id)).map(({ attendee, id }) => [attendee, id]));
  return rows.map((row) => {
    const corrects = newest.get(row.trial_id);
    return corrects === undefined ? row : { ...row, corrects, reason };
  });
}

/** A problem of `rows[0].trial_id` is one of row 2 of the file. */
async function inWordsOfTheFile<T>(judge: () => Promise<T>): Promise<T> {
  try {
    return await judge();
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error;
    throw new InputRefused(
      error.problems.slice(0, mostProblems).map(({ path, message }) => {
        const at = /^rows\[(\d+)\]/.exec(path)?.[1];
        return { path: at === undefined ? path : `row ${Number(at) + 2}`, message };
      }),
    );
  }
}
