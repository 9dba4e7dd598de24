/**
 * A ceremony's own page: when and where, where its list and its arm stand, the next thing to do first, what else may be done, and
 * why not the rest. It shows no person.
 */
import type { CeremonyDesk } from '../../actions/read-ceremony-desk.ts';
import { boroughName } from '../../trial/boroughs.ts';
import type { CeremonyAct } from '../../trial/ceremony-lifecycle.ts';
import type { PeopleAct } from '../../trial/ceremony-verdicts.ts';
import type { Page } from '../render.ts';
import { clockTime, datesInFull, dayInFull, people, sentenceCase, type Tag } from '../words.ts';

export type Crumb = { readonly text: string; readonly href?: string };
export type Link = { readonly text: string; readonly href: string };

export type CeremonyModel = {
  readonly breadcrumbs: readonly Crumb[];
  readonly caption: string;
  readonly heading: string;
  /** What has just been done, or null. */
  readonly done: string | null;
  readonly rows: readonly {
    readonly key: { readonly text: string };
    readonly value: { readonly text: string } | { readonly html: string };
  }[];
  readonly state: Tag;
  /** What a registrar most likely came for; null where nothing waits. */
  readonly next: (Link & { readonly why: string }) | null;
  readonly links: readonly Link[];
  readonly notNow: readonly { readonly act: string; readonly why: string }[];
};

/** What each act is called on the page. */
export const actNames: Readonly<Record<CeremonyAct, string>> = {
  enrol: 'Put people on the list',
  'join-late': 'Add somebody who is late',
  'close-list': 'Close the list and draw',
  unseal: 'Unseal the arm',
  'record-attendance': 'Check people in',
  'record-delivery': 'Fill in the delivery log',
  move: 'Move to another date, time or room',
  cancel: 'Cancel this ceremony',
  merge: 'Merge into another ceremony',
};

const pathOf: Readonly<Record<CeremonyAct, string>> = {
  enrol: 'list',
  'join-late': 'list',
  'close-list': 'close',
  unseal: 'unseal',
  'record-attendance': 'check-in',
  'record-delivery': 'delivery',
  move: 'move',
  cancel: 'cancel',
  merge: 'merge',
};

/** About its people, its draw and its partners. */
const peopleActNames: Readonly<Record<PeopleAct, string>> = {
  rebook: 'Book somebody into another ceremony',
  withdraw: 'Record that somebody leaves or objects',
  'report-error': 'Report an error of the draw',
  'assign-partner': 'Ask a partner to come',
};

const doneWords: Readonly<Record<string, string>> = {
  scheduled: 'The ceremony is in the trial. Put people on its list next.',
  closed: 'The list is closed and the draw is made. Nobody knows the arm before it is unsealed.',
  'closed-baseline': 'The list is closed. Nothing is drawn in the baseline phase.',
  unsealed: 'The arm is unsealed.',
  moved: 'The ceremony has moved.',
  cancelled: 'The ceremony is cancelled. Book its people into another one.',
  merged: 'The ceremony is merged into another.',
};

/** @param done word of the act that led here, as the address says it; others are passed over */
export function ceremonyPage(desk: CeremonyDesk, done: string | null): Page {
  const { ceremony, protocol, isTraining, verdicts } = desk;
  const heading = headingOf(desk);
  const base = `/ceremonies/${encodeURIComponent(ceremony.id)}`;
  const acts = Object.keys(actNames) as CeremonyAct[]; // The keys of the record are exactly the acts.
  const offered = acts.filter((act) => verdicts[act] === true && !(act === 'enrol' && ceremony.isListClosed));
  const next = nextOf(desk, offered, base);
  const said = done === 'closed' && ceremony.phase === 'baseline' ? 'closed-baseline' : done;
  return {
    view: 'ceremony',
    title: `${heading}: ${protocol.title}`,
    isTraining,
    model: {
      breadcrumbs: [{ text: 'Today', href: '/today' }, { text: dayInFull(ceremony.heldOn) }],
      caption: protocol.title,
      heading,
      done: said === null ? null : (doneWords[said] ?? null),
      rows: rowsOf(desk),
      state: stateTag(desk),
      next,
      links: [
        ...offered.map((act) => ({ text: actName(desk, act), href: `${base}/${pathOf[act]}` })),
        ...(ceremony.isUnsealed
          ? [
              { text: 'Run sheet', href: `${base}/run-sheet` },
              { text: 'Seat cards with follow-up codes', href: `${base}/cards` },
              { text: 'Pack labels', href: `${base}/labels` },
            ]
          : []),
        ...peopleLinks(desk, base),
        { text: 'History of this ceremony', href: `${base}/history` },
      ].filter(({ href }) => href !== next?.href),
      notNow: acts
        .flatMap((act) => {
          const why = verdicts[act];
          return why === true ? [] : [{ act: actName(desk, act), why: datesInFull(why) }];
        })
        .concat(
          peopleActs.flatMap((act) => {
            const why = desk.peopleVerdicts[act];
            return why === true ? [] : [{ act: peopleActNames[act], why: datesInFull(why) }];
          }),
        )
        .filter(({ act }, index, all) => all.findIndex((one) => one.act === act) === index),
    },
  };
}

