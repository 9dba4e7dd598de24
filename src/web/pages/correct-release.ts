/** A corrected release before it leaves: the figures as they would be, the reason, and who has signed. */
import { roleNames } from '../../access/roles.ts';
import type { CorrectionView } from '../../actions/read-correction.ts';
import { correctionReasons, correctionWords } from '../../trial/corrections.ts';
import { newKey } from '../forms.ts';
import type { Page } from '../render.ts';
import { capitalise, sentenceCase } from '../words.ts';
import { tablesOf } from './release.ts';

const heading = 'Correct the release';

/** @param problem what is wrong with the reason that was given, or null */
export function correctReleasePage(view: CorrectionView, problem: string | null): Page {
  const here = `/trials/${encodeURIComponent(view.slug)}`;
  const [begun] = view.begun;
  return {
    view: 'release',
    title: `${problem === null ? '' : 'Error: '}${heading}: ${view.title}`,
    isTraining: view.isTraining,
    model: {
      caption: view.title,
      heading,
      breadcrumbs: [
        { text: 'Trials', href: '/' },
        { text: view.title, href: here },
        { text: 'Release', href: `${here}/release` },
        { text: heading },
      ],
      ...{ done: null, warning: null, releases: [], files: [], link: null },
      lead: `These figures would replace release ${view.supersedes}. They are made anew from the frozen data, which no correction changes. Release ${view.supersedes} stays readable, marked as superseded.`,
      tables: tablesOf(view),
      form: {
        action: `${here}/release/correct`,
        key: newKey(),
        figuresHash: view.figuresHash,
        facts: [
          ...view.begun.map(
            ({ reason, signed }) =>
              `${sentenceCase(signed.map((role) => roleNames[role]).join(' and '))} has signed, because ${correctionWords[reason]}.`,
          ),
          `You sign these figures under their hash (${view.figuresHash}), the release that they replace, and the reason. The trial statistician and the trial administrator both sign.`,
        ],
        reasons: {
          items: correctionReasons.map((reason) => ({
            value: reason,
            text: capitalise(correctionWords[reason]),
            checked: reason === begun?.reason,
          })),
          error: problem === null ? false : { text: problem },
        },
        supersedes: view.supersedes,
      },
    },
  };
}
