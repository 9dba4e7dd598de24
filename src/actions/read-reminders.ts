/**
 * Whom a borough may remind today of their own page, by reference hash: the names and addresses stay in the borough, where the messages
 * are made. Nobody is named unless the borough has recorded on which ground and by which channel it contacts people, and no arm is.
 */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { LawfulBasis } from '../trial/agreements.ts';
import { londonDate } from '../trial/calendar.ts';
import { mayWhile, running } from '../trial/lifecycle.ts';
import { type ReminderChannel, reminderChannels } from '../trial/reminder-wording.ts';
import {
  comingMessages,
  type DeliveryStatus,
  type DueMessage,
  deliveryStatuses,
  dueMessages,
  type ReminderPlan,
  reminderPlanOf,
} from '../trial/reminders.ts';
import type { Deps } from './deps.ts';
import { type LoadedTrial, loadTrial, requireStatus } from './load.ts';
import { ownBorough } from './organisations.ts';
import { type Reminded, type ReminderState, reminderState } from './reminder-people.ts';

/** Days after today that are looked ahead. */
const daysAhead = 6;

export type ReminderReader = {
  readonly reference_hash: string;
  readonly ceremony: string;
  /** Of their newest follow-up code; 0 and null where none is registered yet. */
  readonly version: number;
  readonly link_hash: string | null;
};

export type ReminderMessage = { readonly reminder: number; readonly people: readonly ReminderReader[] };
export type ReminderCounts = { readonly reminder: number; readonly made: number; readonly waiting: number } & Readonly<
  Record<DeliveryStatus, number>
>;

export type RemindersView = {
  readonly trial: string;
  readonly title: string;
  readonly borough: string;
  /** In London. */
  readonly today: string;
  readonly isTraining: boolean;
  /** Null where the protocol declares no reminders. */
  readonly declared: {
    readonly wording: number;
    readonly onePerHousehold: boolean;
    readonly schedule: readonly { readonly reminder: number; readonly afterDays: number }[];
  } | null;
  /** On which the borough contacts people; null where none is recorded. Under consent the borough's own list says who agreed. */
  readonly lawfulBasis: LawfulBasis | null;
  /** Those of a reminder that the borough may use; none where nothing is recorded. */
  readonly channels: readonly ReminderChannel[];
  /** Why nobody may be reminded here now, in one sentence; null where somebody may. */
  readonly nobody: string | null;
  readonly due: readonly (ReminderMessage & { readonly until: string })[];
  /** Made, and nothing is known of their delivery; without whoever may not be reminded any more. */
  readonly made: readonly (ReminderMessage & { readonly channel: ReminderChannel; readonly at: string })[];
  /** Reference hashes of those who left or asked for nothing more: their addresses are used for nobody. */
  readonly silent: readonly string[];
  readonly coming: readonly { readonly on: string; readonly reminder: number; readonly messages: number }[];
  readonly counts: readonly ReminderCounts[];
};

export async function readReminders(
  deps: Deps,
  account: Account,
  slug: string,
  borough: string,
): Promise<RemindersView> {
  requirePermission(account, 'send-reminders');
  ownBorough(account, borough);
  const trial = await loadTrial(deps, slug);
  if (trial.status === 'draft') requireStatus(trial, running, 'Reminding people');
  const { protocol, row } = trial;
  const now = deps.clock().toISOString();
  const today = londonDate(now);
  const plan = reminderPlanOf(protocol);
  const { nobody, channels, lawfulBasis } = await reminderTerms(deps, trial, borough);
  const base = {
    ...{ trial: slug, title: protocol.title, borough, today, isTraining: row.mode === 'training' },
    ...{ lawfulBasis, channels, nobody },
    declared:
      protocol.reminders === null
        ? null
        : {
            wording: protocol.reminders.wording,
            onePerHousehold: protocol.reminders.onePerHousehold,
            schedule: protocol.reminders.schedule.map(({ afterDays }, index) => ({ reminder: index + 1, afterDays })),
          },
  };
  if (plan === null) return { ...base, due: [], made: [], silent: [], coming: [], counts: [] };
  const state = await reminderState(deps, slug, protocol);
  const counts = await countsOf(deps, slug, borough, plan, state);
  if (nobody !== null) return { ...base, due: [], made: [], silent: [], coming: [], counts };
  const own = state.people.filter((one) => one.borough === borough);
  const due = ownDue(plan, state, borough, today);
  const waiting = await undelivered(deps, slug, own, state);
  const readers = await readersOf(deps, [...due, ...waiting]);
  return {
    ...base,
    due: due.map(({ reminder, until, people }) => ({ reminder, until, people: readers(people) })),
    made: waiting.map(({ reminder, channel, at, people }) => ({ reminder, channel, at, people: readers(people) })),
    silent: own.filter(({ hasLeft, hasStopped }) => hasLeft || hasStopped).map(({ referenceHash }) => referenceHash),
    coming: comingMessages(plan, withoutOthers(state, borough), today, daysAhead),
    counts,
  };
}

