/**
 * When a borough's register is published and by when one applies for it, recorded by its lead; and from when each outcome of the trial can
 * be observed. No analysis is run, and no data are frozen, before that day.
 */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { boroughName } from '../trial/boroughs.ts';
import { londonDate } from '../trial/calendar.ts';
import type { Outcome } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import {
  type Edition,
  editionKinds,
  editionProblem,
  gapsBetween,
  type Observable,
  observableFrom,
} from '../trial/register-calendar.ts';
import { requireTakingPart } from './borough-agreements.ts';
import type { Deps, Request } from './deps.ts';
import { type LoadedTrial, loadTrial } from './load.ts';
import { ownBorough } from './organisations.ts';
import { perform } from './perform.ts';

export const editionSchema = z.strictObject({
  kind: z.enum(editionKinds),
  publishedOn: z.iso.date(),
  appliedBy: z.iso.date().describe('The last day on which an application is in time for it'),
  pollOn: z.iso.date().nullable().default(null).describe('The day of the poll, of a notice before an election only'),
  dropped: z.boolean().default(false).describe('true: nothing is published on this day after all'),
});
export const registerCalendarSchema = z.strictObject({ editions: z.array(editionSchema).min(1).max(100) });
export type CalendarInput = z.infer<typeof registerCalendarSchema>;

/** What was recorded before of a day of publication stays on record; what is given now stands. */
export async function recordRegisterCalendar(
  deps: Deps,
  request: Request,
  slug: string,
  borough: string,
  { editions }: CalendarInput,
) {
  requirePermission(request.account, 'record-register-calendar');
  ownBorough(request.account, borough);
  return perform(deps, request, slug, async (now) => {
    await requireTakingPart(deps, slug, borough, 'Recording the register’s calendar');
    const problems = editions.flatMap((edition, index) => {
      if (editions.findIndex(({ publishedOn }) => publishedOn === edition.publishedOn) < index)
        return [{ path: `editions[${index}].publishedOn`, message: 'this day is named twice' }];
      const [field, message] = editionProblem(edition) ?? [];
      return field === undefined || message === undefined ? [] : [{ path: `editions[${index}].${field}`, message }];
    });
    if (problems.length > 0) throw new InputRefused(problems);
    const before = (await deps.store.read.registerEditionsOf(slug)).filter((row) => row.borough === borough);
    const rows = editions.map(({ dropped, ...edition }) => ({
      ...{ trial: slug, borough, ...edition, isDropped: dropped, at: now, actor: request.account.id },
      seq: (before.find(({ publishedOn }) => publishedOn === edition.publishedOn)?.seq ?? -1) + 1,
    }));
    return {
      status: 201,
      reply: { borough, recorded: rows.length },
      appends: [{ into: 'registerEdition', rows }],
      notes: [{ act: 'record-register-calendar', subject: borough, payload: { editions } }],
    };
  });
}

export type ObservableOutcome = {
  readonly outcome: string;
  readonly label: string;
  /** true where the register is one of its sources. */
  readonly isMatched: boolean;
  /** The last ceremony as randomised whose people are followed; null while there is none. */
  readonly lastCeremony: string | null;
  readonly windowEnds: string | null;
  /** From when all of it can be observed; null where there is nobody yet, or the calendar does not reach so far. */
  readonly observableFrom: string | null;
};

/** The borough's calendar and, of each outcome, when its people can be observed. */
export async function readRegisterCalendar(deps: Deps, account: Account, slug: string, borough: string) {
  requirePermission(account, 'read-register-calendar');
  ownBorough(account, borough);
  const trial = await loadTrial(deps, slug);
  const [calendars, held] = await Promise.all([calendarsOf(deps, slug), heldCeremonies(deps, slug)]);
  const editions = calendars.get(borough) ?? [];
  return {
    borough,
    editions,
    gaps: gapsBetween(editions),
    outcomes: trial.protocol.outcomes.map((outcome) =>
      latestOf(
        outcome,
        held.filter((one) => one.borough === borough),
        editions,
      ),
    ),
  };
}

