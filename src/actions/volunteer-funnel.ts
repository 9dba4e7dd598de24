/** How far people came on the way to volunteering, over all arms together: each person once at each step that stands on record. */

import type { Row } from '../store/port.ts';
import { type FunnelStep, funnelSteps, standingRecords } from '../trial/outcome-window.ts';
import type { Protocol } from '../trial/protocol.ts';

export type Funnel = {
  readonly outcome: string;
  readonly label: string;
  readonly steps: readonly { readonly step: FunnelStep; readonly people: number }[];
};

/** @param people the ids of those who count @param followUps of the trial, as recorded */
export function volunteerFunnels(
  { outcomes }: Protocol,
  people: ReadonlySet<string>,
  followUps: readonly Row<'followUp'>[],
): readonly Funnel[] {
  const verified = outcomes.filter(({ sources }) => sources.includes('partner-verified'));
  return verified.flatMap(({ name, label }): readonly Funnel[] => {
    const records = followUps
      .filter(
        ({ outcome, attendee, isAfterFreeze }) => outcome === name && people.has(attendee) && isAfterFreeze !== true,
      )
      .map((row) => ({
        ...row,
        status: row.takesBack === true ? ('taken-back' as const) : row.status,
        learntOn: row.learntOn ?? row.at.slice(0, 10),
      }));
    if (!records.some(({ step }) => step !== null)) return [];
    const standing = standingRecords(records).map(({ id }) => id);
    const own = new Map(records.map((row) => [row.id, row]));
    const steps = funnelSteps.map((step) => {
      const reached = standing.flatMap((id) => (own.get(id)?.step === step ? [own.get(id)?.attendee ?? ''] : []));
      return { step, people: new Set(reached).size };
    });
    return [{ outcome: name, label, steps }];
  });
}
