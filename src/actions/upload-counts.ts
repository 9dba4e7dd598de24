/**
 * What a borough's register shows where only counts may leave it: of each ceremony, or of each arm, how many had an outcome, how many had
 * not and how many could not be matched. A file with anything more is refused whole; so are counts that are not of everybody who was
 * randomised, and those of a day on which the register could not yet show the whole window. Counts by ceremony name no arm, here or in the
 * answer: the service joins them. Counts by arm are given once every arm of the borough is unsealed, so that they say nothing new there.
 */
import { z } from 'zod';
import { InputRefused, type Problem } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { addDays, londonDate } from '../trial/calendar.ts';
import { type CountGrain, countReasons, grainOf, sharesOf } from '../trial/counts.ts';
import type { Outcome } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import { shownFrom } from '../trial/register-calendar.ts';
import { refuseUnblinded } from './blinding.ts';
import { buildDataset } from './build-dataset.ts';
import { peopleIn } from './counted-rows.ts';
import type { Deps, Request } from './deps.ts';
import { type LoadedTrial, loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';
import { calendarsOf } from './register-calendar.ts';

export const countsSchema = z.strictObject({
  outcome: z.string().max(200).describe('Name of an outcome of the protocol'),
  register: z.iso.date().describe('The day of the register that was matched'),
  corrects: z.enum(countReasons).optional().describe('Why these counts stand in the place of those given before'),
  counts: z
    .string()
    .max(200_000)
    .describe('CSV: ceremony,happened,not_happened,unmatchable, or arm in the place of ceremony'),
});
export type CountsInput = z.infer<typeof countsSchema>;

export type CountRow = {
  readonly cell: string;
  readonly happened: number;
  readonly notHappened: number;
  readonly unmatchable: number;
};

export type JudgedCounts = {
  readonly grain: CountGrain;
  readonly outcome: Outcome;
  readonly rows: readonly CountRow[];
};

export const countsRecordedSchema = z.strictObject({ recorded: z.int(), people: z.int() });
export type CountsRecorded = Readonly<z.infer<typeof countsRecordedSchema>>;

const mostRows = 2_000;
const mostProblems = 20;

/** The column that names the group, and those of the counts. */
export const countColumns = (grain: CountGrain): string => `${grain},happened,not_happened,unmatchable`;

export async function uploadCounts(deps: Deps, request: Request, slug: string, input: CountsInput) {
  await requireCounting(deps, request.account, slug);
  return perform<CountsRecorded>(deps, request, slug, async (now) => {
    const { account } = request;
    const trial = await loadTrial(deps, slug);
    const { grain, rows } = await judgeCounts(deps, trial, account, input, londonDate(now));
    const borough = account.borough ?? '';
    const given = new Map(
      (await deps.store.read.countedOutcomesOf(slug))
        .filter((one) => one.borough === borough && one.outcome === input.outcome)
        .map(({ cell, seq }) => [cell, seq]),
    );
    const stamp = { trial: slug, borough, outcome: input.outcome, grain, registerOn: input.register };
    const appended = rows.map((row) => {
      const before = given.get(row.cell);
      const reason = before === undefined ? null : (input.corrects ?? null);
      return { ...stamp, ...row, seq: (before ?? -1) + 1, reason, at: now, actor: account.id };
    });
    return {
      status: 201,
      reply: { recorded: rows.length, people: rows.reduce((sum, row) => sum + totalOf(row), 0) },
      appends: [{ into: 'countedOutcome', rows: appended }],
      notes: [{ act: 'upload-counts', subject: borough, payload: { ...input, grain } }],
    };
  });
}

/** The same judgement without writing anything, for a page that shows what is about to be given. */
export async function checkCounts(deps: Deps, account: Account, slug: string, input: CountsInput) {
  await requireCounting(deps, account, slug);
  const today = londonDate(deps.clock().toISOString());
  return judgeCounts(deps, await loadTrial(deps, slug), account, input, today);
}

async function requireCounting(deps: Deps, account: Account, slug: string): Promise<void> {
  requirePermission(account, 'upload-match-result');
  await refuseUnblinded(deps, account, slug, 'What became of people is recorded by those who are blind.');
}

/** @param today 'YYYY-MM-DD' in London */
async function judgeCounts(
  deps: Deps,
  trial: LoadedTrial,
  { borough }: Account,
  input: CountsInput,
  today: string,
): Promise<JudgedCounts> {
  requireStatus(trial, ['open', 'paused'], 'Giving counts');
  const { protocol, row } = trial;
  const grain = grainOf(sharesOf(protocol, borough));
  if (grain === null || borough === null) {
    const message = 'come by person here: the protocol does not declare that this borough gives counts';
    throw new InputRefused([{ path: 'counts', message }]);
  }
  const outcome = countedOutcome(protocol.outcomes, input.outcome);
  if (input.register > today) {
    throw new InputRefused([{ path: 'register', message: `lies in the future: today is ${today}` }]);
  }
  const rows = parsedCounts(input.counts, grain);
  if (grain === 'arm') await refuseSealed(deps, row.slug, borough);
  const [people, given, from] = await Promise.all([
    buildDataset(deps, trial, 'trial').then((dataset) => peopleIn(dataset, borough, grain)),
    deps.store.read.countedOutcomesOf(row.slug),
    observableByCell(deps, row.slug, borough, grain, outcome),
  ]);
  const before = new Set(
    given.filter((one) => one.borough === borough && one.outcome === outcome.name).map(({ cell }) => cell),
  );
  const problems = rows.flatMap((one, index): readonly Problem[] => {
    const message = whyNot(one, people.get(one.cell), from(one.cell), before.has(one.cell), input, grain);
    return message === null ? [] : [{ path: `row ${index + 2}`, message }];
  });
  if (problems.length > 0) throw new InputRefused(problems.slice(0, mostProblems));
  return { grain, outcome, rows };
}

function countedOutcome(outcomes: readonly Outcome[], name: string): Outcome {
  const matched = outcomes.filter(({ sources, kind }) => kind === 'binary' && sources.includes('administrative'));
  const found = matched.find((outcome) => outcome.name === name);
  if (found !== undefined) return found;
  const names = matched.map((outcome) => outcome.name).join(', ');
  throw new InputRefused([{ path: 'outcome', message: `a register shows these outcomes: ${names}` }]);
}

/** @param from the first day on which the register shows the whole window, null where the calendar names no such day */
function whyNot(
  row: CountRow,
  people: number | undefined,
  from: string | null,
  isGiven: boolean,
  { register, corrects }: CountsInput,
  grain: CountGrain,
): string | null {
  if (people === undefined) return `no closed list of this borough has people of this ${grain}`;
  if (totalOf(row) !== people)
    return `does not add up: ${people} people were randomised and are still followed up, and these are ${totalOf(row)}`;
  if (from === null) return 'the register’s calendar names no register that can show the whole window yet';
  if (register < from) return `a register of this day cannot show the whole window: it can be counted from ${from}`;
  if (isGiven && corrects === undefined) return `counts of this ${grain} were given before: say why these replace them`;
  return null;
}

const totalOf = ({ happened, notHappened, unmatchable }: CountRow): number => happened + notHappened + unmatchable;

/** Refuses by row, counted from 1 with the header, and never repeats a value: it might be part of a register. */
function parsedCounts(text: string, grain: CountGrain): readonly CountRow[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  const [header, ...body] = lines;
  if (header !== countColumns(grain)) {
    const message = `must have these columns and no others: ${countColumns(grain)}. Nothing about a person may be in it`;
    throw new InputRefused([{ path: 'counts', message }]);
  }
  if (body.length === 0) throw new InputRefused([{ path: 'counts', message: 'holds no counts' }]);
  if (body.length > mostRows) throw new InputRefused([{ path: 'counts', message: `holds more than ${mostRows} rows` }]);
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const rows = body.flatMap((line, index): readonly CountRow[] => {
    const read = parsedRow(line, grain);
    const message = typeof read === 'string' ? read : seen.has(read.cell) ? `this ${grain} is named twice` : null;
    if (message !== null) problems.push({ path: `row ${index + 2}`, message });
    if (typeof read === 'string') return [];
    seen.add(read.cell);
    return [read];
  });
  if (problems.length > 0) throw new InputRefused(problems.slice(0, mostProblems));
  return rows;
}

function parsedRow(line: string, grain: CountGrain): CountRow | string {
  const [, cell = '', happened, notHappened, unmatchable] =
    /^"?([^"\n]{1,64}?)"?,(\d{1,6}),(\d{1,6}),(\d{1,6})$/.exec(line) ?? [];
  if (cell === '') return `does not hold one ${grain} and three whole numbers`;
  return { cell, happened: Number(happened), notHappened: Number(notHappened), unmatchable: Number(unmatchable) };
}

