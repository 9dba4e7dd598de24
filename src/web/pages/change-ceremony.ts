/** Moving, cancelling and merging a ceremony: each asks for a coded reason, and says what becomes of the draw. */

import { changeReasons, missed } from '../../actions/change-ceremony.ts';
import type { CeremonyDesk } from '../../actions/read-ceremony-desk.ts';
import type { Problem } from '../desk-port.ts';
import { type FormState, formState } from '../forms.ts';
import type { Page } from '../render.ts';
import type { TypedSlot } from '../typed-slot.ts';
import { clockTime, datesInFull, dayInFull, sentenceCase } from '../words.ts';
import { type Crumb, crumbsOf, headingOf } from './ceremony.ts';
import type { Choice } from './schedule.ts';

export type ChangeKind = 'move' | 'cancel' | 'merge';

export type ChangeModel = {
  readonly breadcrumbs: readonly Crumb[];
  readonly kind: ChangeKind;
  readonly form: FormState;
  readonly back: string;
  readonly action: string;
  readonly caption: string;
  readonly heading: string;
  readonly ceremony: string;
  readonly consequence: string;
  readonly reasons: readonly Choice[];
  /** Ceremonies to merge into. */
  readonly others: readonly Choice[];
  readonly typed: TypedSlot;
  readonly venues: readonly string[];
  readonly button: string;
  readonly whyNot: string | null;
};

type Reason = (typeof changeReasons)[number] | typeof missed;

const reasonWords: Readonly<Record<Reason, string>> = {
  'venue-unavailable': 'The room is not available',
  'too-few-booked': 'Too few people are booked',
  'too-many-booked': 'Too many people are booked',
  'staff-unavailable': 'Staff are not available',
  'public-event': 'A public event or closure',
  emergency: 'An emergency',
  'entered-in-error': 'It was entered by mistake',
  'not-closed-in-time': 'It was held before its list was closed',
};

const words: Readonly<Record<ChangeKind, { readonly heading: string; readonly button: string }>> = {
  move: { heading: 'Move this ceremony', button: 'Move the ceremony' },
  cancel: { heading: 'Cancel this ceremony', button: 'Cancel the ceremony' },
  merge: { heading: 'Merge this ceremony into another', button: 'Merge the ceremonies' },
};

export type TypedChange = { readonly reason: string; readonly into: string; readonly slot: TypedSlot };

export function changePage(
  kind: ChangeKind,
  desk: CeremonyDesk,
  typed: TypedChange | null,
  problems: readonly Problem[] = [],
  key?: string,
): Page {
  const { ceremony, protocol, isTraining, others, verdicts } = desk;
  const back = `/ceremonies/${encodeURIComponent(ceremony.id)}`;
  const whyNot = verdicts[kind];
  const reasons: readonly Reason[] = kind === 'cancel' ? [...changeReasons, missed] : changeReasons;
  const { heading, button } = words[kind];
  return {
    view: 'change-ceremony',
    title: `${problems.length === 0 ? '' : 'Error: '}${heading}: ${protocol.title}`,
    isTraining,
    model: {
      breadcrumbs: crumbsOf(ceremony, heading),
      kind,
      form: formState(['heldOn', 'startsAt', 'venue', 'into', 'reason'], problems, key),
      back,
      action: `${back}/${kind}`,
      caption: protocol.title,
      heading,
      ceremony: `${headingOf(desk)}, ${sentenceCase(ceremony.venue)}`,
      consequence: consequenceOf(kind, desk),
      reasons: reasons.map((value) => ({ value, text: reasonWords[value], checked: typed?.reason === value })),
      others: others
        .filter(({ phase }) => phase === ceremony.phase)
        .map((one) => ({
          value: one.id,
          text: `${dayInFull(one.heldOn)}, ${clockTime(one.startsAt)}, ${sentenceCase(one.venue)}`,
          checked: typed?.into === one.id,
        })),
      typed: typed?.slot ?? slotOf(desk),
      venues: [...new Set(others.map(({ venue }) => sentenceCase(venue)))].sort(),
      button,
      whyNot: whyNot === true ? null : datesInFull(whyNot),
    },
  };
}

function slotOf({ ceremony: { heldOn, startsAt, venue } }: CeremonyDesk): TypedSlot {
  const [year = '', month = '', day = ''] = heldOn.split('-');
  return {
    date: heldOn,
    day: String(Number(day)),
    month: String(Number(month)),
    year,
    time: clockTime(startsAt),
    venue: sentenceCase(venue),
  };
}

function consequenceOf(kind: ChangeKind, { ceremony }: CeremonyDesk): string {
  const isDrawn = ceremony.isListClosed && ceremony.phase === 'trial';
  switch (kind) {
    case 'move':
      return isDrawn
        ? 'Its list stays closed and its draw stays as it was made. The lead time counts back from the new date.'
        : 'People on its list stay on it.';
    case 'cancel':
      return isDrawn
        ? 'The people on its list stay in the trial with the arm that was drawn. Rebook each of them.'
        : 'Book the people on its list into another ceremony. This cannot be undone.';
    case 'merge':
      return isDrawn
        ? 'Its people come to the other ceremony and keep the arm that was drawn for them. This cannot be undone.'
        : 'Its people come to the other ceremony. This cannot be undone.';
  }
}
