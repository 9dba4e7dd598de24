/** The front page: what Pledge is, the three doors, the trials anyone may know of. */
import type { TrialLine } from '../reads.ts';
import type { Page } from '../render.ts';
import { statusTag, type Tag } from '../words.ts';

export type HomeModel = {
  readonly trials: readonly {
    readonly title: string;
    readonly href: string;
    readonly question: string;
    readonly status: Tag;
    readonly isTraining: boolean;
  }[];
};

export function homePage(trials: readonly TrialLine[]): Page {
  return {
    view: 'home',
    title: 'Randomised trials at citizenship ceremonies',
    isTraining: false,
    model: {
      trials: trials.map(({ slug, title, question, status, isTraining }) => ({
        title,
        question,
        isTraining,
        href: `/trials/${encodeURIComponent(slug)}`,
        status: statusTag(status),
      })),
    },
  };
}
