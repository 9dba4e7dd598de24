/** How a trial was run around its draw: warnings first, then what happened in each borough, noughts among it, and errors reported. */
import type { BoroughConduct } from '../../actions/read-conduct.ts';
import { randomisationErrorKinds, randomisationErrorWords } from '../../trial/randomisation-errors.ts';
import type { ConductPageView } from '../reads.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, numberCell } from '../rows.ts';
import type { Table } from './meter.ts';

export type ConductModel = {
  readonly title: string;
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly lead: string;
  readonly warnings: readonly string[];
  readonly tables: readonly (Table & { readonly note: string })[];
};

const name = 'How the draw was kept';

export function conductPage({ trial, conduct }: ConductPageView): Page {
  const { slug, isTraining, protocol } = trial;
  const { boroughs, errors } = conduct;
  const lead =
    boroughs.length === protocol.boroughs.length
      ? 'Every borough of the trial.'
      : `Your own borough: ${boroughs.map((one) => one.name).join(', ')}.`;
  return {
    view: 'conduct',
    title: `${name}: ${protocol.title}`,
    isTraining,
    model: {
      title: protocol.title,
      breadcrumbs: [
        { text: 'Trials', href: '/' },
        { text: protocol.title, href: `/trials/${encodeURIComponent(slug)}` },
        { text: name },
      ],
      lead,
      warnings: conduct.warnings,
      tables: [
        countTable(
          'Ceremonies entered at short notice',
          boroughs,
          noticeColumns,
          `A borough may see the arm of a ceremony from ${protocol.leadTimeWorkingDays} working days before it. At short notice means that this day had come when the ceremony was entered, or moved to an earlier day.`,
        ),
        countTable(
          'Ceremonies that changed after their arm was unsealed',
          boroughs,
          ceremonyColumns,
          'A ceremony whose arm is unsealed can be moved beyond its lead time only where the trial administrator and the auditor both sign.',
        ),
        countTable(
          'People who came or went after the arm was unsealed',
          boroughs,
          peopleColumns,
          'Nobody who joins after a list has closed is in the primary analysis.',
        ),
        {
          caption: 'Errors reported',
          head: [
            cell('Error'),
            ...boroughs.map((one) => numberCell(one.name)),
            ...(boroughs.length > 1 ? [numberCell('All')] : []),
          ],
          rows: [
            ...randomisationErrorKinds.map((kind) =>
              rowOf(
                randomisationErrorWords[kind],
                boroughs.map((one) => one.errors.standing[kind]),
                errors.standing[kind],
              ),
            ),
            rowOf(
              'Reports taken back',
              boroughs.map((one) => one.errors.takenBack),
              errors.takenBack,
            ),
          ],
          note: 'An error changes no allocation. A report that was itself a mistake is taken back, and counted only as that.',
        },
      ],
    },
  };
}

type Column = { readonly head: string; readonly of: (conduct: BoroughConduct) => number };

const noticeColumns: readonly Column[] = [
  { head: 'Ceremonies', of: ({ ceremonies }) => ceremonies },
  { head: 'Scheduled at short notice', of: ({ shortNotice }) => shortNotice.scheduled },
  { head: 'Brought forward', of: ({ shortNotice }) => shortNotice.broughtForward },
  { head: 'Of these, cancelled once the arm was seen', of: ({ shortNotice }) => shortNotice.cancelledOnceSeen },
];

const ceremonyColumns: readonly Column[] = [
  { head: 'Moved', of: ({ afterUnsealing }) => afterUnsealing.moved },
  { head: 'Of these, more than once', of: ({ afterUnsealing }) => afterUnsealing.movedAgain },
  { head: 'Of these, beyond the lead time', of: ({ afterUnsealing }) => afterUnsealing.movedBeyondLeadTime },
  { head: 'Cancelled', of: ({ afterUnsealing }) => afterUnsealing.cancelled },
  { head: 'Merged', of: ({ afterUnsealing }) => afterUnsealing.merged },
];

const peopleColumns: readonly Column[] = [
  { head: 'Joined late', of: ({ afterUnsealing }) => afterUnsealing.joined },
  { head: 'Rebooked, or left the list', of: ({ afterUnsealing }) => afterUnsealing.rebooked },
  { head: 'Withdrawn', of: ({ afterUnsealing }) => afterUnsealing.withdrawn },
];

function countTable(caption: string, boroughs: readonly BoroughConduct[], columns: readonly Column[], note: string) {
  return {
    caption,
    head: [cell('Borough'), ...columns.map(({ head }) => numberCell(head))],
    rows: boroughs.map((one) => [cell(one.name), ...columns.map(({ of }) => numberCell(String(of(one))))]),
    note,
  };
}

/** @param all over the boroughs shown, and what belongs to none; left out where one borough is shown */
function rowOf(name: string, counts: readonly number[], all: number): readonly Cell[] {
  const shown = counts.length > 1 ? [...counts, all] : counts;
  return [cell(name), ...shown.map((count) => numberCell(String(count)))];
}
