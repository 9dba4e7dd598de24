/**
 * What is recorded after a ceremony, each source by those who have it: interviews by the registrars about intentions and,
 * once the window has ended, about registering; registrations matched in the borough by electoral services; volunteering
 * verified by the volunteer partner; and corrections of wrong entries. Nothing is recorded of whoever left the trial.
 */
import { addDays, daysBetween } from '../../trial/calendar.ts';
import { assumptions } from './assumptions.ts';
import type { Chance } from './chance.ts';
import type { Conduct } from './conduct.ts';
import type { Truth } from './outcome-model.ts';
import { recordedReply } from './replies.ts';
import { type Person, type Session, truthFor } from './session.ts';
import { boroughStaffOf } from './staff.ts';
import { later, workingDayFrom } from './timetable.ts';

type Row = { readonly trial_id: string; readonly status: string; readonly date?: string };
/** A row as uploaded; `right` is what it should have said, where it was entered wrongly. */
type Upload = {
  readonly person: Person;
  readonly row: Row;
  readonly right: { readonly row: Row; readonly reason: string } | null;
};

/** Plans every follow-up. @returns the day of the last one */
export function planFollowUps(conduct: Conduct): string {
  const { sessions, agenda, staff, milestones } = conduct;
  for (const session of sessions) {
    const date = workingDayFrom(addDays(session.heldOn, assumptions.interviewDay.value));
    agenda.add(date, '11:00', () => interview(conduct, session, date));
    const after = workingDayFrom(addDays(session.heldOn, assumptions.askedAgainAfterDays.value));
    agenda.add(after, '11:00', () => askAgain(conduct, session, after));
  }
  const uploadDay = (session: Session, after: number) => {
    const days = daysBetween(milestones.baselineFrom, session.heldOn) + after;
    const every = assumptions.uploadEveryDays.value;
    const round = Math.ceil(days / every) * every;
    return workingDayFrom(addDays(milestones.baselineFrom, round));
  };
  let last = milestones.opensOn;
  const matches = Map.groupBy(sessions, (session) => {
    return `${uploadDay(session, assumptions.matchAfterDays.value)}|${session.borough}`;
  });
  for (const [key, matched] of matches) {
    const [date = '', borough = ''] = key.split('|');
    agenda.add(date, '12:00', () => match(conduct, boroughStaffOf(staff, borough).electoralServices, matched, date));
    last = later(last, date);
  }
  const rounds = Map.groupBy(sessions, (session) => uploadDay(session, assumptions.volunteeringAfterDays.value));
  for (const [date, asked] of rounds) agenda.add(date, '13:00', () => verifyVolunteering(conduct, asked, date));
  return last;
}

/** Half of the people answer. */
async function interview(conduct: Conduct, session: Session, date: string): Promise<void> {
  const chance = conduct.chance(`interview|${session.index}`);
  const { registrar } = boroughStaffOf(conduct.staff, session.borough);
  const meant = answering(chance, session).map((person) =>
    asGiven(person, happened(person, truthOf(conduct, person).intends ? date : null)),
  );
  await record(conduct, registrar, 'intends_to_volunteer', 'intention', meant, date);
}

/** Half of the people answer; what they say of registering is not always so. */
async function askAgain(conduct: Conduct, session: Session, date: string): Promise<void> {
  const chance = conduct.chance(`interview-after|${session.index}`);
  const { registrar } = boroughStaffOf(conduct.staff, session.borough);
  const said = answering(chance, session).map((person) =>
    asGiven(person, saysRegistered(chance, person, truthOf(conduct, person), session, date)),
  );
  await record(conduct, registrar, 'registered', 'self-reported', said, date);
}

function answering(chance: Chance, session: Session): readonly Person[] {
  return followed(session).filter(() => chance.happens(assumptions.interviewResponse.value));
}

