/** Running a trial: its steps as a list of tasks, and the form of each, which says what cannot be undone before it is done. */
import { type Role, roleNames } from '../../access/roles.ts';
import type { TrialStep, TrialSteps } from '../../actions/read-trial-steps.ts';
import { type TrialAct, type TrialStatus, trialStatuses } from '../../trial/lifecycle.ts';
import type { Problem, Step, StepInput } from '../desk-port.ts';
import type { Page } from '../render.ts';
import { codeRow, row } from '../rows.ts';
import { datesInFull, statusMeaning, statusTag } from '../words.ts';
import type { Crumb } from './ceremony.ts';
import { deskFormPage, type Field, input, select } from './desk-form.ts';

/** As the task list's macro takes it. */
type Task = {
  readonly title: { readonly text: string };
  readonly hint?: { readonly text: string };
  readonly href?: string;
  readonly status: { readonly text: string } | { readonly tag: { readonly text: string; readonly classes: string } };
};

export type StepsModel = {
  readonly caption: string;
  readonly breadcrumbs: readonly Crumb[];
  readonly done: string | null;
  readonly lead: string;
  readonly tasks: readonly Task[];
  readonly links: readonly { readonly text: string; readonly href: string }[];
};

type Words = {
  readonly title: string;
  readonly button: string;
  readonly facts: readonly string[];
  readonly done: string;
  readonly isFinal?: true;
};

const words: Readonly<Record<Step | 'release', Words>> = {
  lock: {
    title: 'Lock the protocol',
    button: 'Sign the lock',
    facts: [
      'You sign the protocol under the hash above. Once both people have signed, the hashes and a commitment to the seed of the draw are public, and the protocol is not changed in silence again.',
    ],
    done: 'Your signature of the lock is recorded.',
    isFinal: true,
  },
  'start-baseline': {
    title: 'Start the baseline phase',
    button: 'Start the baseline phase',
    facts: ['Ceremonies are held as usual and outcomes are recorded. No arms are drawn.'],
    done: 'The baseline phase has begun.',
  },
  open: {
    title: 'Open the trial',
    button: 'Open the trial',
    facts: ['From now on each list that a borough closes is drawn. The baseline phase, if there was one, is over.'],
    done: 'The trial is open.',
    isFinal: true,
  },
  pause: {
    title: 'Pause the trial',
    button: 'Pause the trial',
    facts: ['No list is closed and nothing is drawn until the trial resumes. Arms already drawn stay as they are.'],
    done: 'The trial is paused.',
  },
  resume: {
    title: 'Resume the trial',
    button: 'Resume the trial',
    facts: ['Lists can be closed and arms drawn again.'],
    done: 'The trial goes on.',
  },
  'stop-arm': {
    title: 'Stop an arm',
    button: 'Stop this arm',
    facts: ['The arm is drawn no more. Whoever has been given it keeps it, and is analysed in it.'],
    done: 'The arm is stopped.',
    isFinal: true,
  },
  close: {
    title: 'Close the trial and freeze its data',
    button: 'Close the trial',
    facts: [
      'Nothing more is enrolled or recorded. The data is frozen and its hash enters the ledger. Lists that are still open never close.',
    ],
    done: 'The trial is closed, and its data is frozen.',
    isFinal: true,
  },
  analyse: {
    title: 'Run the locked analysis',
    button: 'Run the locked analysis',
    facts: ['The plan whose hash was published at the lock runs on the frozen data, once. This can take a minute.'],
    done: 'The locked analysis has run.',
    isFinal: true,
  },
  'publish-seed': {
    title: 'Publish the seed of the draw',
    button: 'Sign the publication',
    facts: ['Once both people have signed, the seed is public and anybody can repeat every draw.'],
    done: 'Your signature for the seed is recorded.',
    isFinal: true,
  },
  release: {
    title: 'Release the figures',
    button: '',
    facts: [],
    done: '',
  },
};

export const stepWords = (act: TrialAct): string => words[act].title;

export function stepsPage(trial: TrialSteps, done: string | null): Page {
  const here = hereOf(trial);
  return {
    view: 'steps',
    title: `Running the trial: ${trial.title}`,
    isTraining: trial.isTraining,
    model: {
      caption: trial.title,
      breadcrumbs: crumbs(trial, 'Running the trial'),
      done: done === null ? null : (Object.entries(words).find(([step]) => step === done)?.[1].done ?? null),
      lead: `${statusTag(trial.status).text}. ${statusMeaning(trial.status)}`,
      tasks: trial.steps.filter((step) => isShown(trial.status, step.act)).map((step) => taskOf(trial, step)),
      links: trial.mayStopArm ? [{ text: words['stop-arm'].title, href: `${here}/steps/stop-arm` }] : [],
    },
  };
}

