/**
 * The page on which anybody checks a receipt, or a hash of the ledger that they kept: two questions and, once one is asked, its
 * answer in plain words. What was pasted stands on the page again only where it could not be read.
 */
import type { DrawOfReceipt, ReceiptVerdict } from '../../actions/judge-receipt.ts';
import { boroughName } from '../../trial/boroughs.ts';
import type { HeadVerdict, TrialView } from '../reads.ts';
import type { Page } from '../render.ts';
import { row, type SummaryRow } from '../rows.ts';
import { clockOf, dateOf } from '../words.ts';

export type Question = 'receipt' | 'hash';

/** What happened to the question: nothing yet, it could not be read, or it has an answer. */
export type Asked =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'problem'; readonly question: Question; readonly message: string; readonly pasted: string }
  | { readonly kind: 'receipt'; readonly verdict: ReceiptVerdict }
  | { readonly kind: 'hash'; readonly verdict: HeadVerdict };

type Field = {
  readonly value: string;
  /** The error beside the field, or false: the macro's own word for none. */
  readonly error: { readonly text: string } | false;
};

type Answer = {
  readonly heading: string;
  readonly isGood: boolean;
  readonly paragraphs: readonly string[];
  readonly rows: readonly SummaryRow[];
};

export type CheckModel = {
  readonly title: string;
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly action: string;
  readonly drawHref: string;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly answer: Answer | null;
  readonly receipt: Field;
  readonly hash: Field;
};

const name = 'Check a receipt or the ledger';

export function checkPage({ slug, isTraining, protocol }: TrialView, asked: Asked): Page {
  const here = `/trials/${encodeURIComponent(slug)}`;
  const answer = answerOf(asked, slug);
  const before = asked.kind === 'problem' ? 'Error: ' : answer === null ? '' : `${answer.heading}: `;
  return {
    view: 'check',
    title: `${before}${name}: ${protocol.title}`,
    isTraining,
    model: {
      title: protocol.title,
      breadcrumbs: [{ text: 'Trials', href: '/' }, { text: protocol.title, href: here }, { text: name }],
      action: `${here}/check`,
      drawHref: `${here}/draw`,
      errors: asked.kind === 'problem' ? [{ text: asked.message, href: `#${asked.question}` }] : [],
      answer,
      receipt: fieldOf(asked, 'receipt'),
      hash: fieldOf(asked, 'hash'),
    },
  };
}

function fieldOf(asked: Asked, question: Question): Field {
  if (asked.kind !== 'problem' || asked.question !== question) return { value: '', error: false };
  return { value: asked.pasted, error: { text: asked.message } };
}

function answerOf(asked: Asked, slug: string): Answer | null {
  switch (asked.kind) {
    case 'receipt':
      return receiptAnswer(asked.verdict, slug);
    case 'hash':
      return hashAnswer(asked.verdict);
    default:
      return null;
  }
}

function receiptAnswer(verdict: ReceiptVerdict, slug: string): Answer {
  switch (verdict.kind) {
    case 'genuine':
      return genuine(verdict);
    case 'number-issued':
      return {
        heading: 'This receipt number is genuine',
        isGood: true,
        paragraphs: [
          'This trial issued a receipt with this number. Nothing in that receipt can be changed any more, or its number would be another.',
          'The number alone does not say what the receipt holds. Paste the whole receipt to see when it was issued.',
        ],
        rows: [],
      };
    case 'other-trial':
      return bad('This receipt is not of this trial', [
        `It names the trial “${verdict.named}”. This page checks receipts of the trial “${slug}”.`,
      ]);
    case 'differs':
      return bad('This receipt is not genuine', [
        'This trial did issue a receipt for the same unit, but it says something else. At least one thing in this one was changed, such as its arm or its position.',
      ]);
    case 'not-issued':
      return bad('This receipt is not genuine', ['This trial never issued it, and nothing like it.']);
  }
}

const bad = (heading: string, paragraphs: readonly string[]): Answer => ({
  heading,
  isGood: false,
  paragraphs,
  rows: [],
});

function genuine({ receipt, entry, draw }: Extract<ReceiptVerdict, { kind: 'genuine' }>): Answer {
  const rows = [
    row('Arm', receipt.arm),
    row('Stratum', stratumWords(receipt.stratum)),
    row('Position in the stratum', `${whole(receipt.position)} (the first is 0)`),
    row('Recorded in ledger entry', whole(entry.seq)),
    row('Drawn', when(entry.at)),
    row('Entries since then', whole(entry.entriesSince)),
  ];
  if (draw.kind === 'drawn' && draw.arm !== receipt.arm) {
    return {
      heading: 'This receipt is genuine, but its arm is not what the seed gives',
      isGood: false,
      paragraphs: [
        `The trial did issue this receipt. At this position the published seed gives “${draw.arm}”, and the receipt says “${receipt.arm}”: the arm was not drawn by the protocol. Tell the auditor of the trial.`,
      ],
      rows,
    };
  }
  return {
    heading: 'This receipt is genuine',
    isGood: true,
    paragraphs: [
      'This trial issued it when the list was closed, and nothing in it has been changed since.',
      drawWords(draw),
    ],
    rows,
  };
}

/** "Brent, 3-plus": the values of a stratum's key, boroughs by name. */
function stratumWords(key: string): string {
  if (key === '') return 'The whole trial';
  const values = key.split('/').map(decodeURIComponent);
  return values.map((value) => boroughName(value) ?? value).join(', ');
}

/** What is known of the seed and this arm. */
function drawWords(draw: DrawOfReceipt): string {
  switch (draw.kind) {
    case 'drawn':
      return `The published seed gives the same arm at this position: “${draw.arm}”.`;
    case 'seed-secret':
      return draw.alone
        ? 'The seed is still secret. Once it is published, this page also says whether the seed gives this arm.'
        : 'The seed is still secret. Once it is published, whoever has the list of units can repeat the draw.';
    case 'not-alone':
      return 'The seed is published. In this trial one arm cannot be drawn again alone: it hangs on the other units. An auditor or a researcher repeats the whole draw.';
  }
}

function hashAnswer(verdict: HeadVerdict): Answer {
  if (verdict.kind === 'not-in-chain') {
    return bad('This hash is not in the ledger of this trial', [
      'Check that you copied all of it, and that it is of this trial. If both are right, the ledger was changed after you noted the hash: tell the auditor of the trial.',
    ]);
  }
  const { seq, at, entriesSince } = verdict;
  return {
    heading: 'This hash is in the ledger',
    isGood: true,
    paragraphs: [
      'Everything up to this entry is as it was when you noted the hash: a change to it would have changed the hash.',
    ],
    rows: [
      row('Number of the entry', whole(seq)),
      row('Written', when(at)),
      row('Entries since then', entriesSince === 0 ? 'None: it is the newest entry' : whole(entriesSince)),
    ],
  };
}

const whole = (count: number): string => count.toLocaleString('en-GB');
const when = (at: string): string => `${dateOf(at)}, ${clockOf(at)}`;