function saysRegistered(chance: Chance, person: Person, truth: Truth, { heldOn }: Session, date: string): Row {
  const { registeredAfterDays } = truth;
  const registeredOn = registeredAfterDays === null ? null : addDays(heldOn, registeredAfterDays);
  const isOverReporting = chance.happens(assumptions.overReporting.value);
  if (registeredOn !== null && registeredOn <= date) return happened(person, registeredOn);
  return happened(person, isOverReporting ? addDays(heldOn, 1) : null);
}

/** The borough matches its lists with the register and sends nothing but id, result and date. */
async function match(conduct: Conduct, token: string, sessions: readonly Session[], date: string): Promise<void> {
  const uploads = sessions.flatMap((session) => {
    const chance = conduct.chance(`match|${session.index}`);
    return followed(session).flatMap((person) => matched(chance, person, truthOf(conduct, person), session, date));
  });
  await record(conduct, token, 'registered', 'administrative', uploads, date);
}

function matched(chance: Chance, person: Person, truth: Truth, { heldOn }: Session, date: string): readonly Upload[] {
  const isMissing = chance.happens(assumptions.missingFromMatch.value);
  const isUnmatchable = chance.happens(assumptions.unmatchable.value);
  const isWrong = chance.happens(assumptions.wrongEntries.value);
  if (isMissing) return [];
  if (isUnmatchable) return [asGiven(person, { trial_id: person.trialId, status: 'unmatchable' })];
  const { registeredAfterDays } = truth;
  const row = happened(person, registeredAfterDays === null ? null : addDays(heldOn, registeredAfterDays));
  if (!isWrong) return [asGiven(person, row)];
  const fortnightLater = addDays(row.date ?? heldOn, 14);
  const wrong = happened(person, fortnightLater < date ? fortnightLater : date);
  return [{ person, row: wrong, right: { row, reason: row.date === undefined ? 'wrong-person' : 'wrong-date' } }];
}

async function verifyVolunteering(conduct: Conduct, sessions: readonly Session[], date: string): Promise<void> {
  const rows = sessions.flatMap((session) =>
    followed(session).map((person) => {
      const { volunteeredAfterDays } = truthOf(conduct, person);
      const on = volunteeredAfterDays === null ? null : addDays(session.heldOn, volunteeredAfterDays);
      return asGiven(person, happened(person, on));
    }),
  );
  await record(conduct, conduct.staff.volunteerPartner, 'volunteered', 'partner-verified', rows, date);
}

/** Uploads the rows where the protocol has such an outcome, and plans the corrections for a week later. */
async function record(
  conduct: Conduct,
  token: string,
  outcome: string,
  source: string,
  uploads: readonly Upload[],
  date: string,
): Promise<void> {
  const { client, slug, protocol, agenda } = conduct;
  const isDeclared = protocol.outcomes.some(({ name }) => name === outcome);
  if (!isDeclared || uploads.length === 0) return;
  const path = `/trials/${slug}/follow-ups`;
  const body = { outcome, source, rows: uploads.map(({ row }) => row) };
  const { ids } = await client.write(token, path, body, recordedReply);
  const corrections = uploads.flatMap(({ person, right }, index) =>
    right === null ? [] : [{ person, row: { ...right.row, corrects: ids[index], reason: right.reason } }],
  );
  if (corrections.length === 0) return;
  agenda.add(workingDayFrom(addDays(date, 7)), '12:30', async () => {
    const rows = corrections.filter(({ person }) => person.decision === null).map(({ row }) => row);
    if (rows.length > 0) await client.write(token, path, { outcome, source, rows }, recordedReply);
  });
}

/** Everybody on the list who has not left the trial. */
function followed({ members }: Session): readonly Person[] {
  return members.filter(({ decision }) => decision === null);
}

function happened({ trialId }: Person, date: string | null): Row {
  return date === null
    ? { trial_id: trialId, status: 'not-happened' }
    : { trial_id: trialId, status: 'happened', date };
}

function asGiven(person: Person, row: Row): Upload {
  return { person, row, right: null };
}

function truthOf({ slug, protocol, arms }: Conduct, person: Person): Truth {
  return truthFor(slug, person, protocol.unit === 'ceremony' ? 'ceremony' : 'household', arms);
}