/** Asks before a step is taken; with problems where it was not. */
export function stepPage(
  trial: TrialSteps,
  step: Step,
  typed: StepInput = { protocolHash: '', reason: '', arm: '' },
  problems: readonly Problem[] = [],
  key?: string,
): Page {
  const { title, button, facts, isFinal } = words[step];
  const here = hereOf(trial);
  const own = trial.steps.find(({ act }) => act === step);
  return deskFormPage({
    isTraining: trial.isTraining,
    breadcrumbs: [...crumbs(trial, null), { text: 'Running the trial', href: `${here}/steps` }, { text: title }],
    caption: trial.title,
    heading: title,
    rows:
      step === 'lock'
        ? [
            codeRow('SHA-256 of the protocol', trial.protocolHash),
            codeRow('SHA-256 of the analysis plan', trial.planHash),
          ]
        : step === 'publish-seed' && trial.commitment !== null
          ? [codeRow('Commitment to the seed', trial.commitment)]
          : [row('The trial now', statusTag(trial.status).text)],
    facts: [...facts, ...signingFacts(own)],
    verdict: verdictOf(trial, step, own),
    link: step === 'lock' ? { text: 'Read the whole protocol', href: `${here}/protocol` } : null,
    fields: fieldsOf(trial, step, typed),
    hidden: [{ name: 'protocolHash', value: trial.protocolHash }],
    action: `${here}/steps/${step}`,
    button: step === 'stop-arm' ? 'Continue' : button,
    isWarning: isFinal === true && step !== 'stop-arm',
    back: `${here}/steps`,
    problems,
    ...(key === undefined ? {} : { key }),
  });
}

/** The arm and the reason, before the arm is stopped for good. */
export function checkStopPage(trial: TrialSteps, { arm, reason, protocolHash }: StepInput, key: string): Page {
  const here = hereOf(trial);
  const { title, button, facts } = words['stop-arm'];
  return deskFormPage({
    isTraining: trial.isTraining,
    breadcrumbs: [...crumbs(trial, null), { text: 'Running the trial', href: `${here}/steps` }, { text: title }],
    caption: trial.title,
    heading: 'Check which arm stops',
    rows: [row('Arm', arm), row('Why', reason)],
    facts,
    hidden: Object.entries({ arm, reason, protocolHash, checked: 'yes' }).map(([name, value]) => ({ name, value })),
    action: `${here}/steps/stop-arm`,
    button,
    isWarning: true,
    back: `${here}/steps`,
    key,
  });
}

function fieldsOf({ arms }: TrialSteps, step: Step, typed: StepInput): readonly Field[] {
  const reason = input('reason', 'Why', typed.reason, 'One sentence, without names. It enters the ledger.');
  if (step === 'stop-arm')
    return [
      select(
        'arm',
        'Arm to stop',
        arms.map((arm) => ({ value: arm, text: arm })),
        typed.arm,
      ),
      reason,
    ];
  return step === 'pause' || step === 'resume' ? [reason] : [];
}

function verdictOf({ mayStopArm, arms }: TrialSteps, step: Step, own: TrialStep | undefined): true | string {
  if (step === 'stop-arm') {
    if (!mayStopArm) return 'An arm is stopped while the trial is locked, in its baseline phase, open or paused.';
    return arms.length > 1 || 'This is the last arm that is drawn: close the trial instead.';
  }
  if (own === undefined) return 'This trial has no such step.';
  if (own.verdict !== true) return own.verdict;
  return own.isMine || 'Your role has signed this already. The other signature is missing.';
}

function signingFacts(own: TrialStep | undefined): readonly string[] {
  if (own === undefined || own.roles.length < 2) return [];
  return [
    own.signed.length === 0
      ? `Two people sign: the ${listed(own.roles)}.`
      : `The ${listed(own.signed)} has signed. With your signature it is done.`,
  ];
}

function taskOf(trial: TrialSteps, step: TrialStep): Task {
  const { act, verdict, roles, signed, isMine } = step;
  const title = { text: words[act].title };
  if (isDone(trial.status, act)) return { title, status: { text: 'Done' } };
  if (verdict !== true) return { title, hint: { text: datesInFull(verdict) }, status: { text: 'Cannot be done yet' } };
  const missing = roles.filter((role) => !signed.includes(role));
  const names = `Waits for the ${listed(missing)}`;
  if (!isMine)
    return { title, hint: { text: names }, status: { tag: { text: 'Waiting', classes: 'govuk-tag--grey' } } };
  return {
    title,
    ...(roles.length < 2 ? {} : { hint: { text: names } }),
    href: act === 'release' ? `${hereOf(trial)}/release` : `${hereOf(trial)}/steps/${act}`,
    status: { tag: { text: 'For you', classes: 'govuk-tag--blue' } },
  };
}

/** Pausing and the baseline phase are no steps that every trial takes: they stand here while they are possible. */
function isShown(status: TrialStatus, act: TrialAct): boolean {
  switch (act) {
    case 'start-baseline':
      return status === 'draft' || status === 'locked' || status === 'baseline';
    case 'pause':
      return status === 'open';
    case 'resume':
      return status === 'paused';
    default:
      return true;
  }
}

const reachedBy: Readonly<Partial<Record<TrialAct, TrialStatus>>> = {
  lock: 'locked',
  'start-baseline': 'baseline',
  open: 'open',
  close: 'closed',
  analyse: 'analysed',
  'publish-seed': 'seed-published',
  release: 'released',
};

function isDone(status: TrialStatus, act: TrialAct): boolean {
  const reached = reachedBy[act];
  return reached !== undefined && trialStatuses.indexOf(status) >= trialStatuses.indexOf(reached);
}

const listed = (roles: readonly Role[]): string => roles.map((role) => roleNames[role]).join(' and the ');
const hereOf = ({ slug }: TrialSteps): string => `/trials/${encodeURIComponent(slug)}`;
const crumbs = (trial: TrialSteps, last: string | null): readonly Crumb[] => [
  { text: 'Trials', href: '/' },
  { text: trial.title, href: hereOf(trial) },
  ...(last === null ? [] : [{ text: last }]),
];
