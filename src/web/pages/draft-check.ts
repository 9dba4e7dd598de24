/** A draft protocol, uploaded and seen whole: what is wrong with it at its place, or what it amounts to, with its document beneath. */

import type { ProtocolReport } from '../../actions/check-protocol.ts';
import { protocolDocument } from '../../actions/protocol-document.ts';
import { type Block, blanksWords } from '../../trial/documents/document.ts';
import { parseProtocol } from '../../trial/protocol.ts';
import type { CheckedDraft } from '../bench-port.ts';
import type { Problem } from '../desk-port.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, codeRow, numberCell, row, type SummaryRow } from '../rows.ts';
import { schemeWords, sentenceCase, unitWords } from '../words.ts';
import { type MeterModel, meterModel } from './meter.ts';

export type DraftCheckModel = {
  readonly heading: string;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  /** Null while a file is asked for, and where it cannot be read as a protocol. */
  readonly checked: {
    readonly question: string;
    readonly identity: readonly SummaryRow[];
    readonly warnings: readonly string[];
    readonly armHead: readonly Cell[];
    readonly arms: readonly (readonly Cell[])[];
    readonly meter: MeterModel;
    readonly powerWords: string;
    readonly powerHead: readonly Cell[];
    readonly power: readonly (readonly Cell[])[];
    readonly powerNotes: readonly string[];
    readonly blanks: string;
    readonly sections: readonly { readonly heading: string; readonly blocks: readonly Block[] }[];
  } | null;
};

const heading = 'Check a draft protocol';

export function draftCheckPage(isTraining: boolean, draft: CheckedDraft | null): Page {
  const problems = draft !== null && 'problems' in draft ? draft.problems : [];
  return {
    view: 'draft-check',
    title: `${problems.length > 0 ? 'Error: ' : ''}${heading}`,
    isTraining,
    model: {
      heading,
      errors: problems.map((problem) => ({ text: placed(problem), href: '#file' })),
      checked: draft === null || 'problems' in draft ? null : checkedOf(draft),
    },
  };
}

function placed({
  path,
  message,
  line,
  column,
}: Problem & { readonly line?: number; readonly column?: number }): string {
  const place = line === undefined ? '' : `Line ${line}${column === undefined ? '' : `, column ${column}`}: `;
  return `${place}${path === '' || path === 'file' ? '' : `${path}: `}${message}`;
}

function checkedOf({ report, text }: Extract<CheckedDraft, { readonly text: string }>): DraftCheckModel['checked'] {
  const parsed = parseProtocol(text);
  if (!parsed.ok) throw new Error('A draft that was checked parses.');
  const protocol = parsed.value;
  const { protocolHash, planHash } = report;
  const document = protocolDocument('spirit', { protocol, protocolHash, planHash, version: null });
  return {
    question: protocol.question,
    identity: [
      row('Title', report.title),
      row('What is drawn', unitWords[report.unit]),
      row('How', schemeWords(report.scheme)),
      row('Balanced within', report.strata.length === 0 ? 'The whole trial' : sentenceCase(report.strata.join(', '))),
      codeRow('SHA-256 of the protocol', protocolHash),
      codeRow('SHA-256 of the analysis plan', planHash),
    ],
    warnings: report.warnings.map(placed),
    armHead: [cell('Arm'), numberCell('Ratio'), numberCell('Chance')],
    arms: report.arms.map(({ name, ratio, probability }) => [
      ...[cell(name), numberCell(String(ratio)), numberCell(probability)],
    ]),
    meter: meterModel(report.predictability, protocol),
    ...powerOf(report),
    blanks: blanksWords(document),
    sections: document.sections.map(({ item, heading: words, blocks }) => ({ heading: `${item}. ${words}`, blocks })),
  };
}

const percent = (share: unknown): string => (typeof share === 'number' ? `${(100 * share).toFixed(1)}%` : 'none');

function powerOf({ power }: ProtocolReport) {
  if (power === null) {
    return { powerWords: 'There is nothing to work out the power of.', powerHead: [], power: [], powerNotes: [] };
  }
  const { plan, answer, notes } = power;
  const difference = plan.difference === null ? '' : `${(100 * plan.difference).toFixed(1)} points`;
  const many = answer.comparisons === 1 ? '' : `, one of ${answer.comparisons} comparisons`;
  return {
    powerWords: `${answer.comparison.join(' against ')}${many}, at a share of one half in the reference arm, where a difference is hardest to see.`,
    powerHead: [
      cell('Correlation within clusters'),
      numberCell('Difference that can be detected'),
      numberCell(`Power for ${difference}`),
    ],
    power: answer.rows.map(({ icc, detectable, power: had }) => [
      cell(String(icc ?? 0)),
      numberCell(typeof detectable === 'number' ? `${(100 * detectable).toFixed(1)} points` : 'none'),
      numberCell(percent(had)),
    ]),
    powerNotes: notes,
  };
}
