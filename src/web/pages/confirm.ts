/** Check before what cannot be undone: closing a list (which draws) and unsealing. */
import type { CeremonyDesk } from '../../actions/read-ceremony-desk.ts';
import { newKey } from '../forms.ts';
import type { Page } from '../render.ts';
import { datesInFull, dayInFull, people, sentenceCase } from '../words.ts';
import { type Crumb, crumbsOf, headingOf } from './ceremony.ts';

export type ConfirmModel = {
  readonly breadcrumbs: readonly Crumb[];
  readonly key: string;
  readonly back: string;
  readonly action: string;
  readonly caption: string;
  readonly heading: string;
  readonly rows: readonly { readonly key: { readonly text: string }; readonly value: { readonly text: string } }[];
  /** What follows, one sentence each. */
  readonly facts: readonly string[];
  readonly warning: string;
  readonly button: string;
  /** Why it cannot be done now, or null. */
  readonly whyNot: string | null;
};

export function closePage(desk: CeremonyDesk): Page {
  const { ceremony, protocol, eligible, households, verdicts } = desk;
  const isDrawn = ceremony.phase === 'trial';
  const whyNot =
    verdicts['close-list'] === true
      ? eligible === 0
        ? 'Nobody who takes part is on the list yet. Put people on it first.'
        : null
      : verdicts['close-list'];
  return confirm(desk, {
    path: 'close',
    heading: isDrawn ? 'Check before you close the list and draw' : 'Check before you close the list',
    rows: [
      row('Ceremony', headingOf(desk)),
      row('Where', sentenceCase(ceremony.venue)),
      row('On the list', people(ceremony.booked)),
      row('Of these, take part', `${eligible}, in ${households} ${households === 1 ? 'household' : 'households'}`),
    ],
    facts: isDrawn
      ? [
          'Nobody can be added as an ordinary entry any more. Whoever comes late is added as a late joiner.',
          protocol.unit === 'ceremony'
            ? 'The arm of this ceremony is drawn. It stays sealed until the lead time begins.'
            : `An arm is drawn for each ${protocol.unit}. The arms stay sealed until the lead time begins.`,
        ]
      : ['Nobody can be added any more. Nothing is drawn in the baseline phase.'],
    warning: 'This cannot be undone.',
    button: isDrawn ? 'Close the list and draw' : 'Close the list',
    whyNot,
  });
}

export function unsealPage(desk: CeremonyDesk): Page {
  const { ceremony, protocol, verdicts } = desk;
  return confirm(desk, {
    path: 'unseal',
    heading: protocol.unit === 'ceremony' ? 'Check before you unseal the arm' : 'Check before you unseal the arms',
    rows: [
      row('Ceremony', headingOf(desk)),
      row('Where', sentenceCase(ceremony.venue)),
      row(
        'Can be unsealed from',
        ceremony.unsealFrom === null ? 'Never: no arm is drawn' : dayInFull(ceremony.unsealFrom),
      ),
    ],
    facts: [
      'You and your borough see the arm from then on. Each look is recorded.',
      'Do not tell the people on the list. They should come as they would have come.',
      'After this the ceremony can be moved only to a day within the lead time.',
    ],
    warning: 'This cannot be undone.',
    button: protocol.unit === 'ceremony' ? 'Unseal the arm' : 'Unseal the arms',
    whyNot: verdicts.unseal === true ? null : verdicts.unseal,
  });
}

const row = (key: string, text: string) => ({ key: { text: key }, value: { text } });

function confirm(
  { ceremony, protocol, isTraining }: CeremonyDesk,
  {
    path,
    whyNot,
    ...words
  }: Pick<ConfirmModel, 'heading' | 'rows' | 'facts' | 'warning' | 'button' | 'whyNot'> & { readonly path: string },
): Page {
  const back = `/ceremonies/${encodeURIComponent(ceremony.id)}`;
  return {
    view: 'confirm',
    title: `${words.heading}: ${protocol.title}`,
    isTraining,
    model: {
      breadcrumbs: crumbsOf(ceremony, words.heading),
      key: newKey(),
      back,
      action: `${back}/${path}`,
      caption: protocol.title,
      ...words,
      whyNot: whyNot === null ? null : datesInFull(whyNot),
    },
  };
}
