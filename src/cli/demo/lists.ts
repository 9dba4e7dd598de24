/**
 * The registrars' work before a ceremony: schedule it, put people on its list in two lots, rebook a few, close the list,
 * and see the arm from the lead time on.
 */
import { addDays } from '../../trial/calendar.ts';
import { workingDaysBefore } from '../../trial/working-days.ts';
import { assumptions } from './assumptions.ts';
import type { Conduct } from './conduct.ts';
import { anything, armsReply, ceremonyReply, enrolledReply, listReply } from './replies.ts';
import type { Person, Session } from './session.ts';
import { boroughStaffOf } from './staff.ts';
import { closingDay, later, unsealDay, workingDayFrom } from './timetable.ts';

/** @param from the first day on which the trial takes ceremonies */
export function planLists(conduct: Conduct, from: string): void {
  const { agenda, protocol } = conduct;
  const tooEarly = conduct.sessions.find(({ phase }) => phase === 'trial');
  for (const session of conduct.sessions) {
    const closing = closingDay(session, protocol);
    const lots = lotsOf(session.booked);
    const day = (daysBefore: number) => workingDayFrom(later(addDays(session.heldOn, -daysBefore), from));
    agenda.add(day(assumptions.scheduledDaysBefore.value), '09:00', () => schedule(conduct, session));
    agenda.add(day(assumptions.enrolledDaysBefore.value), '10:00', () => enrol(conduct, session, lots.first));
    agenda.add(workingDaysBefore(closing, 2), '10:00', () => enrol(conduct, session, lots.second));
    agenda.add(closing, '10:30', () => rebook(conduct, session));
    agenda.add(closing, '11:00', () => close(conduct, session));
    if (session.phase === 'baseline') continue;
    if (session === tooEarly) agenda.add(closing, '11:30', () => unsealTooEarly(conduct, session));
    agenda.add(unsealDay(session, protocol), '09:00', () => unseal(conduct, session));
  }
}

/** Cuts a list in two without parting a household. */
function lotsOf(people: readonly Person[]): { readonly first: readonly Person[]; readonly second: readonly Person[] } {
  let cut = Math.floor(people.length * assumptions.enrolledInFirstLot.value);
  while (cut < people.length && people[cut]?.row.household_hash === people[cut - 1]?.row.household_hash) cut += 1;
  return { first: people.slice(0, cut), second: people.slice(cut) };
}

async function schedule({ client, staff, slug }: Conduct, session: Session): Promise<void> {
  const { borough, heldOn, startsAt, venue, phase } = session;
  const { registrar } = boroughStaffOf(staff, borough);
  const slot = { borough, heldOn, startsAt, venue, phase };
  session.id = (await client.write(registrar, `/trials/${slug}/ceremonies`, slot, ceremonyReply)).id;
}

async function enrol({ client, staff }: Conduct, session: Session, lot: readonly Person[]): Promise<void> {
  if (lot.length === 0) return;
  const { registrar } = boroughStaffOf(staff, session.borough);
  const cohort = { attendees: lot.map(({ row }) => row) };
  const { attendees } = await client.write(registrar, `/ceremonies/${session.id}/cohort`, cohort, enrolledReply);
  const ids = new Map(attendees.map(({ reference_hash, trial_id }) => [reference_hash, trial_id]));
  for (const person of lot) person.trialId = idOf(ids, person);
}

/** A few people ask for another date: they go on the list of the borough's next ceremony. */
async function rebook(conduct: Conduct, session: Session): Promise<void> {
  const { next, borough, index } = session;
  if (next === null) return;
  const { registrar } = boroughStaffOf(conduct.staff, borough);
  const chance = conduct.chance(`rebook|${index}`);
  const leaving = new Set(session.booked.filter(() => chance.happens(assumptions.rebookedBeforeClosing.value)));
  if (leaving.size === session.booked.length) return;
  for (const { trialId } of leaving) {
    const body = { trial_id: trialId, to: next.id, reason: 'asked-for-another-date' };
    await conduct.client.write(registrar, `/ceremonies/${session.id}/rebook`, body, anything);
  }
  session.booked = session.booked.filter((person) => !leaving.has(person));
  next.booked.push(...leaving);
}

/** Closes the list; the borough then reads it to know the code of each household. */
async function close({ client, staff, slug, protocol }: Conduct, session: Session): Promise<void> {
  const { registrar } = boroughStaffOf(staff, session.borough);
  await client.write(registrar, `/trials/${slug}/close-lists`, { ceremonies: [session.id] }, anything);
  const list = await client.read(registrar, `/ceremonies/${session.id}/list`, listReply);
  const households = new Map(list.map(({ reference_hash, household }) => [reference_hash, household]));
  session.members = session.booked.filter(({ row }) => row.eligible === 'yes');
  if (session.members.length !== list.length) throw new Error('A closed list is not what was booked.');
  for (const person of session.members) {
    const household = idOf(households, person);
    person.unit = protocol.unit === 'ceremony' ? session.id : household;
    person.randomisedIn = session;
  }
}

async function unseal({ client, staff, arms }: Conduct, session: Session): Promise<void> {
  const { registrar } = boroughStaffOf(staff, session.borough);
  await client.write(registrar, `/ceremonies/${session.id}/unseal`, {}, anything);
  const unsealed = await client.read(registrar, `/ceremonies/${session.id}/arms`, armsReply);
  for (const { unit, arm } of unsealed.arms) arms.set(unit, arm);
}

/** Somebody is curious before the lead time has begun. */
async function unsealTooEarly({ client, staff }: Conduct, session: Session): Promise<void> {
  const { registrar } = boroughStaffOf(staff, session.borough);
  await client.writeRefused(registrar, `/ceremonies/${session.id}/unseal`, {}, 'too-early');
}

function idOf(ids: ReadonlyMap<string, string>, { row }: Person): string {
  const id = ids.get(row.reference_hash);
  if (id === undefined) throw new Error('The service does not know somebody who was enrolled.');
  return id;
}
