/**
 * Amendments on pages: the list of those proposed, the form that proposes one, the answers to check, the proposal that the other of the
 * two signs. What an amendment changes stands on all of them in one table.
 */
import { roleNames } from '../../access/roles.ts';
import type { Judgement } from '../../actions/judge-amendment.ts';
import type { ProposalView } from '../../actions/read-amendments.ts';
import type { JudgedChange } from '../../trial/amendment.ts';
import { type Weight, weights } from '../../trial/amendment-rules.ts';
import { isAmong, setUpOrRunning } from '../../trial/lifecycle.ts';
import type { Problem } from '../desk-port.ts';
import { type FormState, formState, newKey } from '../forms.ts';
import type { TrialView, Viewer } from '../reads.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, codeRow, row, type SummaryRow } from '../rows.ts';
import { dateOf, sentenceCase } from '../words.ts';
import type { Table } from './meter.ts';

type Crumb = { readonly text: string; readonly href?: string };

type Shared = { readonly breadcrumbs: readonly Crumb[]; readonly caption: string; readonly heading: string };

export type AmendmentsModel = Shared & {
  readonly done: string | null;
  readonly proposals: readonly { readonly text: string; readonly href: string; readonly hint: string }[];
  /** Where one is proposed; null where none can be. */
  readonly newHref: string | null;
  readonly whyNot: string;
};

export type AmendModel = Shared &
  FormState & {
    readonly action: string;
    readonly protocolHref: string;
    readonly weights: readonly {
      readonly value: Weight;
      readonly text: string;
      readonly hint: { readonly text: string };
      readonly checked: boolean;
    }[];
    readonly reason: string;
  };

export type AmendmentModel = Shared & {
  readonly rows: readonly SummaryRow[];
  readonly changes: Table;
  readonly facts: readonly string[];
  /** Why it cannot be signed by this viewer now; empty where it can. */
  readonly whyNot: string;
  readonly action: string;
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly button: string;
  readonly back: string;
  /** The whole text that would be in force. */
  readonly document: string;
};

const name = 'Amendments';
export const amendmentsOf = (slug: string): string => `/trials/${encodeURIComponent(slug)}/amendments`;

export const weightWords: Readonly<Record<Weight, string>> = { minor: 'Minor', major: 'Major' };
const weightHints: Readonly<Record<Weight, string>> = {
  minor: 'Words that change nothing of what is done, such as the title or a reference',
  major: 'Anything of what is done, asked, counted or analysed',
};

function shared({ slug, protocol }: TrialView, heading: string, isUnder: boolean): Shared {
  return {
    breadcrumbs: [
      { text: 'Trials', href: '/' },
      { text: protocol.title, href: `/trials/${encodeURIComponent(slug)}` },
      ...(isUnder ? [{ text: name, href: amendmentsOf(slug) }, { text: heading }] : [{ text: name }]),
    ],
    caption: protocol.title,
    heading,
  };
}

/** @param done a word of the address */
export function amendmentsPage(trial: TrialView, proposals: readonly ProposalView[], done: string | null): Page {
  const canAmend = isAmong(trial.status, setUpOrRunning);
  return {
    view: 'amendments',
    title: `${name}: ${trial.protocol.title}`,
    isTraining: trial.isTraining,
    model: {
      ...shared(trial, name, false),
      done: done === 'proposed' ? 'You have proposed and signed the amendment. The other of the two signs next.' : null,
      proposals: proposals.map(({ documentHash, version, weight, reason, at, signed }) => ({
        text: `Version ${version}, ${weight}: ${reason}`,
        href: `${amendmentsOf(trial.slug)}/${documentHash}`,
        hint: `Proposed on ${dateOf(at)}, signed by the ${signed.map((role) => roleNames[role]).join(' and the ')}`,
      })),
      newHref: canAmend ? `${amendmentsOf(trial.slug)}/new` : null,
      whyNot: trial.status === 'draft' ? 'A draft is drafted again: there is nothing to amend.' : closedWords,
    },
  };
}

const closedWords = 'The data are frozen: nothing is amended any more.';

export function amendPage(
  trial: TrialView,
  typed: { readonly weight: string; readonly reason: string },
  problems: readonly Problem[],
): Page {
  const heading = 'Propose an amendment';
  const fields = ['file', 'weight', 'reason'];
  // What is wrong inside the file has no field of its own.
  const placed = problems.map(({ path, message, line }) => {
    if (fields.includes(path)) return { path, message };
    const where = [...(line === undefined ? [] : [`line ${line}`]), ...(path === '' ? [] : [path])].join(', ');
    return { path: 'file', message: where === '' ? sentenceCase(message) : `${sentenceCase(where)}: ${message}` };
  });
  return {
    view: 'amend',
    title: `${problems.length > 0 ? 'Error: ' : ''}${heading}: ${trial.protocol.title}`,
    isTraining: trial.isTraining,
    model: {
      ...shared(trial, heading, true),
      ...formState(fields, placed),
      action: `${amendmentsOf(trial.slug)}/check`,
      protocolHref: `/api/v1/trials/${encodeURIComponent(trial.slug)}/protocol`,
      weights: weights.map((value) => ({
        ...{ value, text: weightWords[value], hint: { text: weightHints[value] } },
        checked: typed.weight === value,
      })),
      reason: typed.reason,
    },
  };
}