/** Refuses `still-sealed` while this borough has an arm that nobody there has seen. */
async function refuseSealed(deps: Deps, slug: string, borough: string): Promise<void> {
  const ceremonies = await deps.store.read.ceremoniesOf(slug, borough);
  const isSealed = ceremonies.some(
    ({ phase, isListClosed, isUnsealed, isCancelled, mergedInto }) =>
      phase === 'trial' && isListClosed && !isUnsealed && !isCancelled && mergedInto === null,
  );
  if (isSealed) {
    throw new Refusal('still-sealed', 'Counts by arm are given once the arms of all ceremonies here are unsealed.');
  }
}

/** By ceremony its own day, by arm the day of the borough's last ceremony. */
export async function observableByCell(
  deps: Deps,
  slug: string,
  borough: string,
  grain: CountGrain,
  { windowDays }: Outcome,
): Promise<(cell: string) => string | null> {
  const [ceremonies, dates, calendars] = await Promise.all([
    deps.store.read.ceremoniesOf(slug, borough),
    deps.store.read.ceremonyDatesAsRandomised(slug),
    calendarsOf(deps, slug),
  ]);
  const editions = calendars.get(borough) ?? [];
  const days = ceremonies.flatMap(({ id, phase }) => (phase === 'trial' ? (dates.get(id) ?? []) : []));
  const last = days.toSorted().at(-1);
  return (cell) => {
    const held = grain === 'ceremony' ? dates.get(cell) : last;
    if (held === undefined) return null;
    const ends = addDays(held, windowDays);
    return editions.length === 0 ? ends : shownFrom(ends, editions);
  };
}
