/**
 * The life of a trial as one table: which act leads from which status to which. Everything else that asks "may this
 * happen now?" reads it. The words are those of the protocol's contract: the seed is published, figures are released.
 */
export const trialStatuses = [
  'draft',
  'locked',
  'baseline',
  'open',
  'paused',
  'closed',
  'analysed',
  'seed-published',
  'released',
] as const;
export type TrialStatus = (typeof trialStatuses)[number];

/** While ceremonies are held and something may be recorded of them. */
export const running = ['baseline', 'open', 'paused'] as const satisfies readonly TrialStatus[];
/** As `running`, and from the lock on: what is set up beforehand. */
export const setUpOrRunning = ['locked', ...running] as const satisfies readonly TrialStatus[];
/** Once the data is frozen. */
export const frozen = ['closed', 'analysed', 'seed-published', 'released'] as const satisfies readonly TrialStatus[];
/** Once arms are drawn. */
export const sinceOpened = ['open', 'paused', ...frozen] as const satisfies readonly TrialStatus[];

export const isAmong = (status: TrialStatus, statuses: readonly TrialStatus[]): boolean => statuses.includes(status);

export const trialActs = [
  'lock',
  'start-baseline',
  'open',
  'pause',
  'resume',
  'close',
  'analyse',
  'publish-seed',
  'release',
] as const;
export type TrialAct = (typeof trialActs)[number];

type Transition = {
  readonly from: readonly TrialStatus[];
  readonly to: TrialStatus;
  /** What is done, to finish "… cannot be …". */
  readonly done: string;
  /** What must hold first. */
  readonly needs: string;
};

const transitions: Readonly<Record<TrialAct, Transition>> = {
  lock: { from: ['draft'], to: 'locked', done: 'locked', needs: 'only a draft is locked, and only once' },
  'start-baseline': {
    from: ['locked'],
    to: 'baseline',
    done: 'taken into its baseline phase',
    needs: 'the baseline phase comes after the lock and before the trial opens',
  },
  open: {
    from: ['locked', 'baseline'],
    to: 'open',
    done: 'opened',
    needs: 'a trial opens once, after its protocol is locked',
  },
  pause: { from: ['open'], to: 'paused', done: 'paused', needs: 'only an open trial can be paused' },
  resume: { from: ['paused'], to: 'open', done: 'resumed', needs: 'only a paused trial can be resumed' },
  close: {
    from: ['open', 'paused'],
    to: 'closed',
    done: 'closed',
    needs: 'only an open or paused trial can be closed',
  },
  analyse: {
    from: ['closed'],
    to: 'analysed',
    done: 'analysed by its locked plan',
    needs: 'the locked analysis runs once, when the trial is closed and its data frozen',
  },
  'publish-seed': {
    from: ['analysed'],
    to: 'seed-published',
    done: 'taken to its published seed',
    needs: 'the seed is published once, after the locked analysis has run',
  },
  release: {
    from: ['seed-published'],
    to: 'released',
    done: 'released',
    needs: 'figures are released once the seed is published',
  },
};

/** The status after `act`, or undefined where the act is not possible from `status`. */
export function nextStatus(status: TrialStatus, act: TrialAct): TrialStatus | undefined {
  const { from, to } = transitions[act];
  return from.includes(status) ? to : undefined;
}

/** One plain sentence for a person: why `act` is not possible from `status`. */
export function whyNot(status: TrialStatus, act: TrialAct): string {
  const { done, needs } = transitions[act];
  return `This trial is ${describeStatus(status)} and cannot be ${done}: ${needs}.`;
}

/** true while a trial is in one of these; else one plain sentence. @param doing what is possible then, to begin "… is possible" */
export function mayWhile(status: TrialStatus, allowed: readonly TrialStatus[], doing: string): true | string {
  return allowed.includes(status)
    ? true
    : `${doing} is possible while a trial is ${allowed.join(' or ')}. This one is ${status}.`;
}

function describeStatus(status: TrialStatus): string {
  switch (status) {
    case 'draft':
      return 'a draft';
    case 'baseline':
      return 'in its baseline phase';
    case 'seed-published':
      return 'past the publication of its seed';
    default:
      return status;
  }
}
