/**
 * What is held about one person (UK GDPR Article 15): the borough makes the reference hash with its own key, and asks by it. That
 * it asked is recorded first, by an act that answers with nothing but a number; the answer is then read by the one who asked, on
 * that day, so that no copy of it is kept with the answers for retries. An arm is told once its ceremony is unsealed.
 */

import { z } from 'zod';
import { requirePermission, seesBorough } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { wordingOf } from '../trial/attendee-wording.ts';
import { londonDate } from '../trial/calendar.ts';
import { frozen, setUpOrRunning } from '../trial/lifecycle.ts';
import { codeWords, dayWords } from '../trial/plain-words.ts';
import { randomisationErrorWords } from '../trial/randomisation-errors.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { newIdentifier } from './identifier.ts';
import { loadTrial, requireStatus } from './load.ts';
import { homeOf, visibleAmong } from './own-attendees.ts';
import { perform } from './perform.ts';
import { recordLooks } from './record-looks.ts';

export const subjectSchema = z.strictObject({
  reference_hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits, as “pledge prepare” writes them'),
});

export type SubjectLine = { readonly about: string; readonly what: string; readonly at: string };

/** Refuses `not-found` for somebody of another borough as for somebody whom the trial does not know. */
export async function askAboutSubject(deps: Deps, request: Request, slug: string, hash: string) {
  requirePermission(request.account, 'read-subject');
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, [...setUpOrRunning, ...frozen], 'Reading what is held about somebody');
    const [person] = await deps.store.read.attendeesByReference(slug, [hash]);
    const visible = person === undefined ? new Set() : await visibleAmong(deps, request.account, slug, [person.id]);
    const { borough } = request.account;
    if (person === undefined || borough === null || !visible.has(person.id)) {
      throw new Refusal(
        'not-found',
        'Nobody with this reference hash is on a list of your borough in this trial. Check that it was made with your borough’s linkage key.',
      );
    }
    const id = newIdentifier(deps);
    return {
      status: 201,
      reply: { id },
      appends: [
        {
          into: 'subjectAccess',
          rows: [{ id, trial: slug, attendee: person.id, borough, at: now, actor: request.account.id }],
        },
      ],
      notes: [{ act: 'read-subject', subject: id, payload: { attendee: person.id } }],
    };
  });
}

/** Refuses `not-found` to anybody but whoever asked, and `too-late` after that day. */
export async function readSubject(deps: Deps, account: Account, slug: string, id: string) {
  requirePermission(account, 'read-subject');
  const asked = await deps.store.read.subjectAccessById(id);
  if (asked === undefined || asked.trial !== slug || asked.actor !== account.id) {
    throw new Refusal('not-found', `You have asked nothing under the number ${id}. Ask by the reference hash first.`);
  }
  const now = deps.clock().toISOString();
  if (londonDate(now) !== londonDate(asked.at)) {
    throw new Refusal('too-late', 'This was asked on another day. Ask again, so that the reading is on record.');
  }
  const [found] = await deps.store.read.attendeesById(slug, [asked.attendee]);
  if (found === undefined) throw new Error('Somebody who was asked about is not there.');
  const { attendee } = found;
  const rows = await deps.store.read.rowsAbout(attendee.id, attendee.household);
  const ceremonyIds = [
    ...rows.bookings.map(({ ceremony }) => ceremony),
    ...rows.seen.map(({ ceremony }) => ceremony),
    homeOf(found),
  ];
  const ceremonies = await deps.store.read.ceremoniesById([...new Set(ceremonyIds)]);
  const places = new Map(ceremonies.map((one) => [one.id, one]));
  const placeOf = (ceremony: string) => {
    const place = places.get(ceremony);
    return place === undefined
      ? 'a ceremony'
      : `the ceremony of ${dayWords(place.heldOn)} at ${place.startsAt}, ${codeWords(place.venue)}`;
  };
  const names = await deps.store.read.namesOf(rows.readings.map(({ actor }) => actor));
  const { at } = attendee;
  const enrolled = `Group size ${attendee.groupSize}; age band ${attendee.ageBand}; franchise before: ${codeWords(attendee.priorFranchise)}; registered to vote before: ${attendee.registeredAtBaseline}; takes part: ${attendee.eligible}${attendee.reason === null ? '' : ` (${codeWords(attendee.reason)})`}.`;
  const lines: readonly SubjectLine[] = [
    { about: 'Trial id', what: attendee.id, at },
    { about: 'Reference hash', what: attendee.referenceHash, at },
    ...rows.home.map((home) => ({
      about: 'Household',
      what: `${home.id}, known by the hash ${home.householdHash}.`,
      at: home.at,
    })),
    { about: 'Enrolment', what: enrolled, at },
    ...rows.bookings.map(({ ceremony, reason, ...row }) => ({
      about: 'Booking',
      what: `Booked into ${placeOf(ceremony)}${reason === null ? '' : `, reason: ${codeWords(reason)}`}.`,
      at: row.at,
    })),
    ...rows.lists.map(({ ceremony, unit, isReturn }) => ({
      about: 'List',
      what: `On the list of ${placeOf(ceremony)} when it closed${unit === null ? ', in no unit of the draw' : `, in the unit ${unit}`}${isReturn === true ? ', of a household that came back' : ''}.`,
      at,
    })),
    ...rows.late.map((row) => ({
      about: 'Late joiner',
      what: `Came to ${placeOf(row.ceremony)} after its list had closed (${codeWords(row.kind)}).`,
      at: row.at,
    })),
    ...(await armLines(deps, account, slug, found.unit ?? found.followed, now)),
    ...rows.seen.map((row) => ({
      about: 'Attendance',
      what: `${codeWords(row.status)}, at ${placeOf(row.ceremony)}.`,
      at: row.at,
    })),
    ...rows.followUps.map((row) => ({
      about: 'Follow-up',
      what: `${codeWords(row.outcome)}: ${row.takesBack === true ? 'taken back' : codeWords(row.status)}${row.step === null ? '' : `, ${codeWords(row.step)}`}${row.happenedOn === null ? '' : ` on ${dayWords(row.happenedOn)}`}, source ${codeWords(row.source)}${row.corrects === null ? '' : ', correcting an earlier record'}${row.learntOn === null ? '' : `, learnt on ${dayWords(row.learntOn)}`}.`,
      at: row.at,
    })),
    ...(await cardLines(deps, attendee.id)),
    ...(await reminderLines(deps, attendee.id)),
    ...rows.left.map((row) => ({
      about: 'Withdrawal',
      what: `Left the trial: ${codeWords(row.reason)}; ${codeWords(row.decision)}.`,
      at: row.at,
    })),
    ...rows.errors.map((row) => ({
      about: 'Error of the draw',
      what: `${randomisationErrorWords[row.kind]}.`,
      at: row.at,
    })),
    ...rows.readings.map((row) => ({
      about: 'Read out',
      what: `What is held was read by ${names.get(row.actor) ?? row.actor}.`,
      at: row.at,
    })),
  ];
  return { id, trial: slug, borough: asked.borough, askedAt: asked.at, lines };
}

