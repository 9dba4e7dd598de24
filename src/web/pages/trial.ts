/** The public page of a trial: where it stands, what was fixed and when, what is promised and what is not. */
import { may, type Permission } from '../../access/permissions.ts';
import { sharesOf } from '../../trial/counts.ts';
import { beaconPromise, trustNeeded } from '../../trial/promise.ts';
import { type FiguresTable, figuresTable } from '../figures.ts';
import type { Amendment, Figures, SeedState, TrialView, Viewer } from '../reads.ts';
import { releaseText } from '../release-words.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, codeRow, numberCell, row, type SummaryRow } from '../rows.ts';
import { dateOf, sentenceCase, statusMeaning, statusTag, type Tag, unitWords } from '../words.ts';

export type TrialModel = {
  readonly title: string;
  readonly question: string;
  readonly status: Tag;
  readonly statusMeaning: string;
  /** The trial's other pages. */
  readonly links: readonly { readonly text: string; readonly href: string }[];
  readonly overview: readonly SummaryRow[];
  readonly armHead: readonly Cell[];
  readonly arms: readonly (readonly Cell[])[];
  /** The primary table, or null with the sentence that says why there is none. */
  readonly figures: FiguresTable | null;
  readonly figuresAbsence: string;
  /** Newest first. */
  readonly releases: readonly string[];
  readonly fixed: readonly SummaryRow[];
  readonly promises: readonly string[];
  readonly notPromised: readonly string[];
  /** Every version since the lock, each with its page; empty before it. */
  readonly versions: readonly {
    readonly text: string;
    readonly href: string;
    readonly reason: string;
    readonly hash: string;
  }[];
  readonly hasAmendments: boolean;
  readonly ledger: readonly SummaryRow[];
};

export function trialPage(trial: TrialView, viewer: Viewer | null): Page {
  const { protocol, figures } = trial;
  return {
    view: 'trial',
    title: protocol.title,
    isTraining: trial.isTraining,
    model: {
      title: protocol.title,
      question: protocol.question,
      status: statusTag(trial.status),
      statusMeaning: statusMeaning(trial.status),
      links: linksOf(trial, viewer),
      overview: [
        row('In this state since', dateOf(trial.statusSince)),
        row('What is drawn', unitWords[protocol.unit]),
        row('Boroughs', protocol.boroughs.map(({ name }) => name).join(', ')),
      ],
      armHead: [cell('Arm'), cell('In short'), numberCell('Share (ratio)')],
      arms: protocol.arms.map(({ name, ratio, description }) => [
        cell(protocol.stoppedArms.includes(name) ? `${name} (stopped)` : name),
        cell(description.briefName),
        numberCell(String(ratio)),
      ]),
      figures: figures.kind === 'table' ? figuresTable(figures) : null,
      figuresAbsence: absences[figures.kind],
      releases: trial.releases.map(releaseText).toReversed(),
      fixed: fixedRows(trial),
      promises: promisesOf(trial),
      notPromised: notPromisedOf(trial),
      versions: versionsOf(trial),
      hasAmendments: trial.amendments.length > 0,
      ledger: ledgerRows(trial),
    },
  };
}

function linksOf(trial: TrialView, viewer: Viewer | null): TrialModel['links'] {
  const here = `/trials/${encodeURIComponent(trial.slug)}`;
  return [
    { text: 'Read the whole protocol', href: `${here}/protocol` },
    ...(trial.locked === null
      ? []
      : [{ text: 'Protocol document, analysis plan and registration texts', href: `${here}/documents` }]),
    { text: 'See how the arms are drawn, and how far they can be guessed', href: `${here}/draw` },
    { text: 'Check a receipt, or a hash of the ledger', href: `${here}/check` },
    ...(viewer === null ? [] : linksFor(viewer, trial, here)),
  ];
}

/** Those of whoever is signed in, each for who may do an act and where there is something to do. */
function linksFor(viewer: Viewer, { protocol, locked }: TrialView, here: string): TrialModel['links'] {
  const { reminders } = protocol;
  const matched =
    sharesOf(protocol, viewer.borough) === 'people'
      ? { text: 'Upload what matching found', path: 'match-results' }
      : { text: 'Give counts of what matching found', path: 'counts' };
  const links: readonly (readonly [Permission, string, string, boolean])[] = [
    ['amend-protocol', 'Amend the protocol', 'amendments', true],
    ['read-steps', 'Run the trial: what comes next, and whose signature is missing', 'steps', true],
    ['read-results', 'Analyses: what ran, who ran it and when', 'runs', locked !== null],
    ['export-summary', 'Release of figures', 'release', true],
    ['read-polls', 'Polls, before which nothing is published', 'polls', true],
    ['read-register-calendar', 'When the register is published', 'register', viewer.borough !== null],
    ['upload-match-result', matched.text, matched.path, true],
    ['send-reminders', 'Remind people of their own page', 'reminders', reminders !== null],
    [
      'read-reminder-alarm',
      'See whether reminders reach people alike in every arm',
      'reminders/delivery',
      reminders !== null,
    ],
    ['read-monitoring', 'Monitor the trial, all arms together', 'monitoring', locked !== null],
    ['read-attrition', 'Compare losses between arms', 'attrition', locked !== null],
    ['read-conduct', 'See how the draw was kept in each borough', 'conduct', true],
  ];
  return links
    .filter(([permission, , , isThere]) => isThere && may(viewer, permission))
    .map(([, text, path]) => ({ text, href: `${here}/${path}` }));
}

