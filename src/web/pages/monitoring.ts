/** Monitoring without an arm, and who is lost by arm: counts of the service as tables, shares to one decimal. */
import { deviationWords } from '../../trial/delivery.ts';
import type { FunnelStep } from '../../trial/outcome-window.ts';
import type { AttritionView, MonitoringView } from '../desk-port.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, numberCell } from '../rows.ts';
import { sentenceCase } from '../words.ts';
import type { Table } from './meter.ts';

type Crumbs = readonly { readonly text: string; readonly href?: string }[];
type Noted = Table & { readonly note: string };

export type MonitoringModel = {
  readonly heading: string;
  readonly breadcrumbs: Crumbs;
  readonly tables: readonly Noted[];
};

export type AttritionModel = {
  readonly heading: string;
  readonly breadcrumbs: Crumbs;
  readonly action: string;
  /** Null before the warning is taken. */
  readonly tables: readonly Noted[] | null;
};

const stepWords: Readonly<Record<FunnelStep, string>> = {
  interest: 'Were interested',
  'sign-up': 'Signed up',
  training: 'Came to training or an introduction',
  'first-session': 'Volunteered for the first time',
};

const crumbs = (slug: string, heading: string): Crumbs => [
  { text: 'Trials', href: '/' },
  { text: 'Trial', href: `/trials/${encodeURIComponent(slug)}` },
  { text: heading },
];

