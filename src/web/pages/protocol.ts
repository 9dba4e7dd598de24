/** A protocol as people read it: how the draw is made, arms with their TIDieR items, outcomes, the analysis plan. */

import type { VersionView } from '../../actions/read-amendments.ts';
import { observableWords } from '../../trial/observable-words.ts';
import type { Outcome, Protocol } from '../../trial/protocol.ts';
import type { TrialView } from '../reads.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, codeRow, row, type SummaryRow } from '../rows.ts';
import { capitalise, dateOf, multiplicityWords, optionWords, sentenceCase } from '../words.ts';
import { changesTable } from './amendments.ts';
import { armRows } from './arm-rows.ts';
import { drawRows } from './draw-rows.ts';
import type { Table } from './meter.ts';
import { amendmentWords } from './trial.ts';

export type ProtocolModel = {
  readonly title: string;
  readonly question: string;
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly isDraft: boolean;
  /** What is said above: that something was done, or that another version is in force. */
  readonly done: string | null;
  readonly notice: string | null;
  /** What the version changed of the one before; null where none is shown. */
  readonly changes: Table | null;
  readonly identity: readonly SummaryRow[];
  readonly draw: readonly SummaryRow[];
  readonly drawHref: string;
  readonly checkHref: string;
  readonly arms: readonly {
    readonly name: string;
    readonly isStopped: boolean;
    readonly rows: readonly SummaryRow[];
  }[];
  readonly outcomes: readonly {
    readonly label: string;
    readonly isPrimary: boolean;
    readonly rows: readonly SummaryRow[];
  }[];
  /** Empty where nobody is reminded. */
  readonly reminders: readonly SummaryRow[];
  readonly plan: readonly SummaryRow[];
  readonly estimatorHead: readonly Cell[];
  readonly estimators: readonly (readonly Cell[])[];
};

export function protocolPage(trial: TrialView): Page {
  return pageOf(trial, null, null);
}

/** One version, with what it changed. @param isSigned this viewer has just put it in force */
export function versionPage(
  trial: TrialView,
  { line, isInForce, protocol, changes }: VersionView,
  isSigned: boolean,
): Page {
  const { locked, amendments } = trial;
  const own = { ...trial, protocol, amendments: amendments.filter(({ version }) => version <= line.version) };
  const kind = line.kind === 'locked' ? null : { ...line, kind: line.kind, weight: line.weight ?? ('major' as const) };
  const newest = amendments.at(-1) ?? locked;
  return pageOf(own, isSigned ? `Version ${line.version} is in force.` : null, {
    heading: `Version ${line.version}`,
    notice: isInForce
      ? null
      : `This version is not in force. Version ${newest?.version} is. What was drawn under this one stays under it.`,
    rows: [
      row(kind === null ? 'Locked' : amendmentWords(kind), dateOf(line.at)),
      ...(line.reason === null ? [] : [row('Reason', line.reason)]),
    ],
    changes: line.kind === 'locked' ? null : changesTable(changes),
  });
}

type OfAVersion = {
  readonly heading: string;
  readonly notice: string | null;
  readonly rows: readonly SummaryRow[];
  readonly changes: Table | null;
};

function pageOf(
  { slug, isTraining, protocol, locked, amendments }: TrialView,
  done: string | null,
  version: OfAVersion | null,
): Page {
  const newest = amendments.at(-1) ?? locked;
  return {
    view: 'protocol',
    title: `${version === null ? 'Protocol' : `${version.heading} of the protocol`}: ${protocol.title}`,
    isTraining,
    model: {
      title: protocol.title,
      question: protocol.question,
      breadcrumbs: [
        { text: 'Trials', href: '/' },
        { text: protocol.title, href: `/trials/${encodeURIComponent(slug)}` },
        ...(version === null
          ? [{ text: 'Protocol' }]
          : [{ text: 'Protocol', href: `/trials/${encodeURIComponent(slug)}/protocol` }, { text: version.heading }]),
      ],
      isDraft: locked === null,
      done,
      notice: version?.notice ?? null,
      changes: version?.changes ?? null,
      identity: [
        ...(newest === null
          ? []
          : [row('Version', String(newest.version)), codeRow('SHA-256 of the protocol', newest.protocolHash)]),
        ...(version?.rows ?? []),
        ...approvalRows(protocol),
      ],
      draw: drawRows(protocol),
      drawHref: `/trials/${encodeURIComponent(slug)}/draw`,
      checkHref: `/trials/${encodeURIComponent(slug)}/check`,
      arms: protocol.arms.map((arm) => ({
        name: arm.name,
        isStopped: protocol.stoppedArms.includes(arm.name),
        rows: armRows(arm),
      })),
      outcomes: protocol.outcomes.map((outcome) => ({
        label: outcome.label,
        isPrimary: outcome.primary,
        rows: outcomeRows(outcome),
      })),
      reminders: reminderRows(protocol),
      plan: planRows(protocol),
      estimatorHead: ['Name', 'Method', 'Options'].map(cell),
      estimators: protocol.analysis.estimators.map(({ id, method, ...options }) =>
        [id, method, optionWords(options)].map(cell),
      ),
    },
  };
}

function outcomeRows({ name, kind, windowDays, sources }: Outcome): readonly SummaryRow[] {
  return [
    row('Name in the data', name),
    row('Kind', sentenceCase(kind)),
    row('Window', `Within ${windowDays} days of the ceremony`),
    row('Sources', capitalise(sources.join(', '))),
    row('Can be observed from', observableWords({ windowDays, sources })),
  ];
}

/** Without these a live trial is not locked; a registration may follow. */
function approvalRows({ governance }: TrialView['protocol']): readonly SummaryRow[] {
  const none = 'No reference yet';
  return [
    row('Ethics approval', governance.ethicsApproval ?? none),
    row('Data protection impact assessment', governance.dataProtectionImpactAssessment ?? none),
    row('Equality impact assessment', governance.equalityImpactAssessment ?? none),
    row('Registration', governance.registration ?? none),
  ];
}

function reminderRows({ reminders }: Protocol): readonly SummaryRow[] {
  if (reminders === null) return [];
  const days = reminders.schedule.map(({ afterDays }) => `${afterDays} days after the ceremony`);
  return [
    row('When', capitalise(days.join('; '))),
    row('To a household', reminders.onePerHousehold ? 'One message' : 'A message for each person'),
    codeRow('SHA-256 of the words, the same in every arm', reminders.hash),
  ];
}

function planRows({ contrasts, analysis, smallestEffectOfInterest, disclosure }: Protocol): readonly SummaryRow[] {
  return [
    row('Comparisons', contrasts.map(([treated, reference]) => `${treated} against ${reference}`).join('; ')),
    row('Confidence level', `${tidy(analysis.level * 100)}%`),
    row('Several comparisons', multiplicityWords(analysis.multiplicity)),
    row('Smallest effect worth finding', `${tidy(smallestEffectOfInterest * 100)} percentage points`),
    row('Small numbers', `Counts under ${disclosure.threshold} are withheld; others are rounded to ${disclosure.base}`),
  ];
}

/** At most one decimal, and none that is zero. */
const tidy = (value: number): string => String(Math.round(value * 10) / 10);
