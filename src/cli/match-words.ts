/** What `pledge match` says of its work. Never what a cell holds. */
import { visible } from '../../analysis/plan/quoted.ts';
import type { Matched } from '../borough/matching/match-people.ts';
import type { Register } from '../borough/matching/read-register.ts';
import { matchStatuses } from '../borough/matching/verdicts.ts';

export function matchReport(
  { rows, review, counts, leftOut }: Matched,
  { columns }: Register,
  { out, review: reviewFile, without }: { readonly out: string; readonly review: string; readonly without: number },
): string {
  const parts = matchStatuses.map((status) => `${rows.filter((row) => row.status === status).length} ${status}`);
  const sentences = [
    `Matched ${rows.length} people with ${counts.electors} electors into ${visible(out)}: ${parts.join(', ')}.`,
    review.length === 0
      ? ''
      : `${review.length} pairs to look at are in ${visible(reviewFile)}, which holds names and stays here; rows with the status review cannot be uploaded.`,
    columns.from.length > 0 ? '' : 'The register does not say when registrations took effect: no dates are given.',
    counts.anonymous === 0
      ? ''
      : `The register has ${counts.anonymous} anonymous entries; whoever could be one by what it tells is unmatchable${counts.anonymousUntold === 0 ? '' : `, but ${counts.anonymousUntold} tell nothing, and such a person would be given as not-registered`}.`,
    leftOut.length === 0 ? '' : `Left out, since they take no part: row ${leftOut.join(', ')}.`,
    without === 0 ? '' : 'People in rows with faults are left out.',
  ];
  return `${sentences.filter((sentence) => sentence !== '').join('\n')}\n`;
}
