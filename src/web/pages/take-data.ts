/** Row-level data: for a stated reason that is kept, after the locked analysis; then the file, for the one who stated it. */
import type { Bench } from '../../actions/read-bench.ts';
import type { Problems } from '../desk-port.ts';
import type { Page } from '../render.ts';
import { deskFormPage, input } from './desk-form.ts';

export function takeDataPage(bench: Bench, typed: string, problems: Problems, taken: string | null): Page {
  const here = `/trials/${encodeURIComponent(bench.slug)}`;
  const file = taken === null ? null : `/api/v1${here}/dataset-exports/${encodeURIComponent(taken)}/dataset.csv`;
  return deskFormPage({
    isTraining: bench.isTraining,
    breadcrumbs: [
      { text: 'Trials', href: '/' },
      { text: bench.title, href: here },
      { text: 'Analyses', href: `${here}/runs` },
      { text: 'Data set' },
    ],
    caption: bench.title,
    heading: 'Take the data set',
    done: file === null ? null : 'Your reason is kept. You can download the data set below.',
    facts: [
      'It has one row for each person, with the arm and the outcomes and without names. It is personal data still.',
      'Your name, the time and your reason are kept for good, in the ledger and in the records the auditor reads.',
    ],
    verdict: bench.isAnalysed ? true : 'Row-level data is given after the locked analysis has run. It has not run yet.',
    link: file === null ? null : { text: 'Download dataset.csv', href: file },
    fields: [
      input('reason', 'Why you need it', typed, 'In 10 to 500 characters, for example which question it answers'),
    ],
    problems,
    action: `${here}/data`,
    button: 'Keep my reason',
    back: `${here}/runs`,
  });
}
