/** Puts a group ceremony of a borough into a trial. A place, date and time hold one ceremony, of one open trial. */

import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission, seesBorough } from '../access/permissions.ts';
import { addDays, londonDate } from '../trial/calendar.ts';
import { unsealFrom } from '../trial/lead-time.ts';
import { running } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { newIdentifier } from './identifier.ts';
import { loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';

export const slotSchema = z.strictObject({
  heldOn: z.iso.date().describe('Date of the ceremony, YYYY-MM-DD'),
  startsAt: z
    .string()
    .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'a time such as 14:30')
    .describe('Local time, HH:MM'),
  venue: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a short code such as town-hall')
    .max(60)
    .describe('Code of the room or building, lower case with hyphens'),
});

export const scheduleSchema = slotSchema.extend({
  borough: z
    .string()
    .regex(/^E09[0-9]{6}$/, 'an ONS code such as E09000005')
    .describe('ONS code of the borough'),
  phase: z.enum(['baseline', 'trial']).optional().describe('Defaults to the phase the trial is in'),
});

export type Slot = z.infer<typeof slotSchema>;
export type Schedule = z.infer<typeof scheduleSchema>;

/** A ceremony that was held can still be entered for this long; an earlier date is a slip of the pen. */
const enteredWithinDays = 31;

/**
 * Refuses a date more than 31 days before today in London. Training may go back further, so that a whole trial can be tried
 * out with windows that have ended. @param now in ISO 8601
 */
export function refuseLongPast(mode: 'training' | 'live', heldOn: string, now: string): void {
  if (mode === 'training') return;
  const earliest = addDays(londonDate(now), -enteredWithinDays);
  if (heldOn < earliest) {
    throw new InputRefused([
      {
        path: 'heldOn',
        message: `lies more than ${enteredWithinDays} days in the past: give a date from ${earliest} on`,
      },
    ]);
  }
}

/** A slot's columns, with the day from which its arm may be seen. */
export function slotRow(slot: Slot, phase: 'baseline' | 'trial', leadTimeWorkingDays: number) {
  return { ...slot, unsealFrom: phase === 'trial' ? unsealFrom(slot.heldOn, leadTimeWorkingDays) : null };
}

export async function scheduleCeremony(deps: Deps, request: Request, slug: string, input: Schedule) {
  requirePermission(request.account, 'schedule-ceremony');
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, running, 'Scheduling a ceremony');
    const { borough, heldOn, startsAt, venue } = input;
    if (!seesBorough(request.account, borough))
      throw new Refusal('not-found', 'You can schedule ceremonies of your own borough.');
    if (!trial.protocol.boroughs.some(({ code }) => code === borough)) {
      throw new InputRefused([{ path: 'borough', message: `${borough} does not take part in this trial` }]);
    }
    refuseLongPast(trial.row.mode, heldOn, now);
    const phase = input.phase ?? (trial.status === 'baseline' ? 'baseline' : 'trial');
    if (phase === 'baseline' && trial.status !== 'baseline') {
      throw new InputRefused([
        { path: 'phase', message: 'the baseline phase of this trial is over; give trial or leave it out' },
      ]);
    }
    const id = newIdentifier(deps);
    const stamp = { at: now, actor: request.account.id };
    const slot = slotRow({ heldOn, startsAt, venue }, phase, trial.protocol.leadTimeWorkingDays);
    return {
      status: 201,
      reply: { id, trial: slug, borough, phase, heldOn, startsAt, venue },
      appends: [
        { into: 'ceremony', rows: [{ id, trial: slug, borough, phase, ...stamp }] },
        {
          into: 'ceremonySlot',
          rows: [{ ceremony: id, seq: 0, borough, ...slot, ...stamp }],
        },
      ],
      notes: [{ act: 'schedule-ceremony', subject: id, payload: { borough, phase, heldOn, startsAt, venue } }],
    };
  });
}
