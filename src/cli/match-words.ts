/** What `pledge match` says of its work. Never what a cell holds. */
import { visible } from '../../analysis/plan/quoted.ts';
import type { Matched } from '../borough/matching/match-people.ts';
import { matchStatuses } from '../borough/matching/verdicts.ts';

export function matchReport(
  { rows, review, counts, leftOut }: Matched,
  { out, review: reviewFile, without }: { readonly out: string; readonly review: string; readonly without: number },
): string {
  const parts = matchStatuses.map((status) => `${rows.filter((row) => row.status === status).length} ${status}`);
  const sentences = [
    `Matched ${rows.length} people with ${counts.electors} electors into ${visible(out)}: ${parts.join(', ')}.`,
    review.length === 0
      ? ''
      : `${review.length} pairs to look at are in ${visible(reviewFile)}, which holds names and stays here; rows with the status review cannot be uploaded.`,
    rows.every(({ status, date }) => status !== 'registered' || date !== '')
      ? ''
      : 'Of some registered people the register tells no date, and a result without it cannot be uploaded: give the day it was published as --published.',
    counts.anonymous === 0
      ? ''
      : `The register has ${counts.anonymous} anonymous entries; whoever could be one by what it tells is unmatchable${counts.anonymousUntold === 0 ? '' : `, but ${counts.anonymousUntold} tell nothing, and such a person would be given as not-registered`}.`,
    leftOut.length === 0 ? '' : `Left out, since they take no part: row ${leftOut.join(', ')}.`,
    without === 0 ? '' : 'People in rows with faults are left out.',
  ];
  return `${sentences.filter((sentence) => sentence !== '').join('\n')}\n`;
}