const absences: Readonly<Record<Figures['kind'], string>> = {
  'none-yet':
    'There is no result yet. The locked analysis runs once, after the trial is closed and its data is frozen.',
  withheld: 'The locked analysis has run. You cannot see its figures until they are released.',
  table: '',
};

function fixedRows({ locked, seed, protocol: { beacon }, beaconOutput }: TrialView): readonly SummaryRow[] {
  if (locked === null) return [];
  return [
    row('Locked on', dateOf(locked.at)),
    codeRow('SHA-256 of the protocol', locked.protocolHash),
    codeRow('SHA-256 of the analysis plan', locked.planHash),
    ...seedRows(seed),
    ...(beacon === null ? [] : [row('Public randomness', `${beacon.source}, round ${beacon.round}`)]),
    ...(beaconOutput === null ? [] : [codeRow('Output of that round', beaconOutput)]),
  ];
}

function seedRows(seed: SeedState): readonly SummaryRow[] {
  if (seed.kind === 'not-drawn') return [];
  const rows = [
    codeRow('Commitment to the seed (SHA-256 of the seed)', seed.commitment),
    row('Algorithm of the draw', seed.algorithm),
  ];
  return seed.kind === 'published' ? [...rows, codeRow('Seed, now published', seed.seed)] : rows;
}

function promisesOf({ seed, protocol, amendments }: TrialView): readonly string[] {
  if (seed.kind === 'not-drawn') return [];
  return [
    'The protocol and its analysis plan were fixed before anyone was allocated. Any change to them would change the hashes above.',
    ...(amendments.length === 0
      ? []
      : [
          'It was amended since. Each version below has a hash of its own, and whatever was drawn before it stays under the version it was drawn under.',
        ]),
    'The seed was fixed then too. A different seed would not fit the commitment above.',
    seed.kind === 'published'
      ? 'The seed is public. Anyone can compare it with the commitment, and repeat every draw.'
      : 'The seed will be published after the locked analysis has run. Anyone can then repeat every draw.',
    ...listOf(beaconPromise(protocol)),
  ];
}

function notPromisedOf({ seed, protocol }: TrialView): readonly string[] {
  if (seed.kind === 'not-drawn') return [];
  return [
    ...listOf(trustNeeded(protocol)),
    'The draw shows what was allocated. It does not show that each arm was delivered as described.',
  ];
}

const listOf = (sentence: string | null) => (sentence === null ? [] : [sentence]);

function versionsOf({ slug, locked, amendments }: TrialView): TrialModel['versions'] {
  if (locked === null) return [];
  const hrefOf = (version: number) => `/trials/${encodeURIComponent(slug)}/protocol/${version}`;
  const lock = {
    ...{ text: `Version ${locked.version}`, href: hrefOf(locked.version), hash: locked.protocolHash },
    reason: `Locked on ${dateOf(locked.at)}`,
  };
  return [
    lock,
    ...amendments.map((one) => ({
      ...{ text: `Version ${one.version}`, href: hrefOf(one.version), hash: one.protocolHash },
      reason: `${amendmentWords(one)}, ${dateOf(one.at)}: ${one.reason}`,
    })),
  ];
}

/** "Major amendment"; "An arm was stopped". */
export function amendmentWords({
  kind,
  weight,
  afterUnblinding,
}: Pick<Amendment, 'kind' | 'weight' | 'afterUnblinding'>): string {
  if (kind === 'arm-stopped') return 'An arm was stopped';
  const mark = afterUnblinding === true ? ', made after arms or figures by arm were read' : '';
  return `${sentenceCase(weight)} amendment${mark}`;
}

function ledgerRows({ ledgerHead }: TrialView): readonly SummaryRow[] {
  if (ledgerHead === null) return [];
  return [
    row('Number of the newest entry', ledgerHead.seq.toLocaleString('en-GB')),
    codeRow('Hash of the newest entry', ledgerHead.hash),
  ];
}