const peopleActs = Object.keys(peopleActNames) as PeopleAct[]; // The keys of the record are exactly the acts.

function peopleLinks({ ceremony, protocol, peopleVerdicts: may }: CeremonyDesk, base: string): readonly Link[] {
  const partners = `/trials/${encodeURIComponent(protocol.slug)}/partners?ceremony=${encodeURIComponent(ceremony.id)}`;
  return [
    ...(may.rebook === true || may.withdraw === true
      ? [{ text: 'People: book into another ceremony, leave or object', href: `${base}/people` }]
      : []),
    ...(may['report-error'] === true ? [{ text: 'Errors of the draw', href: `${base}/errors` }] : []),
    ...(may['assign-partner'] === true ? [{ text: peopleActNames['assign-partner'], href: partners }] : []),
  ];
}

/** "Tuesday 3 March 2026, 2:30pm". */
export function headingOf({
  ceremony,
}: {
  readonly ceremony: Pick<CeremonyDesk['ceremony'], 'heldOn' | 'startsAt'>;
}): string {
  return `${dayInFull(ceremony.heldOn)}, ${clockTime(ceremony.startsAt)}`;
}

/** Where one is below a ceremony's own page. */
export function crumbsOf(
  { id, heldOn }: Pick<CeremonyDesk['ceremony'], 'id' | 'heldOn'>,
  name: string,
): readonly Crumb[] {
  return [
    { text: 'Today', href: '/today' },
    { text: dayInFull(heldOn), href: `/ceremonies/${encodeURIComponent(id)}` },
    { text: name },
  ];
}

function actName({ ceremony, protocol }: CeremonyDesk, act: CeremonyAct): string {
  if (act === 'close-list' && ceremony.phase === 'baseline') return 'Close the list';
  if (act === 'unseal' && protocol.unit !== 'ceremony') return 'Unseal the arms';
  return actNames[act];
}

function nextOf(desk: CeremonyDesk, offered: readonly CeremonyAct[], base: string): CeremonyModel['next'] {
  const { ceremony, eligible } = desk;
  const to = (act: CeremonyAct, why: string) =>
    offered.includes(act) ? { text: actName(desk, act), href: `${base}/${pathOf[act]}`, why } : null;
  if (!ceremony.isListClosed) {
    if (eligible === 0) return to('enrol', 'Nobody who takes part is on the list yet.');
    return to('close-list', `${people(eligible)} who take part are on the list. You can add to it until it is closed.`);
  }
  return (
    to('record-attendance', 'The day of the ceremony has come.') ??
    to('unseal', 'The lead time has begun: you can see what to prepare.') ??
    (ceremony.isUnsealed && !ceremony.isCancelled && ceremony.mergedInto === null
      ? {
          text: 'Run sheet',
          href: `${base}/run-sheet`,
          why: 'The arm is unsealed: prepare what it needs, and print who comes.',
        }
      : null)
  );
}

function rowsOf(desk: CeremonyDesk): CeremonyModel['rows'] {
  const { ceremony, protocol, eligible, households } = desk;
  const row = (key: string, text: string) => ({ key: { text: key }, value: { text } });
  return [
    row('Where', sentenceCase(ceremony.venue)),
    row('Borough', boroughName(ceremony.borough) ?? ceremony.borough),
    ...(ceremony.phase === 'baseline' ? [row('Phase', 'Baseline: a ceremony as usual')] : []),
    row('List', ceremony.isListClosed ? 'Closed' : 'Open'),
    row(
      'On the list',
      `${people(ceremony.booked)}, of whom ${eligible} take part (${countOf(households, 'household')})`,
    ),
    row(protocol.unit === 'ceremony' ? 'Arm' : 'Arms', armText(desk)),
  ];
}

const countOf = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function armText({ ceremony, protocol, arm }: CeremonyDesk): string {
  if (ceremony.phase === 'baseline') return 'None in the baseline phase';
  if (!ceremony.isListClosed) return 'Not drawn yet';
  if (ceremony.isUnsealed) return arm === null ? 'Unsealed: see the run sheet' : sentenceCase(arm);
  const from = ceremony.unsealFrom === null ? '' : `, to be unsealed from ${dayInFull(ceremony.unsealFrom)}`;
  return protocol.unit === 'ceremony' ? `Drawn and sealed${from}` : `Drawn and sealed, by ${protocol.unit}${from}`;
}

function stateTag({ ceremony }: CeremonyDesk): Tag {
  if (ceremony.isCancelled) return { text: 'Cancelled', classes: 'govuk-tag--red' };
  if (ceremony.mergedInto !== null) return { text: 'Merged', classes: 'govuk-tag--red' };
  if (!ceremony.isListClosed) return { text: 'List open', classes: 'govuk-tag--green' };
  return ceremony.isUnsealed
    ? { text: 'Unsealed', classes: 'govuk-tag--blue' }
    : { text: 'List closed', classes: 'govuk-tag--grey' };
}
