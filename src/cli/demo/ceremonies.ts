/**
 * The day of the ceremony: who came, who was late or absent, who comes to the next one instead; a ceremony that is
 * cancelled, moved or merged after its draw; and people who leave the trial afterwards.
 */
import { addDays } from '../../trial/calendar.ts';
import { workingDaysBefore } from '../../trial/working-days.ts';
import { assumptions } from './assumptions.ts';
import type { Chance } from './chance.ts';
import type { Conduct } from './conduct.ts';
import { anything } from './replies.ts';
import type { Decision, Person, Session } from './session.ts';
import { boroughStaffOf } from './staff.ts';
import { workingDayFrom } from './timetable.ts';

type Attendance = 'attended' | 'absent' | 'late' | 'rebooked' | 'left-list';

export function planCeremonies(conduct: Conduct): void {
  for (const session of conduct.sessions) {
    const { heldOn, incident } = session;
    if (incident !== 'none') {
      conduct.agenda.add(workingDaysBefore(heldOn, 1), '15:00', () => change(conduct, session));
    }
    if (incident === 'cancelled' || incident === 'merged') continue;
    const day = incident === 'moved' ? movedTo(session) : heldOn;
    conduct.agenda.add(day, '16:00', () => hold(conduct, session, day));
  }
}

function movedTo({ heldOn }: Session): string {
  return workingDayFrom(addDays(heldOn, 1));
}

/** What befalls a ceremony on the day before; the people of one that is not held come to the next. */
async function change({ client, staff }: Conduct, session: Session): Promise<void> {
  const { registrar } = boroughStaffOf(staff, session.borough);
  const { id, next, startsAt, incident } = session;
  if (incident === 'moved') {
    const slot = { heldOn: movedTo(session), startsAt, venue: 'central-library', reason: 'venue-unavailable' };
    await client.write(registrar, `/ceremonies/${id}/move`, slot, anything);
    return;
  }
  if (next === null) throw new Error('The last ceremony of a borough cannot be cancelled or merged here.');
  if (incident === 'cancelled') {
    await client.write(registrar, `/ceremonies/${id}/cancel`, { reason: 'venue-unavailable' }, anything);
  } else {
    await client.write(registrar, `/ceremonies/${id}/merge`, { into: next.id, reason: 'staff-unavailable' }, anything);
  }
  next.visitors.push(...session.members);
}

async function hold(conduct: Conduct, session: Session, day: string): Promise<void> {
  const { registrar } = boroughStaffOf(conduct.staff, session.borough);
  const chance = conduct.chance(`attendance|${session.index}`);
  const members = session.members.filter(({ decision }) => decision === null);
  const visitors = session.visitors.filter(({ decision }) => decision === null);
  const rows = [
    ...members.map((person) => ({ trial_id: person.trialId, status: comes(chance, person, session) })),
    ...visitors.map((person) => ({ trial_id: person.trialId, status: comesLater(chance, person, session) })),
  ];
  await conduct.client.write(registrar, `/ceremonies/${session.id}/attendance`, { rows }, anything);
  for (const person of [...members, ...visitors]) planWithdrawal(conduct, chance, person, day);
}

/** Somebody on the list of this ceremony. Whoever misses it and comes to the next is put among its visitors. */
function comes(chance: Chance, person: Person, session: Session): Attendance {
  const { leftTheList, rebookedAfterClosing, late, absent } = assumptions;
  const attendance = chance.oneOf<Attendance>([
    ['left-list', leftTheList.value],
    ['rebooked', rebookedAfterClosing.value],
    ['late', late.value],
    ['absent', absent.value],
    ['attended', 1 - leftTheList.value - rebookedAfterClosing.value - late.value - absent.value],
  ]);
  const isExpected = attendance === 'rebooked' || attendance === 'late';
  const isComing = isExpected || (attendance === 'absent' && chance.happens(assumptions.absentComesToTheNext.value));
  if (attendance === 'attended') person.cameTo = session;
  else if (isComing) visitNext(session, person);
  return attendance === 'rebooked' && session.next === null ? 'absent' : attendance;
}

/** To the borough's next ceremony that is held; nowhere where there is none. */
function visitNext({ next }: Session, person: Person): void {
  if (next === null) return;
  if (next.incident === 'cancelled' || next.incident === 'merged') visitNext(next, person);
  else next.visitors.push(person);
}

/** Somebody who should have come to an earlier one; no third date is given. */
function comesLater(chance: Chance, person: Person, session: Session): Attendance {
  if (chance.happens(assumptions.absent.value)) return 'absent';
  person.cameTo = session;
  return 'attended';
}

function planWithdrawal(conduct: Conduct, chance: Chance, person: Person, day: string): void {
  if (person.decision !== null || !chance.happens(assumptions.withdrawn.value)) return;
  const isCountOnly = chance.happens(assumptions.withdrawnCountOnly.value);
  const decision: Decision = isCountOnly ? 'count-only' : 'keep-outcomes';
  const reason = chance.happens(0.5) ? 'no-reason-given' : isCountOnly ? 'objected' : 'moved-away';
  const date = workingDayFrom(addDays(day, 3 + chance.below(assumptions.withdrawnWithinDays.value)));
  conduct.agenda.add(date, '14:00', () => withdraw(conduct, person, decision, reason));
}

/** Somebody seen at two ceremonies may have been planned for twice: one leaves once. */
async function withdraw({ client, staff, slug }: Conduct, person: Person, decision: Decision, reason: string) {
  const { trialId, randomisedIn } = person;
  if (person.decision !== null || randomisedIn === null) return;
  const { registrar } = boroughStaffOf(staff, randomisedIn.borough);
  await client.write(registrar, `/trials/${slug}/withdrawals`, { trial_id: trialId, reason, decision }, anything);
  person.decision = decision;
}