async function cardLines(deps: Deps, attendee: string): Promise<readonly SubjectLine[]> {
  const { codes, answers, stops } = await deps.store.read.cardRowsAbout(attendee);
  return [
    ...codes.map((row) => ({
      about: 'Follow-up code',
      what: `Card ${row.version}, known by the hash ${row.linkHash}, until ${dayWords(row.expiresOn)}.`,
      at: row.at,
    })),
    ...answers.map(({ question, answer, wording, at }) => {
      const words = wordingOf(wording);
      const asked = words?.questions[question - 1];
      const said = asked === undefined ? undefined : words?.answers[asked.answers][answer - 1];
      return {
        about: 'Answer',
        what: `${asked?.text ?? `Question ${question}`} ${said ?? words?.ratherNot ?? answer}.`,
        at,
      };
    }),
    ...stops.map(({ at }) => ({ about: 'Messages', what: 'Asked to be sent nothing more.', at })),
  ];
}

/** What was sent to, or for, the person, and what became of it: by number and code, since no more is kept. */
async function reminderLines(deps: Deps, attendee: string): Promise<readonly SubjectLine[]> {
  const about = 'Reminder';
  const rows = await deps.store.read.remindersAbout(attendee);
  return [...Map.groupBy(rows, ({ message }) => message.reminder).values()].flatMap((ofOne) => {
    const message = ofOne[0]?.message;
    if (message === undefined) return [];
    const { reminder, channel, addressed } = message;
    const to = addressed === attendee ? '' : ', addressed to another person of the household';
    const by = channel === 'e-mail' ? 'e-mail' : 'text message';
    return [
      { about, what: `Reminder ${reminder} was made, by ${by}${to}.`, at: message.at },
      ...ofOne.flatMap(({ delivery }) =>
        delivery === null
          ? []
          : [{ about, what: `Reminder ${reminder}: ${codeWords(delivery.status)}.`, at: delivery.at }],
      ),
    ];
  });
}

/** The arm of the person's unit where it may be seen: each such reading is a look at it. */
async function armLines(
  deps: Deps,
  account: Account,
  slug: string,
  unit: string | null,
  now: string,
): Promise<readonly SubjectLine[]> {
  if (unit === null) return [];
  const [drawn] = await deps.store.read.allocationsOfUnits(slug, [unit]);
  if (drawn === undefined) return [];
  const [home] = await deps.store.read.ceremoniesById([drawn.ceremony]);
  if (home === undefined || !home.isUnsealed || !seesBorough(account, home.borough)) {
    return [
      { about: 'Arm', what: 'Drawn, and sealed: it is told once the ceremony it was drawn for is unsealed.', at: now },
    ];
  }
  await recordLooks(deps, account, [home.id]);
  return [{ about: 'Arm', what: `Drawn to ${drawn.arm}.`, at: drawn.at }];
}
