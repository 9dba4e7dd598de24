/** All trials on one page: where each stands, and its newest release or why there is none to take now. */
import type { ProgrammeLine } from '../../actions/read-programme.ts';
import { releaseText } from '../release-words.ts';
import type { Page } from '../render.ts';
import { dateOf, datesInFull, statusMeaning, statusTag, type Tag } from '../words.ts';
import type { Crumb } from './ceremony.ts';

export type ProgrammeModel = {
  readonly breadcrumbs: readonly Crumb[];
  readonly heading: string;
  readonly trials: readonly {
    readonly title: string;
    readonly href: string;
    readonly status: Tag;
    readonly meaning: string;
    readonly release: string;
    /** Null where there is nothing to take now. */
    readonly releaseHref: string | null;
  }[];
};

const heading = 'The programme';

export function programmePage(lines: readonly ProgrammeLine[]): Page {
  return {
    view: 'programme',
    title: heading,
    isTraining: lines.some(({ isTraining }) => isTraining),
    model: {
      breadcrumbs: [{ text: 'Today', href: '/today' }, { text: heading }],
      heading,
      trials: lines.map((line) => {
        const here = `/trials/${encodeURIComponent(line.slug)}`;
        return {
          ...{ title: line.title, href: here, status: statusTag(line.status) },
          meaning: `${statusMeaning(line.status)} Since ${dateOf(line.statusSince)}.`,
          release: releaseOf(line),
          releaseHref: line.newest !== null && line.heldBack === null ? `${here}/release` : null,
        };
      }),
    },
  };
}

function releaseOf({ newest, heldBack }: ProgrammeLine): string {
  if (heldBack !== null) return datesInFull(heldBack);
  return newest === null ? 'No figures have been released yet.' : releaseText(newest);
}
