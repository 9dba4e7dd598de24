/** What happened to a ceremony, oldest first. */
import type { HistoryLine } from '../../actions/read-history.ts';
import type { Page } from '../render.ts';
import { type Cell, cell } from '../rows.ts';
import { clockOf, dateOf } from '../words.ts';

export type HistoryModel = {
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly rows: readonly (readonly Cell[])[];
};

export function historyPage(ceremony: string, lines: readonly HistoryLine[], isTraining: boolean): Page {
  return {
    view: 'history',
    title: 'History of a ceremony',
    isTraining,
    model: {
      breadcrumbs: [
        { text: 'Today', href: '/today' },
        { text: 'Ceremony', href: `/ceremonies/${encodeURIComponent(ceremony)}` },
        { text: 'History' },
      ],
      rows: lines.map(({ at, by, what }) => [cell(`${dateOf(at)}, ${clockOf(at)}`), cell(what), cell(by)]),
    },
  };
}
