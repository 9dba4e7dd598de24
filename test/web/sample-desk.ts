/** One ceremony's page in the sample, for each line of the sample's list: what may be done follows from the rules themselves. */
import type { CeremonyDesk } from '../../src/actions/read-ceremony-desk.ts';
import type { RunSheet } from '../../src/actions/read-run-sheet.ts';
import { peopleVerdictsOn, verdictsOn } from '../../src/trial/ceremony-verdicts.ts';
import { unsealFrom } from '../../src/trial/lead-time.ts';
import type { CeremonyLine } from '../../src/web/reads.ts';
import { ceremonyOfferProtocol, welcomePackProtocol } from './sample-protocol.ts';

/** @param lines the borough's ceremonies @param today 'YYYY-MM-DD' */
export function sampleDesk(lines: readonly CeremonyLine[], id: string, today: string): CeremonyDesk {
  const line = lines.find((one) => one.id === id);
  if (line === undefined) throw new Error(`The sample has no ceremony ${id}.`);
  const protocol = line.trial === 'welcome-pack' ? welcomePackProtocol : ceremonyOfferProtocol;
  const view = (one: CeremonyLine) => ({
    id: one.id,
    trial: one.trial,
    borough: 'E09000005',
    phase: one.arm.kind === 'none' ? ('baseline' as const) : ('trial' as const),
    slotSeq: 0,
    heldOn: one.heldOn,
    startsAt: one.startsAt,
    venue: 'civic-centre',
    isListClosed: one.list === 'closed',
    isUnsealed: one.arm.kind === 'unsealed' || one.arm.kind === 'several',
    isCancelled: one.state === 'cancelled',
    mergedInto: one.state === 'merged' ? 'ceremony-other' : null,
    closedForDate: one.list === 'closed' ? one.heldOn : null,
    booked: one.booked,
    unsealFrom: unsealFrom(one.heldOn, protocol.leadTimeWorkingDays),
    mayUnseal: false,
  });
  const ceremony = view(line);
  const trial = {
    status: 'open',
    mode: 'training',
    leadTimeWorkingDays: protocol.leadTimeWorkingDays,
    isDrawnAtOnce: false,
  } as const;
  return {
    ceremony,
    protocol,
    isTraining: true,
    eligible: line.booked,
    households: Math.ceil(line.booked / 2),
    verdicts: verdictsOn({ ...ceremony, mergedHere: [] }, trial, today),
    peopleVerdicts: peopleVerdictsOn(ceremony, trial.status),
    arm: line.arm.kind === 'unsealed' ? line.arm.arm : null,
    others: lines.filter((one) => one.id !== id && one.heldOn >= today && one.state === 'planned').map(view),
  };
}

/** Four people of three households, one of whom came late and one left the trial. */
export function sampleRunSheet({ ceremony, protocol, arm }: CeremonyDesk): RunSheet {
  const person = (digit: string, household: string, changes: Partial<RunSheet['people'][number]> = {}) => ({
    id: digit.repeat(20),
    referenceHash: digit.repeat(64),
    household,
    joinedLate: null,
    hasLeft: false,
    arm,
    version: 0,
    linkHash: null,
    ...changes,
  });
  const people = [
    person('1', 'a'),
    person('2', 'a'),
    person('3', 'b', { hasLeft: true }),
    person('4', 'c', { joinedLate: 'walk-in' }),
  ];
  return { ceremony, protocol, isTraining: true, people };
}
