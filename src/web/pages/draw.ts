/** How the arms of a trial are drawn: the rule, how far an arm can be guessed, what is promised, and how to check it. */
import type { DrawJudgement } from '../../actions/judge-draw.ts';
import { beaconPromise, enrolmentPromise, trustNeeded } from '../../trial/promise.ts';
import type { Protocol } from '../../trial/protocol.ts';
import type { DrawView, TrialView } from '../reads.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, numberCell, row, type SummaryRow } from '../rows.ts';
import { capitalise, sentenceCase } from '../words.ts';
import { drawRows } from './draw-rows.ts';
import { type MeterModel, meterModel, type Table } from './meter.ts';

type Link = { readonly text: string; readonly href: string };

export type DrawModel = {
  readonly title: string;
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly isDraft: boolean;
  readonly rule: readonly SummaryRow[];
  readonly armHead: readonly Cell[];
  readonly arms: readonly (readonly Cell[])[];
  /** How the probabilities are meant. */
  readonly armNote: string;
  /** Levels of the factors of a factorial trial; null in any other. */
  readonly factors: Table | null;
  readonly meter: MeterModel;
  readonly warnings: readonly string[];
  readonly promises: readonly string[];
  readonly limits: readonly string[];
  /** Null while nothing is committed to. */
  readonly checks: readonly Link[] | null;
};

export function drawPage({ trial, judgement }: DrawView): Page {
  const { slug, isTraining, protocol, locked } = trial;
  return {
    view: 'draw',
    title: `How the arms are drawn: ${protocol.title}`,
    isTraining,
    model: {
      title: protocol.title,
      breadcrumbs: [
        { text: 'Trials', href: '/' },
        { text: protocol.title, href: `/trials/${encodeURIComponent(slug)}` },
        { text: 'How the arms are drawn' },
      ],
      isDraft: locked === null,
      rule: [...drawRows(protocol), row('People who come late', lateWords(protocol))],
      ...armTable(protocol, judgement),
      factors: factorTable(judgement),
      meter: meterModel(judgement.meter, protocol),
      warnings: judgement.warnings.map((warning) => `${capitalise(warning)}.`),
      promises: [enrolmentPromise, ...listOf(beaconPromise(protocol))],
      limits: [
        ...listOf(trustNeeded(protocol)),
        'The draw shows what was allocated. It does not show that each arm was delivered as described.',
      ],
      checks: locked === null ? null : checksOf(trial),
    },
  };
}

const listOf = (sentence: string | null) => (sentence === null ? [] : [sentence]);

function lateWords({ unit, lateJoiners }: Protocol): string {
  const arm =
    unit === 'ceremony' ? 'They share the arm of their room' : 'They share the arm of their household, if it has one';
  return lateJoiners === 'counted'
    ? `${arm}. They are counted, and no analysis includes them.`
    : `${arm}. They are counted, and only an analysis that says so includes them.`;
}

function armTable({ arms, stoppedArms }: Protocol, { arms: chances, probabilitiesAre }: DrawJudgement) {
  const factors = Object.keys(arms[0]?.cell ?? {});
  return {
    armHead: [
      cell('Arm'),
      ...factors.map((name) => cell(sentenceCase(name))),
      numberCell('Ratio'),
      numberCell('Probability'),
    ],
    arms: arms.map((arm, index) => [
      cell(stoppedArms.includes(arm.name) ? `${arm.name} (stopped)` : arm.name),
      ...factors.map((name) => cell(arm.cell?.[name] ?? '')),
      numberCell(String(arm.ratio)),
      numberCell(chances[index]?.probability ?? '0'),
    ]),
    armNote:
      probabilitiesAre === 'exact'
        ? 'These probabilities are exact, and the same for everyone, before anything is drawn.'
        : 'These probabilities are an average over the list. Each unit’s own depends on its covariates; the command “pledge protocol check” estimates it on a made-up list, with its error.',
  };
}

function factorTable({ factors }: DrawJudgement): Table | null {
  if (factors.length === 0) return null;
  return {
    caption: 'Each level of each factor',
    head: [cell('Factor'), cell('Level'), numberCell('Probability')],
    rows: factors.map(({ factor, level, probability }) => [
      cell(sentenceCase(factor)),
      cell(level),
      numberCell(probability),
    ]),
  };
}

function checksOf({ slug, locked, amendments, seed }: TrialView): readonly Link[] {
  const here = encodeURIComponent(slug);
  const api = `/api/v1/trials/${here}`;
  const versions = locked === null || seed.kind !== 'published' ? [] : [locked, ...amendments];
  return [
    { text: 'Check a receipt, or a ledger hash that you kept', href: `/trials/${here}/check` },
    { text: 'See what the draw is committed to (JSON)', href: `${api}/commitment` },
    { text: 'Keep the newest hash of the ledger (JSON)', href: `${api}/ledger/head` },
    ...versions.map(({ version }) => ({
      text: `Download the draw under version ${version} of the protocol (CSV)`,
      href: `${api}/draw/${version}/public`,
    })),
  ];
}
