/** What a volunteer partner records by code: one person, or a file of several; then the answers to check. No person and no arm stands here. */
import type { ByCode } from '../../actions/record-by-code.ts';
import { readCode, shownCode } from '../../trial/follow-up-code.ts';
import { type FunnelStep, funnelSteps } from '../../trial/outcome-window.ts';
import type { Problem } from '../desk-port.ts';
import { newKey } from '../forms.ts';
import type { Page } from '../render.ts';
import { row, type SummaryRow } from '../rows.ts';
import { dayInFull } from '../words.ts';

const stepWords: Readonly<Record<FunnelStep, string>> = {
  interest: 'Was interested',
  'sign-up': 'Signed up',
  training: 'Came to training or an introduction',
  'first-session': 'Volunteered for the first time',
};

export type PartnerFollowUpsModel = {
  readonly heading: string;
  readonly done: string | null;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly typed: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly value: string; readonly text: string; readonly checked: boolean }[];
  /** The answers to check; null while they are asked for. */
  readonly check: {
    readonly rows: readonly SummaryRow[];
    readonly json: string;
    readonly key: string;
    readonly button: string;
  } | null;
};

const name = 'Record by code';

const page = (isTraining: boolean, model: Omit<PartnerFollowUpsModel, 'steps'>): Page => ({
  view: 'partner-follow-ups',
  title: `${model.errors.length > 0 ? 'Error: ' : ''}${model.heading}`,
  isTraining,
  model: {
    ...model,
    steps: funnelSteps.map((value) => ({ value, text: stepWords[value], checked: model.typed.step === value })),
  },
});

export function partnerFollowUpsPage(
  isTraining: boolean,
  typed: Readonly<Record<string, string>>,
  problems: readonly Problem[],
  recorded: number | null,
): Page {
  return page(isTraining, {
    ...{ heading: name, typed, check: null },
    done: recorded === null ? null : recorded === 1 ? 'One record is kept.' : `${recorded} records are kept.`,
    errors: problems.map(({ path, message }) => ({ text: message, href: `#${anchorOf(path)}` })),
  });
}

/** Rows of a file have no field of their own. */
const anchorOf = (path: string): string =>
  ['code', 'step', 'date', 'file'].includes(path) ? (path === 'date' ? 'date-day' : path) : 'file';

/** Rows one by one where they are few, else how many of each step. */
export function checkFollowUpsPage(isTraining: boolean, { rows }: ByCode): Page {
  const isShort = rows.length <= 10;
  const lines = isShort
    ? rows.map(({ code, step, date }) => row(shown(code), `${stepWords[step]}, ${dayInFull(date)}`))
    : funnelSteps.flatMap((step) => {
        const count = rows.filter((one) => one.step === step).length;
        return count === 0 ? [] : [row(stepWords[step], String(count))];
      });
  return page(isTraining, {
    ...{ heading: 'Check before you record', done: null, errors: [], typed: {} },
    check: {
      rows: lines,
      json: JSON.stringify({ rows }),
      key: newKey(),
      button: rows.length === 1 ? 'Record this' : `Record these ${rows.length}`,
    },
  });
}

function shown(code: string): string {
  const read = readCode(code);
  return read === null ? code : shownCode(read);
}
