/**
 * When what happens: the weeks of a demo trial, the ceremonies of every borough, and the days on which lists are made,
 * closed and unsealed. Everything falls on a working day.
 */
import { addDays } from '../../trial/calendar.ts';
import type { Protocol } from '../../trial/protocol.ts';
import { isWorkingDay, workingDaysBefore } from '../../trial/working-days.ts';
import { assumptions } from './assumptions.ts';
import { habitsOf } from './borough-habits.ts';

/** The dates of a trial, each a Monday. */
export type Milestones = {
  readonly lockedOn: string;
  readonly baselineFrom: string;
  readonly baselineWeeks: number;
  readonly opensOn: string;
  readonly firstWeek: string;
  readonly weeks: number;
};

/** What befalls a ceremony after its list has closed. */
export type Incident = 'none' | 'cancelled' | 'moved' | 'merged';

export type Slot = {
  readonly borough: string;
  readonly phase: 'baseline' | 'trial';
  /** From 0 within its phase. */
  readonly week: number;
  readonly heldOn: string;
  readonly startsAt: string;
  readonly venue: string;
  readonly incident: Incident;
};

/** @param weeks of ceremonies in the trial; a demo shorter than its baseline phase has a baseline that short */
export function milestonesOf({ baseline }: Protocol, weeks: number, longestBaseline: number): Milestones {
  const start = assumptions.firstBaselineWeek.value;
  const opensOn = addDays(start, 7 * longestBaseline);
  return {
    lockedOn: addDays(start, -assumptions.lockedDaysBefore.value),
    baselineFrom: start,
    baselineWeeks: Math.min(baseline?.weeks ?? 0, longestBaseline),
    opensOn,
    firstWeek: addDays(opensOn, 7 * assumptions.weeksBeforeTheFirst.value),
    weeks,
  };
}

/** Every ceremony of a trial, in the order of weeks and boroughs. One is cancelled, one moved and one merged. */
export function slotsOf(protocol: Protocol, milestones: Milestones): readonly Slot[] {
  const boroughs = protocol.boroughs.map(({ code }) => code);
  const phases = [
    { phase: 'baseline', from: milestones.baselineFrom, weeks: milestones.baselineWeeks },
    { phase: 'trial', from: milestones.firstWeek, weeks: milestones.weeks },
  ] as const;
  return phases.flatMap(({ phase, from, weeks }) =>
    Array.from({ length: weeks }, (_, week) => week).flatMap((week) =>
      boroughs.map((borough, index) => ({
        borough,
        phase,
        week,
        heldOn: workingDayFrom(addDays(from, 7 * week + weekdayOffset(protocol, borough))),
        ...placeOf(protocol),
        incident: phase === 'trial' ? incidentOf(week, index, weeks) : 'none',
      })),
    ),
  );
}

/** The two trials never share a room: a ceremony belongs to one open trial. */
function placeOf({ unit }: Protocol): Pick<Slot, 'startsAt' | 'venue'> {
  return unit === 'ceremony'
    ? { startsAt: '10:30', venue: 'council-chamber' }
    : { startsAt: '14:30', venue: 'register-office' };
}

function weekdayOffset({ unit }: Protocol, borough: string): number {
  const { weekdays } = habitsOf(borough);
  return weekdays[unit === 'ceremony' ? 'ceremony' : 'household'] - 1;
}

/** Incidents of the second, third and fourth borough, after a third, a half and two thirds of the weeks. */
function incidentOf(week: number, borough: number, weeks: number): Incident {
  if (borough === 1 && week === Math.floor(weeks / 3)) return 'cancelled';
  if (borough === 2 && week === Math.floor(weeks / 2)) return 'merged';
  if (borough === 3 && week === Math.floor((2 * weeks) / 3)) return 'moved';
  return 'none';
}

/** The day itself, or the first working day after it. */
export function workingDayFrom(date: string): string {
  return isWorkingDay(date) ? date : workingDayFrom(addDays(date, 1));
}

/** The day on which the arms may first be seen. */
export function unsealDay({ heldOn }: Pick<Slot, 'heldOn'>, { leadTimeWorkingDays }: Protocol): string {
  return workingDaysBefore(heldOn, leadTimeWorkingDays);
}

/** One working day before that: the list is closed and the arm is not yet to be seen. */
export function closingDay({ heldOn }: Pick<Slot, 'heldOn'>, { leadTimeWorkingDays }: Protocol): string {
  return workingDaysBefore(heldOn, leadTimeWorkingDays + 1);
}

export function later(a: string, b: string): string {
  return a > b ? a : b;
}