/** The editions that stand, by borough. */
export async function calendarsOf(deps: Deps, slug: string): Promise<ReadonlyMap<string, readonly Edition[]>> {
  const rows = (await deps.store.read.registerEditionsOf(slug)).filter(({ isDropped }) => !isDropped);
  return Map.groupBy(
    rows.map(({ borough, kind, publishedOn, appliedBy, pollOn }) => ({
      borough,
      kind,
      publishedOn,
      appliedBy,
      pollOn,
    })),
    ({ borough }) => borough,
  );
}

type Held = { readonly borough: string; readonly heldOn: string };

/** Ceremonies of the trial whose lists are closed, with their day as it was then. */
async function heldCeremonies(deps: Deps, slug: string): Promise<readonly Held[]> {
  const [ceremonies, dates] = await Promise.all([
    deps.store.read.ceremoniesOf(slug, null),
    deps.store.read.ceremonyDatesAsRandomised(slug),
  ]);
  return ceremonies.flatMap(({ id, borough, phase }) => {
    const heldOn = dates.get(id);
    return heldOn === undefined || phase !== 'trial' ? [] : [{ borough, heldOn }];
  });
}

function latestOf(outcome: Outcome, held: readonly Held[], editions: readonly Edition[]): ObservableOutcome {
  const { name, label } = outcome;
  const lastCeremony =
    held
      .map(({ heldOn }) => heldOn)
      .toSorted()
      .at(-1) ?? null;
  const seen: Observable | null = lastCeremony === null ? null : observableFrom(outcome, lastCeremony, editions);
  return {
    outcome: name,
    label,
    isMatched: outcome.sources.includes('administrative'),
    lastCeremony,
    windowEnds: seen?.windowEnds ?? null,
    observableFrom: seen?.from ?? null,
  };
}

/** Of one borough: from when the people of its first ceremony, and of its last, can be observed; null for what the calendar does not reach. */
export type ObservableSpan = {
  readonly outcome: string;
  readonly label: string;
  readonly first: string | null;
  readonly last: string | null;
};

/** None while no list of the borough is closed. */
export async function observableSpans(
  deps: Deps,
  { row, protocol }: LoadedTrial,
  borough: string,
): Promise<readonly ObservableSpan[]> {
  const [calendars, all] = await Promise.all([calendarsOf(deps, row.slug), heldCeremonies(deps, row.slug)]);
  const days = all.flatMap((one) => (one.borough === borough ? [one.heldOn] : [])).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const editions = calendars.get(borough) ?? [];
  return protocol.outcomes.map((outcome) => ({
    ...{ outcome: outcome.name, label: outcome.label },
    first: observableFrom(outcome, first, editions).from,
    last: observableFrom(outcome, last, editions).from,
  }));
}

/** Refuses `not-observable`, with the day from which it can be done, while a window of a live trial cannot be observed in whole. */
export async function refuseUnobservable(deps: Deps, { row, protocol }: LoadedTrial, now: string): Promise<void> {
  if (row.mode === 'training') return;
  const today = londonDate(now);
  const [calendars, held] = await Promise.all([calendarsOf(deps, row.slug), heldCeremonies(deps, row.slug)]);
  const waits = [...Map.groupBy(held, ({ borough }) => borough)].flatMap(([borough, own]) =>
    protocol.outcomes.map((outcome) => ({
      borough: boroughName(borough) ?? borough,
      ...latestOf(outcome, own, calendars.get(borough) ?? []),
    })),
  );
  const dark = waits.find(({ observableFrom: from }) => from === null);
  if (dark !== undefined) {
    throw new Refusal(
      'not-observable',
      `${dark.label}: the window of the last ceremony ends on ${dark.windowEnds}, and the calendar of ${dark.borough} names no register that can show that day. Its borough lead records the next one.`,
    );
  }
  const last = waits.toSorted((a, b) => ((a.observableFrom ?? '') < (b.observableFrom ?? '') ? 1 : -1))[0];
  if (last === undefined || (last.observableFrom ?? '') <= today) return;
  throw new Refusal(
    'not-observable',
    `${last.label}: the window of the last ceremony in ${last.borough} ends on ${last.windowEnds} and can be observed from ${last.observableFrom}. The data can be frozen and analysed from that day.`,
  );
}