/** What would be proposed, before it is. */
export function checkAmendmentPage(
  trial: TrialView,
  judgement: Pick<Judgement, 'changes' | 'protocolHash' | 'planHash' | 'afterUnblinding'> & {
    readonly version: number;
  },
  input: { readonly protocol: string; readonly weight: Weight; readonly reason: string },
): Page {
  return amendmentPage(trial, {
    heading: 'Check before you propose this amendment',
    rows: proposalRows({ ...judgement, ...input }),
    changes: judgement.changes,
    facts: [
      ...markFacts(judgement.afterUnblinding),
      'Proposing is your signature. The other of the two signs after you.',
    ],
    action: amendmentsOf(trial.slug),
    hidden: [
      ...[
        { name: 'key', value: newKey() },
        { name: 'weight', value: input.weight },
      ],
      ...[
        { name: 'reason', value: input.reason },
        { name: 'protocol', value: JSON.stringify(input.protocol) },
      ],
    ],
    ...{ button: 'Propose and sign', back: `${amendmentsOf(trial.slug)}/new`, document: input.protocol, whyNot: '' },
  });
}

/** A proposal as the two see it: to sign for the one who has not. */
export function proposalPage(trial: TrialView, proposal: ProposalView, viewer: Viewer): Page {
  const { documentHash, signed, changes, document, problems, afterUnblinding } = proposal;
  return amendmentPage(trial, {
    heading: `Proposed version ${proposal.version}`,
    rows: [
      ...proposalRows(proposal),
      row('Signed by', signed.map((role) => sentenceCase(roleNames[role])).join(', ')),
      codeRow('What both sign (SHA-256)', documentHash),
    ],
    changes,
    facts: [...markFacts(afterUnblinding), 'With your signature this version is in force, and cannot be taken back.'],
    action: `${amendmentsOf(trial.slug)}/${documentHash}`,
    hidden: [{ name: 'key', value: newKey() }],
    ...{ button: 'Sign this amendment', back: amendmentsOf(trial.slug), document },
    whyNot: signed.some((role) => role === viewer.role)
      ? 'You have signed this. The other of the two has not.'
      : problems.map(({ path, message }) => `It cannot be signed any more. ${path}: ${message}.`).join(' '),
  });
}

function amendmentPage(
  trial: TrialView,
  given: Omit<AmendmentModel, 'breadcrumbs' | 'caption' | 'changes'> & {
    readonly changes: readonly JudgedChange[];
  },
): Page {
  return {
    view: 'amendment',
    title: `${given.heading}: ${trial.protocol.title}`,
    isTraining: trial.isTraining,
    model: {
      ...given,
      ...shared(trial, given.heading, true),
      changes: changesTable(given.changes),
      facts: [...given.facts, ...drawFacts],
    },
  };
}

const drawFacts = [
  'What was drawn stays under the version it was drawn under. What is drawn from then on is drawn under the new hash; a block that was begun stays unfinished.',
];

function markFacts(afterUnblinding: boolean): readonly string[] {
  return afterUnblinding
    ? ['Somebody has read arms, or figures by arm, of this trial. The amendment will say so.']
    : [];
}

type Told = {
  readonly version: number;
  readonly weight: Weight;
  readonly reason: string;
  readonly protocolHash: string;
  readonly planHash: string;
};

function proposalRows({ version, weight, reason, protocolHash, planHash }: Told): readonly SummaryRow[] {
  return [
    ...[row('New version', String(version)), row('Minor or major', weightWords[weight]), row('Reason', reason)],
    ...[codeRow('SHA-256 of the protocol', protocolHash), codeRow('SHA-256 of the analysis plan', planHash)],
  ];
}

const changeWords: Readonly<Record<JudgedChange['kind'], string>> = {
  added: 'Not there',
  removed: 'Taken out',
  changed: '',
  reordered: '',
};

/** Each change in a row. Texts are as given; what is no text is JSON. */
export function changesTable(changes: readonly JudgedChange[]): Table {
  return {
    caption: 'What changes',
    head: ['Place', 'Before', 'After', 'Weight'].map(cell),
    rows: changes.map(({ place, kind, before, after, weight }): readonly Cell[] => [
      ...[cell(place), long(before ?? changeWords[kind]), long(after ?? changeWords[kind]), cell(weightWords[weight])],
    ]),
  };
}

const long = (text: string): Cell => ({ text, classes: 'govuk-!-text-break-word' });
