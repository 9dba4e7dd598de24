/**
 * What may be done with a ceremony today, act by act, and in one plain sentence why not what may not: the whole transition table of
 * a ceremony as its page shows it. The acts themselves refuse by the same functions, each again and in its own write; what only the
 * database can tell (who is on the list) is theirs to find out.
 */
import { type CeremonyAct, type CeremonyFlags, mayCeremony, mayGiveUp } from './ceremony-lifecycle.ts';
import { unsealFrom } from './lead-time.ts';
import { frozen, mayWhile, running, setUpOrRunning, sinceOpened, type TrialStatus } from './lifecycle.ts';

export type CeremonyToday = CeremonyFlags & {
  readonly phase: 'baseline' | 'trial';
  /** 'YYYY-MM-DD' in London. */
  readonly heldOn: string;
  /** Ids of the ceremonies whose people come here instead. */
  readonly mergedHere: readonly string[];
};

export type TrialToday = {
  readonly status: TrialStatus;
  readonly mode: 'training' | 'live';
  readonly leadTimeWorkingDays: number;
  /** All its lists are drawn together, by the trial administrator. */
  readonly isDrawnAtOnce: boolean;
};

export type Verdict = true | string;
export type Verdicts = Readonly<Record<CeremonyAct, Verdict>>;

/** What is done about people of a ceremony, or beside it. */
export type PeopleAct = 'rebook' | 'withdraw' | 'report-error' | 'assign-partner';
export type PeopleVerdicts = Readonly<Record<PeopleAct, Verdict>>;

/** Of the acts that are about its people, its draw or its partners. */
export function peopleVerdictsOn(
  ceremony: CeremonyFlags & Pick<CeremonyToday, 'phase'>,
  status: TrialStatus,
): PeopleVerdicts {
  const reporting = mayWhile(status, sinceOpened, 'Reporting an error of the randomisation');
  const asking = mayWhile(status, setUpOrRunning, 'Assigning a partner');
  return {
    rebook: ceremony.isListClosed
      ? 'The list of this ceremony is closed, so its people stay on it. Record at check-in that they are rebooked: your other ceremonies then expect them.'
      : true,
    withdraw: mayWhile(status, [...setUpOrRunning, ...frozen], 'Recording a withdrawal'),
    'report-error':
      ceremony.phase === 'baseline'
        ? noArm
        : ceremony.isListClosed
          ? reporting
          : 'The list of this ceremony is still open: nothing is drawn that could have gone wrong.',
    'assign-partner': asking === true ? mayCeremony('move', ceremony) : asking,
  };
}

/** @param today 'YYYY-MM-DD' in London */
export function verdictsOn(ceremony: CeremonyToday, trial: TrialToday, today: string): Verdicts {
  const first = (...answers: readonly Verdict[]): Verdict => answers.find((answer) => answer !== true) ?? true;
  const by = (act: CeremonyAct) => mayCeremony(act, ceremony);
  const changing = mayWhile(trial.status, running, 'Changing a ceremony');
  return {
    enrol: first(mayWhile(trial.status, running, 'Enrolling a cohort'), by('enrol')),
    'join-late': first(mayWhile(trial.status, running, 'Adding somebody to a closed list'), by('join-late')),
    'close-list': first(mayClose(ceremony, trial), by('close-list'), missedOrNot(ceremony, trial, today)),
    unseal: first(
      ceremony.phase === 'baseline' ? noArm : true,
      by('unseal'),
      mayUnsealOn(ceremony.heldOn, trial.leadTimeWorkingDays, today),
    ),
    'record-attendance': first(
      mayWhile(trial.status, running, 'Recording attendance'),
      by('record-attendance'),
      mayRecordOn(ceremony.heldOn, today),
    ),
    'record-delivery': first(
      mayWhile(trial.status, running, 'Keeping a delivery log'),
      by('record-delivery'),
      mayLogOn(ceremony, today),
    ),
    move: first(changing, by('move')),
    cancel: first(changing, by('cancel'), mayGiveUp(ceremony.mergedHere)),
    merge: first(changing, by('merge'), mayGiveUp(ceremony.mergedHere)),
  };
}

export const noArm = 'This ceremony is in the baseline phase: no arm is drawn for it.';

function mayClose({ phase }: CeremonyToday, { status, isDrawnAtOnce }: TrialToday): Verdict {
  if (phase === 'baseline') return mayWhile(status, running, 'Closing a list');
  const open = mayWhile(status, ['open'], 'Closing a list');
  if (open !== true || !isDrawnAtOnce) return open;
  return 'This trial draws all its lists at once: the trial administrator closes them together, over all boroughs.';
}

/** An arm drawn after the day conceals nothing from those who were there. */
function missedOrNot({ phase, heldOn }: CeremonyToday, { mode }: TrialToday, today: string): Verdict {
  if (phase === 'baseline' || mode === 'training' || heldOn >= today) return true;
  return (
    `This ceremony was held on ${heldOn}: an arm drawn after its day conceals nothing. ` +
    'Record it as missed: cancel it with the reason that its list was not closed in time.'
  );
}

/** true from the day on which the arm of a ceremony held on `heldOn` may be seen. */
export function mayUnsealOn(heldOn: string, leadTimeWorkingDays: number, today: string): Verdict {
  const from = unsealFrom(heldOn, leadTimeWorkingDays);
  return today >= from
    ? true
    : `The arm of this ceremony can be unsealed from ${from} on (${leadTimeWorkingDays} working days before).`;
}

/** true from the day of the ceremony on. */
export function mayRecordOn(heldOn: string, today: string): Verdict {
  return today >= heldOn
    ? true
    : `This ceremony is held on ${heldOn}: who came can be recorded from that day on. ` +
        'Before it, record only who was rebooked or left the list.';
}

/** true from the day of the ceremony on, once its arm is unsealed. */
export function mayLogOn(
  { heldOn, phase, isUnsealed }: Pick<CeremonyToday, 'heldOn' | 'phase' | 'isUnsealed'>,
  today: string,
): Verdict {
  if (today < heldOn) return `This ceremony is held on ${heldOn}: its delivery can be logged from that day on.`;
  return phase === 'baseline' || isUnsealed
    ? true
    : 'The arm of this ceremony was never unsealed, so nobody can say in what it differed. Unseal it first.';
}
