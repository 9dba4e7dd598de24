/**
 * The page a signed-in person lands on: for those who run ceremonies, their own borough's, with an arm only once it is
 * unsealed; for everyone, what their role may do.
 */
import { may } from '../../access/permissions.ts';
import { roleNames } from '../../access/roles.ts';
import type { StepsWaiting } from '../../actions/read-trial-steps.ts';
import type { Waiting } from '../../actions/read-waiting.ts';
import { boroughName } from '../../trial/boroughs.ts';
import type { CeremonyLine, Viewer } from '../reads.ts';
import type { Page } from '../render.ts';
import { type RoleGuide, roleGuide } from '../role-guide.ts';
import { clockTime, dayInFull, people, sentenceCase, type Tag } from '../words.ts';
import { stepWords } from './steps.ts';
import { type WaitingModel, waitingModel } from './waiting.ts';

type Line = {
  readonly when: string;
  readonly href: string;
  readonly venue: string;
  readonly trial: string;
  readonly trialHref: string;
  readonly arm: string;
  readonly list: Tag;
  readonly booked: string;
};

export type TodayModel = {
  readonly heading: string;
  /** Role and borough (or organisation) of who is signed in. */
  readonly person: string;
  readonly guide: RoleGuide;
  /** The borough's own records in each trial. */
  readonly records: readonly { readonly text: string; readonly href: string }[];
  /** What waits for the viewer's borough; null for roles that run no ceremonies. */
  readonly waiting: WaitingModel | null;
  /** The trials that the viewer runs or watches, with what waits for the viewer. */
  readonly trials: readonly { readonly text: string; readonly href: string; readonly hint: string }[];
  /** Null for roles that run no ceremonies. */
  readonly ceremonies: {
    readonly today: readonly Line[];
    readonly coming: readonly Line[];
    readonly earlier: readonly Line[];
  } | null;
};

/**
 * @param ceremonies those of the viewer's borough, soonest first; null for roles that run none
 * @param waiting what waits for the borough; null for roles that run no ceremonies
 * @param steps each trial with the steps of its life that wait for the viewer; none for roles that run no trial
 * @param day today in London, YYYY-MM-DD
 */
export function todayPage(
  viewer: Viewer,
  ceremonies: readonly CeremonyLine[] | null,
  waiting: Waiting | null,
  steps: StepsWaiting,
  day: string,
): Page {
  const place = viewer.borough === null ? viewer.organisation : (boroughName(viewer.borough) ?? viewer.borough);
  const heading = `Today, ${dayInFull(day)}`;
  return {
    view: 'today',
    title: heading,
    isTraining: viewer.isTraining || (ceremonies ?? []).some(({ isTraining }) => isTraining),
    model: {
      heading,
      person: [sentenceCase(roleNames[viewer.role]), place].filter((part) => part !== null).join(', '),
      guide: roleGuide(viewer),
      records: [
        ...(may(viewer, 'export-summary')
          ? [{ text: 'The programme: every trial and its release', href: '/programme' }]
          : []),
        ...(may(viewer, 'draft-protocol') ? [{ text: 'Check a draft protocol', href: '/check-draft' }] : []),
        ...recordsOf(viewer, ceremonies ?? []),
        ...remindersOf(viewer, waiting),
      ],
      trials: steps.map(({ slug, title, acts, amendments }) => ({
        text: title,
        href: `/trials/${encodeURIComponent(slug)}/steps`,
        hint: waitingWords([...acts.map(stepWords), ...(amendments === 0 ? [] : ['Sign an amendment'])]),
      })),
      waiting: waiting === null ? null : waitingModel(waiting, day),
      ceremonies: ceremonies === null ? null : byDay(ceremonies, day),
    },
  };
}

const waitingWords = (steps: readonly string[]): string =>
  steps.length === 0 ? 'Nothing waits for you.' : `For you: ${steps.join('; ')}.`;

function recordsOf(viewer: Viewer, ceremonies: readonly CeremonyLine[]): TodayModel['records'] {
  const trials = new Map(ceremonies.map(({ trial, trialTitle }) => [trial, trialTitle]));
  return [...trials].flatMap(([slug, title]) => {
    const base = `/trials/${encodeURIComponent(slug)}`;
    return [
      ...(may(viewer, 'read-agreements')
        ? [{ text: `Agreements, contact and targets: ${title}`, href: `${base}/borough` }]
        : []),
      ...(may(viewer, 'assign-partner')
        ? [{ text: `Partners at ceremonies: ${title}`, href: `${base}/partners` }]
        : []),
      ...(may(viewer, 'read-register-calendar')
        ? [{ text: `When the register is published: ${title}`, href: `${base}/register` }]
        : []),
      ...(may(viewer, 'read-subject')
        ? [{ text: `What is held about one person: ${title}`, href: `${base}/subject-access` }]
        : []),
    ];
  });
}

function remindersOf(viewer: Viewer, waiting: Waiting | null): TodayModel['records'] {
  if (!may(viewer, 'send-reminders')) return [];
  return (waiting?.reminders ?? []).map(({ trial, title }) => ({
    text: `Reminders: ${title}`,
    href: `/trials/${encodeURIComponent(trial)}/reminders`,
  }));
}

function byDay(ceremonies: readonly CeremonyLine[], day: string): TodayModel['ceremonies'] {
  const lines = (wanted: (heldOn: string) => boolean): readonly Line[] =>
    ceremonies.filter(({ heldOn }) => wanted(heldOn)).map((ceremony) => lineOf(ceremony, day));
  return {
    today: lines((heldOn) => heldOn === day),
    coming: lines((heldOn) => heldOn > day),
    earlier: lines((heldOn) => heldOn < day).toReversed(),
  };
}

function lineOf(ceremony: CeremonyLine, day: string): Line {
  const time = clockTime(ceremony.startsAt);
  return {
    when: ceremony.heldOn === day ? sentenceCase(time) : `${dayInFull(ceremony.heldOn)}, ${time}`,
    href: `/ceremonies/${encodeURIComponent(ceremony.id)}`,
    venue: sentenceCase(ceremony.venue),
    trial: ceremony.trialTitle,
    trialHref: `/trials/${encodeURIComponent(ceremony.trial)}`,
    arm: armWords(ceremony),
    list: listTag(ceremony),
    booked: `${people(ceremony.booked)} booked`,
  };
}

function listTag({ list, state }: CeremonyLine): Tag {
  if (state !== 'planned') return { text: sentenceCase(state), classes: 'govuk-tag--red' };
  return list === 'open'
    ? { text: 'List open', classes: 'govuk-tag--green' }
    : { text: 'List closed', classes: 'govuk-tag--grey' };
}

function armWords({ arm, list }: CeremonyLine): string {
  if (arm.kind !== 'none' && list === 'open') return 'No arm drawn yet';
  switch (arm.kind) {
    case 'sealed':
      return 'Arm still sealed';
    case 'unsealed':
      return `Arm: ${arm.arm}`;
    case 'several':
      return 'Each household has its own arm';
    case 'none':
      return 'Baseline: no arm';
  }
}
