/**
 * The delivery log of a ceremony: who delivered it, what of the arm was there, how long it took and in what it differed (TIDieR,
 * items 8, 10 and 12). It is kept once the ceremony's day has come and its arm is unsealed, since nobody else can say in what it
 * differed; a correction is a newer row.
 */

import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { londonDate } from '../trial/calendar.ts';
import { requireCeremony } from '../trial/ceremony-lifecycle.ts';
import { mayLogOn } from '../trial/ceremony-verdicts.ts';
import { contradictionIn, deliveryDeviations } from '../trial/delivery.ts';
import { running } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadCeremony, loadTrial, requireStatus } from './load.ts';
import { organisationCode, refuseUnknownOrganisations } from './organisations.ts';
import { perform } from './perform.ts';

export const deliverySchema = z.strictObject({
  deliveredBy: z
    .array(organisationCode)
    .min(1, 'name at least one organisation')
    .max(20)
    .refine((codes) => new Set(codes).size === codes.length, 'names an organisation twice')
    .describe('Codes of the trial’s organisations'),
  servicePresent: z.boolean().describe('Whether the volunteering service was there'),
  formHelp: z.boolean().describe('Whether help with forms was offered'),
  minutes: z
    .int()
    .min(0, 'minutes from 0 to 240')
    .max(240, 'minutes from 0 to 240')
    .describe('From the welcome to the end of what the arm adds'),
  deviations: z
    .array(z.enum(deliveryDeviations))
    .refine((codes) => new Set(codes).size === codes.length, 'names a deviation twice')
    .describe('In what it differed from the arm; none where it was delivered as drawn'),
});

export type DeliveryInput = z.infer<typeof deliverySchema>;

/** Refuses `too-early` before the day, `still-sealed`, `list-open`, `ceremony-cancelled`. */
export async function recordDelivery(deps: Deps, request: Request, ceremonyId: string, input: DeliveryInput) {
  requirePermission(request.account, 'record-delivery');
  const { trial } = await loadCeremony(deps, request.account, ceremonyId);
  return perform(deps, request, trial, async (now) => {
    const ceremony = await loadCeremony(deps, request.account, ceremonyId);
    requireStatus(await loadTrial(deps, trial), running, 'Keeping a delivery log');
    requireHeld(ceremony, now);
    const contradiction = contradictionIn({ phase: ceremony.phase, ...input });
    if (contradiction !== null) throw new InputRefused([{ path: 'deviations', message: contradiction }]);
    await refuseUnknownOrganisations(
      deps,
      trial,
      ceremony.borough,
      input.deliveredBy.map((code, index) => ({ path: `deliveredBy[${index}]`, code })),
    );
    const seq = (await deps.store.read.deliveryLogsOf(ceremonyId)).length;
    const { deliveredBy, servicePresent, formHelp, minutes, deviations } = input;
    const row = { ceremony: ceremonyId, seq, trial, servicePresent, formHelp, minutes };
    return {
      status: 201,
      reply: { ceremony: ceremonyId, version: seq + 1, ...input },
      appends: [
        { into: 'deliveryLog', rows: [{ ...row, at: now, actor: request.account.id }] },
        {
          into: 'deliveryBy',
          rows: deliveredBy.map((organisation) => ({ ceremony: ceremonyId, seq, trial, organisation })),
        },
        { into: 'deliveryDeviation', rows: deviations.map((deviation) => ({ ceremony: ceremonyId, seq, deviation })) },
      ],
      notes: [{ act: 'record-delivery', subject: ceremonyId, payload: { version: seq + 1, ...input } }],
    };
  });
}

/** The log with its corrections, oldest first: the last one stands. */
export async function readDelivery(deps: Deps, account: Account, ceremonyId: string) {
  requirePermission(account, 'record-delivery');
  await loadCeremony(deps, account, ceremonyId);
  const logs = await deps.store.read.deliveryLogsOf(ceremonyId);
  return logs.map(({ seq, at, actor, deliveredBy, servicePresent, formHelp, minutes, deviations }) => ({
    ...{ version: seq + 1, at, actor },
    ...{ deliveredBy, servicePresent, formHelp, minutes, deviations },
  }));
}

/** Refuses, with the sentence and the code that fit, unless a log of this ceremony can be kept now. */
export function requireHeld(ceremony: CeremonyState, now: string): void {
  requireCeremony('record-delivery', ceremony);
  const today = londonDate(now);
  const answer = mayLogOn(ceremony, today);
  if (answer !== true) throw new Refusal(today < ceremony.heldOn ? 'too-early' : 'still-sealed', answer);
}
