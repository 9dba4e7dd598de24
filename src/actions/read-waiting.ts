/**
 * What waits for a borough, over every trial that runs: lists to close, arms to unseal, attendance to record, deliveries to log,
 * follow-ups to get, and its targets. Counts are over all arms together: nothing here tells an outcome, or anything by arm.
 */

import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { addDays, londonDate } from '../trial/calendar.ts';
import { isAmong, running } from '../trial/lifecycle.ts';
import type { Outcome } from '../trial/protocol.ts';
import { missingFor } from './borough-agreements.ts';
import { type TargetProgress, targetsWithProgress } from './borough-targets.ts';
import type { Deps } from './deps.ts';
import { isDrawnAtOnce } from './draw-arms.ts';
import { type LoadedTrial, loadTrial } from './load.ts';
import { type CeremonyView, readCeremonies } from './read-ceremony.ts';
import { remindersDue } from './read-reminders.ts';
import { type ObservableSpan, observableSpans } from './register-calendar.ts';

export type WaitingCeremony = {
  readonly trial: string;
  readonly ceremony: string;
  readonly heldOn: string;
  readonly startsAt: string;
  readonly venue: string;
  /** People concerned: booked, or not seen yet. */
  readonly people: number;
};

export type WaitingFollowUps = {
  readonly trial: string;
  readonly outcome: string;
  readonly label: string;
  /** People of whom nothing is recorded, within the outcome's window. */
  readonly windowOpen: number;
  /** People of whom nothing is recorded, whose window has ended. */
  readonly windowEnded: number;
};

export type Waiting = {
  readonly borough: string;
  readonly listsToClose: readonly WaitingCeremony[];
  readonly armsToUnseal: readonly WaitingCeremony[];
  readonly attendanceToRecord: readonly WaitingCeremony[];
  readonly deliveriesToLog: readonly WaitingCeremony[];
  readonly followUps: readonly WaitingFollowUps[];
  /** Of each trial with a closed list here, from when each outcome can be observed. */
  readonly observable: readonly (ObservableSpan & { readonly trial: string })[];
  /** Of each trial whose protocol declares reminders, the messages that may be sent today. */
  readonly reminders: readonly { readonly trial: string; readonly title: string; readonly messages: number }[];
  readonly targets: readonly (TargetProgress & { readonly trial: string })[];
  /** Why a trial enrols nobody in this borough. */
  readonly agreements: readonly { readonly trial: string; readonly missing: readonly string[] }[];
};

/** A list is to be closed from this many days before its arm can be seen, or its baseline ceremony is held. */
const soonDays = 3;

export async function readWaiting(deps: Deps, account: Account): Promise<Waiting> {
  requirePermission(account, 'read-waiting');
  const { borough } = account;
  if (borough === null) throw new Error('Only accounts of a borough may read what waits for one.');
  const slugs = await deps.store.read.trialSlugs();
  const trials = await Promise.all(slugs.map((slug) => loadTrial(deps, slug)));
  const here = trials.filter(
    ({ status, protocol }) => isAmong(status, running) && protocol.boroughs.some(({ code }) => code === borough),
  );
  const parts = await Promise.all(here.map((trial) => waitingIn(deps, account, borough, trial)));
  return {
    borough,
    listsToClose: parts.flatMap(({ listsToClose }) => listsToClose),
    armsToUnseal: parts.flatMap(({ armsToUnseal }) => armsToUnseal),
    attendanceToRecord: parts.flatMap(({ attendanceToRecord }) => attendanceToRecord),
    deliveriesToLog: parts.flatMap(({ deliveriesToLog }) => deliveriesToLog),
    followUps: parts.flatMap(({ followUps }) => followUps),
    observable: parts.flatMap(({ observable }) => observable),
    reminders: parts.flatMap(({ reminders }) => reminders),
    targets: parts.flatMap(({ targets }) => targets),
    agreements: parts.flatMap(({ agreements }) => agreements),
  };
}

async function waitingIn(
  deps: Deps,
  account: Account,
  borough: string,
  trial: LoadedTrial,
): Promise<Omit<Waiting, 'borough'>> {
  const { row, protocol } = trial;
  const { slug } = row;
  const today = londonDate(deps.clock().toISOString());
  const standing = (await readCeremonies(deps, account, slug)).filter(
    ({ isCancelled, mergedInto }) => !isCancelled && mergedInto === null,
  );
  const held = standing.filter(({ isListClosed, heldOn }) => isListClosed && heldOn <= today);
  const ids = held.map(({ id }) => id);
  const [unseen, logged, followed, targets, missing, due, spans] = await Promise.all([
    deps.store.read.unseenCounts(ids),
    deps.store.read.loggedAmong(ids),
    deps.store.read.followedUp(slug, borough),
    targetsWithProgress(deps, slug, borough),
    missingFor(deps, slug, borough, today),
    remindersDue(deps, trial, borough, today),
    observableSpans(deps, trial, borough),
  ]);
  const line = (ceremony: CeremonyView, people = ceremony.booked): WaitingCeremony => {
    const { id, heldOn, startsAt, venue } = ceremony;
    return { trial: slug, ceremony: id, heldOn, startsAt, venue, people };
  };
  const isClosedHere = ({ phase }: CeremonyView) => phase === 'baseline' || !isDrawnAtOnce(protocol);
  return {
    listsToClose: standing
      .filter((one) => !one.isListClosed && isClosedHere(one) && isSoon(one, today))
      .map((one) => line(one)),
    armsToUnseal: standing.filter(({ mayUnseal }) => mayUnseal).map((one) => line(one)),
    attendanceToRecord: held.filter(({ id }) => unseen.has(id)).map((one) => line(one, unseen.get(one.id))),
    deliveriesToLog: held
      .filter(({ id, phase, isUnsealed }) => !logged.has(id) && (phase === 'baseline' || isUnsealed))
      .map((one) => line(one)),
    followUps: protocol.outcomes
      .map((outcome) => ({ trial: slug, ...outstanding(outcome, followed, today) }))
      .filter(({ windowOpen, windowEnded }) => windowOpen + windowEnded > 0),
    observable: spans.map((span) => ({ trial: slug, ...span })),
    reminders: due === null ? [] : [{ trial: slug, title: protocol.title, messages: due }],
    targets: targets.map((target) => ({ trial: slug, ...target })),
    agreements: row.mode === 'training' || missing.length === 0 ? [] : [{ trial: slug, missing }],
  };
}

function isSoon({ unsealFrom, heldOn }: CeremonyView, today: string): boolean {
  return today >= addDays(unsealFrom ?? heldOn, -soonDays);
}

type FollowedUp = Awaited<ReturnType<Deps['store']['read']['followedUp']>>;

/** Of people whose ceremony's day, as their list closed, has passed. */
function outstanding({ name, label, windowDays }: Outcome, { people, known }: FollowedUp, today: string) {
  let windowOpen = 0;
  let windowEnded = 0;
  for (const day of people.filter(({ heldOn }) => heldOn < today)) {
    const told = known.find(({ heldOn, outcome }) => heldOn === day.heldOn && outcome === name)?.people ?? 0;
    if (addDays(day.heldOn, windowDays) >= today) windowOpen += day.people - told;
    else windowEnded += day.people - told;
  }
  return { outcome: name, label, windowOpen, windowEnded };
}
