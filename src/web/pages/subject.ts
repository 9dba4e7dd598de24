/** What is held about one person, row by row, for a subject access request; and the form that asks for it. */
import type { SubjectView } from '../desk-port.ts';
import type { Page } from '../render.ts';
import { type Cell, cell } from '../rows.ts';
import { clockOf, dateOf } from '../words.ts';

export type SubjectModel = {
  readonly heading: string;
  readonly action: string;
  readonly key: string;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  /** The macro's own word for no error is false. */
  readonly error: { readonly text: string } | false;
  /** Null before anybody was asked about. */
  readonly rows: readonly (readonly Cell[])[] | null;
};

export type SubjectState =
  | { readonly kind: 'asking'; readonly problem: string | null }
  | { readonly kind: 'answered'; readonly view: SubjectView };

export function subjectPage(slug: string, state: SubjectState): Page {
  const heading = 'What is held about one person';
  const problem = state.kind === 'asking' ? state.problem : null;
  return {
    view: 'subject',
    title: `${problem === null ? '' : 'Error: '}${heading}`,
    isTraining: false,
    model: {
      heading,
      action: `/trials/${encodeURIComponent(slug)}/subject-access`,
      key: crypto.randomUUID(),
      errors: problem === null ? [] : [{ text: problem, href: '#reference_hash' }],
      error: problem === null ? false : { text: problem },
      rows:
        state.kind === 'answered'
          ? state.view.lines.map(({ about, what, at }) => [
              cell(about),
              { text: what, classes: 'app-code' },
              cell(`${dateOf(at)}, ${clockOf(at)}`),
            ])
          : null,
    },
  };
}
