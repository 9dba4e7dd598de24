/** The page that adds people to a ceremony's list: read in the browser, or uploaded as the file that `pledge prepare` wrote. */
import type { ListPlace } from '../../actions/read-list-place.ts';
import { type AttendeeRow, attendeeColumns, ineligibleReasons } from '../../trial/attendee.ts';
import type { Page } from '../render.ts';
import { clockTime, dayInFull, people, sentenceCase } from '../words.ts';

type Cell = { readonly text: string };

export type ListModel = {
  readonly ceremony: string;
  readonly ceremonyHref: string;
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly heldOn: string;
  readonly caption: string;
  readonly heading: string;
  readonly isLate: boolean;
  /** Why nobody can be added; null where somebody can. */
  readonly whyNot: string | null;
  readonly added: string | null;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  /** The macro's own word for no error is false. */
  readonly fileError: { readonly text: string } | false;
  /** A prepared file that was uploaded and can be added; null before. */
  readonly uploaded: {
    readonly counts: string;
    readonly head: readonly Cell[];
    readonly rows: readonly (readonly Cell[])[];
    /** Sent back as it is, so that nothing of it is stored before it is added. */
    readonly json: string;
    readonly kind: string;
    readonly key: string;
  } | null;
  readonly reasons: readonly { readonly value: string; readonly text: string }[];
  readonly columns: readonly Cell[];
};

export type ListState =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'added'; readonly people: number }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }
  | { readonly kind: 'uploaded'; readonly rows: readonly AttendeeRow[]; readonly join: string; readonly key: string };

export function listPage(place: ListPlace, state: ListState): Page {
  const isLate = place.adding.kind === 'join-late';
  const heading = isLate ? 'Add late joiners or walk-ins' : 'Add people to the list';
  const ceremonyHref = `/ceremonies/${encodeURIComponent(place.ceremony)}`;
  const problems = state.kind === 'refused' ? state.problems : [];
  const when = `${dayInFull(place.heldOn)} at ${clockTime(place.startsAt)}`;
  return {
    view: 'list',
    title: `${problems.length > 0 ? 'Error: ' : ''}${heading}: ${when}`,
    isTraining: place.isTraining,
    model: {
      ceremony: place.ceremony,
      ceremonyHref,
      breadcrumbs: [
        { text: 'Today', href: '/today' },
        { text: `Ceremony, ${when}`, href: ceremonyHref },
        { text: heading },
      ],
      heldOn: place.heldOn,
      caption: `${when}, ${sentenceCase(place.venue)}. ${sentenceCase(people(place.booked))} on the list`,
      heading,
      isLate,
      whyNot: place.adding.kind === 'nobody' ? place.adding.why : null,
      added: state.kind === 'added' ? `${people(state.people)} added` : null,
      errors: problems.map((text) => ({ text, href: '#prepared' })),
      fileError: problems.length > 0 ? { text: problems.join('. ') } : false,
      uploaded: state.kind === 'uploaded' ? uploadedOf(state) : null,
      reasons: ineligibleReasons.map((value) => ({ value, text: sentenceCase(value) })),
      columns: columnsShown.map((text) => ({ text })),
    },
  };
}

/** Every column that is sent, in the order in which the page's script shows them: what people can read first. */
const columnsShown = [
  ...attendeeColumns.filter((column) => !column.endsWith('_hash')),
  'reference_hash',
  'household_hash',
] as const;

function uploadedOf({ rows, join, key }: Extract<ListState, { readonly kind: 'uploaded' }>): ListModel['uploaded'] {
  const taking = rows.filter(({ eligible }) => eligible === 'yes').length;
  return {
    counts: `${people(rows.length)} in this file, of whom ${taking} take part.`,
    head: attendeeColumns.map((text) => ({ text })),
    rows: rows.map((row) => attendeeColumns.map((column) => ({ text: String(row[column] ?? '') }))),
    json: JSON.stringify(rows),
    kind: join,
    key,
  };
}