const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)}%`);

export function monitoringPage(view: MonitoringView): Page {
  const heading = 'Monitoring, all arms together';
  const { baseline } = view;
  return {
    view: 'monitoring',
    title: heading,
    isTraining: false,
    model: {
      heading,
      breadcrumbs: crumbs(view.slug, heading),
      tables: [
        recruitment(view),
        outcomes('Outcomes', view.trial.outcomes, 'The correlation is between people of one ceremony, over all arms.'),
        losses(view),
        delivery(view),
        ...view.trial.funnels.map(funnel),
        ...(baseline.people === 0
          ? []
          : [outcomes('Baseline phase', baseline.outcomes, `${baseline.people} people, before any arm was drawn.`)]),
      ],
    },
  };
}

const counts = (rows: readonly (readonly [words: string, count: number])[]) =>
  rows.map(([words, count]) => [cell(words), numberCell(String(count))]);

function recruitment({ ceremonies, trial, enrolled }: MonitoringView): Noted {
  const left = trial.withdrawn;
  const ineligible = enrolled.filter(({ eligible }) => eligible !== 'yes').reduce((sum, { count }) => sum + count, 0);
  return {
    caption: 'Recruitment and attendance',
    head: [cell('What'), numberCell('Count')],
    rows: counts([
      ['Ceremonies scheduled', ceremonies.scheduled],
      ['Ceremonies whose list is closed', ceremonies.listsClosed],
      ['Ceremonies cancelled', ceremonies.cancelled],
      ['Ceremonies merged into another', ceremonies.merged],
      ['People put on a list who cannot take part', ineligible],
      ['People on open lists', trial.onOpenLists],
      ['People randomised', trial.people],
      ['Of these, came to a ceremony', trial.attended],
      ['Of these, left and keep their outcomes', left.keepOutcomes],
      ['Of these, left and are only counted', left.countOnly],
      ['Joined after their list had closed', trial.joinedLate.lateJoiners + trial.joinedLate.walkIns],
      ...(trial.survey === null
        ? []
        : ([['Answered the survey', trial.survey.responded]] satisfies [string, number][])),
    ]),
    note: 'People who left and are only counted are in no figure below.',
  };
}

type PooledOutcome = MonitoringView['baseline']['outcomes'][number];

function outcomes(caption: string, pooled: readonly PooledOutcome[], note: string): Noted {
  return {
    caption,
    head: [cell('Outcome'), ...['Known', 'Happened', 'Rate', 'Correlation'].map((text) => numberCell(text))],
    rows: pooled.map(({ outcome, known, happened, icc }) => [
      cell(sentenceCase(outcome)),
      ...[String(known), String(happened), share(happened, known), correlation(icc)].map((text) => numberCell(text)),
    ]),
    note,
  };
}

function correlation(icc: PooledOutcome['icc']): string {
  return 'estimate' in icc ? icc.estimate.toFixed(3).replace('-', '−') : '–';
}

function losses({ trial }: MonitoringView): Noted {
  return {
    caption: 'People lost',
    head: [cell('Outcome'), ...['Window over', 'Not known', 'Share'].map((text) => numberCell(text))],
    rows: trial.outcomes.map(({ outcome, due, lost }) => [
      cell(sentenceCase(outcome)),
      ...[String(due), String(lost), share(lost, due)].map((text) => numberCell(text)),
    ]),
    note: 'Of people whose window is over, how many have no known outcome.',
  };
}

function delivery({ trial: { delivery: own } }: MonitoringView): Noted {
  const seen = own.deviations.filter(({ ceremonies }) => ceremonies > 0);
  return {
    caption: 'Delivery',
    head: [cell('Ceremonies'), numberCell('Count')],
    rows: counts([
      ['Held, with a drawn arm', own.held],
      ['Of these, with a delivery log', own.logged],
      ['Of these, delivered as planned', own.asPlanned],
      ...seen.map(({ deviation, ceremonies }): [string, number] => [deviationWords[deviation], ceremonies]),
    ]),
    note: 'A ceremony can have differed in more than one way.',
  };
}

function funnel({ label, steps }: MonitoringView['trial']['funnels'][number]): Noted {
  return {
    caption: `Volunteers: ${label}`,
    head: [cell('Step'), numberCell('People')],
    rows: counts(steps.map(({ step, people }): [string, number] => [stepWords[step], people])),
    note: 'Each person counts once at each step that partners or registrars recorded.',
  };
}

/** @param view null: what reading it means, before anything is shown */
export function attritionPage(slug: string, view: AttritionView | null): Page {
  const heading = 'Losses between arms';
  return {
    view: 'attrition',
    title: heading,
    isTraining: false,
    model: {
      heading,
      breadcrumbs: crumbs(slug, heading),
      action: `/trials/${encodeURIComponent(slug)}/attrition`,
      tables: view === null ? null : [...view.outcomes.map(lossTable), ...surveyTables(view)],
    },
  };
}

function lossTable({ label, arms, p }: AttritionView['outcomes'][number]): Noted {
  return {
    caption: label,
    head: [cell('Arm'), ...['Window over', 'Not known', 'Share'].map((text) => numberCell(text))],
    rows: arms.map(({ arm, people, missing }) => armRow(arm, people, missing)),
    note: testWords(p),
  };
}

function surveyTables({ survey }: AttritionView): readonly Noted[] {
  if (survey === null) return [];
  return [
    {
      caption: 'Answers to the survey',
      head: [cell('Arm'), ...['People', 'Answered', 'Share'].map((text) => numberCell(text))],
      rows: survey.arms.map(({ arm, people, responded }) => armRow(arm, people, responded)),
      note: `${testWords(survey.p)} What anybody answered is not shown here.`,
    },
    {
      caption: 'Answers to each question',
      head: [cell('Arm'), ...survey.questions.map(({ question }) => numberCell(`Question ${question}`))],
      rows: survey.arms.map(({ arm }) => [
        cell(arm),
        ...survey.questions.map(({ arms }) => numberCell(String(arms.find((one) => one.arm === arm)?.answered ?? 0))),
      ]),
      note: 'People who answered each question, whatever they said.',
    },
  ];
}

const armRow = (arm: string, whole: number, part: number): readonly Cell[] => [
  cell(arm),
  ...[String(whole), String(part), share(part, whole)].map((text) => numberCell(text)),
];

function testWords(p: number | null): string {
  if (p === null) return 'There is nothing to test yet.';
  return `Chi-squared test over the arms: p ${p < 0.001 ? 'below 0.001' : `= ${p.toFixed(3)}`}. It takes people as independent, so that a small p comes too easily where they share a ceremony.`;
}
