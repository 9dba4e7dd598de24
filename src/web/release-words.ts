/** How pages say which releases there are, which of them are superseded, and why. */
import type { ReleaseLine } from '../actions/releases.ts';
import { correctionWords } from '../trial/corrections.ts';
import { dateOf } from './words.ts';

/** "Release 2, 1 August 2026. It replaces release 1, because words in it were wrong or could mislead." */
export function releaseText({ number, at, reason, supersededBy }: ReleaseLine): string {
  const why = reason === null ? '' : ` It replaces release ${number - 1}, because ${correctionWords[reason]}.`;
  return `Release ${number}, ${dateOf(at)}.${why}${supersededBy === null ? '' : ` ${supersededText(supersededBy)}`}`;
}

export const supersededText = (by: number): string => `Superseded by release ${by}.`;
