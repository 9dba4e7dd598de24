/**
 * Seat cards and pack labels, to be printed once the arm is unsealed. The page knows people by hashes; names, codes and QR codes are
 * put in by the browser. A seat card tells no arm, since everybody in the room can read it; a label tells which pack it belongs on.
 */
import type { RunSheet } from '../../actions/read-run-sheet.ts';
import type { Page } from '../render.ts';
import { clockTime, dayInFull, people as peopleWords, sentenceCase } from '../words.ts';
import { type Crumb, crumbsOf } from './ceremony.ts';
import { shortCodes } from './check-in.ts';
import { armWords } from './run-sheet.ts';

export type CardsKind = 'cards' | 'labels';

export type CardsModel = {
  readonly breadcrumbs: readonly Crumb[];
  readonly kind: CardsKind;
  readonly ceremony: string;
  readonly trial: string;
  readonly caption: string;
  readonly heading: string;
  readonly where: string;
  /** The other kind of sheet, and the page that takes list and key. */
  readonly other: { readonly text: string; readonly href: string };
  readonly list: string;
  readonly rows: readonly {
    /** Short, by which the run sheet knows them. */
    readonly number: string;
    readonly reference: string;
    readonly version: number;
    readonly link: string;
    readonly pack: string;
  }[];
};

const names = { cards: 'Seat cards', labels: 'Pack labels' } as const;

/** Cards in the run sheet's order, household by household; labels arm by arm. */
export function cardsPage(kind: CardsKind, { ceremony, protocol, isTraining, people }: RunSheet): Page {
  const staying = people.filter(({ hasLeft }) => !hasLeft);
  const numbers = shortCodes(people.map(({ id }) => id));
  const households = [...new Set(people.map(({ household }) => household))];
  const inOrder = staying.toSorted((a, b) => households.indexOf(a.household) - households.indexOf(b.household));
  const arms = [...protocol.arms.map(({ name }) => name), null];
  const sorted = kind === 'cards' ? inOrder : arms.flatMap((arm) => inOrder.filter((person) => person.arm === arm));
  const base = `/ceremonies/${encodeURIComponent(ceremony.id)}`;
  const other = kind === 'cards' ? 'labels' : 'cards';
  const when = `${dayInFull(ceremony.heldOn)}, ${clockTime(ceremony.startsAt)}`;
  return {
    view: 'cards',
    title: `${names[kind]}, ${dayInFull(ceremony.heldOn)}: ${protocol.title}`,
    isTraining,
    model: {
      breadcrumbs: crumbsOf(ceremony, names[kind]),
      kind,
      ceremony: ceremony.id,
      trial: protocol.slug,
      caption: protocol.title,
      heading: `${names[kind]}, ${when}`,
      where: `${sentenceCase(ceremony.venue)}, ${peopleWords(staying.length)}`,
      other: { text: names[other], href: `${base}/${other}` },
      list: `${base}/list`,
      rows: sorted.map((person) => ({
        number: numbers.get(person.id) ?? person.id,
        reference: person.referenceHash,
        version: person.version,
        link: person.linkHash ?? '',
        pack: armWords(person.arm),
      })),
    },
  };
}