/** The messages of a borough that may be made on a day. A household that another borough has reminded is reached already. */
export function ownDue(
  plan: ReminderPlan,
  state: ReminderState,
  borough: string,
  day: string,
): readonly DueMessage<Reminded>[] {
  return dueMessages(plan, withoutOthers(state, borough), day);
}

/** Everybody, so that households are known, with those of other boroughs as people who may not be reminded here. */
function withoutOthers({ people }: ReminderState, borough: string): readonly Reminded[] {
  return people.map((one) => (one.borough === borough ? one : { ...one, mayBeReminded: false }));
}

/** How many messages may be made on a day; null where the protocol declares none. */
export async function remindersDue(
  deps: Deps,
  trial: LoadedTrial,
  borough: string,
  day: string,
): Promise<number | null> {
  const plan = reminderPlanOf(trial.protocol);
  if (plan === null) return null;
  const { nobody } = await reminderTerms(deps, trial, borough);
  if (nobody !== null) return 0;
  return ownDue(plan, await reminderState(deps, trial.row.slug, trial.protocol), borough, day).length;
}

/** On which ground and by which channels, or why nobody may be reminded. */
export async function reminderTerms(
  deps: Deps,
  { row, protocol, status }: LoadedTrial,
  borough: string,
): Promise<Pick<RemindersView, 'lawfulBasis' | 'channels' | 'nobody'>> {
  const terms = await deps.store.read.contactTermsOf(row.slug, borough);
  const channels = reminderChannels.filter((one) => terms?.channels.includes(one) === true);
  const mayNow = mayWhile(status, running, 'Reminding people');
  const reasons = [
    protocol.reminders === null ? 'The protocol of this trial declares no reminders.' : null,
    mayNow === true ? null : mayNow,
    terms === undefined
      ? 'The borough has not recorded on which lawful basis, and by which channels, it contacts people. The borough lead records it with the agreements.'
      : null,
    channels.length === 0 ? 'The borough’s terms of contact permit neither e-mail nor text messages.' : null,
  ];
  return {
    lawfulBasis: terms?.lawfulBasis ?? null,
    channels,
    nobody: reasons.find((reason) => reason !== null) ?? null,
  };
}

async function undelivered(deps: Deps, slug: string, own: readonly Reminded[], { messages }: ReminderState) {
  const known = new Set(
    (await deps.store.read.reminderDeliveriesOf(slug)).map(({ addressed, reminder }) => `${addressed} ${reminder}`),
  );
  const people = new Map(own.filter(({ mayBeReminded }) => mayBeReminded).map((one) => [one.id, one]));
  const together = Map.groupBy(messages, ({ addressed, reminder }) => `${addressed} ${reminder}`);
  return [...together].flatMap(([place, rows]) => {
    const [head] = rows;
    if (head === undefined || known.has(place) || !people.has(head.addressed)) return [];
    const inOrder = [head, ...rows].map(({ attendee }) => people.get(attendee)).filter((one) => one !== undefined);
    return [{ ...head, people: [...new Set(inOrder)] }];
  });
}

async function readersOf(deps: Deps, messages: readonly { readonly people: readonly Reminded[] }[]) {
  const ids = messages.flatMap(({ people }) => people.map(({ id }) => id));
  const newest = new Map((await deps.store.read.codesOf(ids)).map((code) => [code.attendee, code]));
  return (people: readonly Reminded[]): readonly ReminderReader[] =>
    people.map(({ id, referenceHash, ceremony }) => ({
      ...{ reference_hash: referenceHash, ceremony, version: newest.get(id)?.version ?? 0 },
      link_hash: newest.get(id)?.linkHash ?? null,
    }));
}

/** By reminder, over all arms together: messages made, what became of them, and those of which nothing is known. */
async function countsOf(
  deps: Deps,
  slug: string,
  borough: string,
  { afterDays }: ReminderPlan,
  { people, messages }: ReminderState,
): Promise<readonly ReminderCounts[]> {
  const own = new Set(people.filter((one) => one.borough === borough).map(({ id }) => id));
  const heads = messages.filter(({ attendee, addressed }) => attendee === addressed && own.has(attendee));
  const statusOf = new Map(
    (await deps.store.read.reminderDeliveriesOf(slug)).map((row) => [`${row.addressed} ${row.reminder}`, row.status]),
  );
  return afterDays.map((_, index) => {
    const statuses = heads
      .filter(({ reminder }) => reminder === index + 1)
      .map(({ addressed, reminder }) => statusOf.get(`${addressed} ${reminder}`));
    const count = (wanted: DeliveryStatus | undefined) => statuses.filter((status) => status === wanted).length;
    // One entry for each status, which Object.fromEntries cannot say.
    const byStatus = Object.fromEntries(deliveryStatuses.map((status) => [status, count(status)])) as Record<
      DeliveryStatus,
      number
    >;
    return { reminder: index + 1, made: statuses.length, waiting: count(undefined), ...byStatus };
  });
}
