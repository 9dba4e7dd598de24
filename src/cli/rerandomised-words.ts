/** What a person must know of a rerandomised list: whether its criterion was met, and what it was not balanced on. */
import { quotedList } from '../../analysis/plan/quoted.ts';
import type { Rerandomised } from '../actions/draw-rows.ts';

/** Sentences, each on a line of its own; empty under every other scheme. */
export function rerandomisedWords(outcome: Rerandomised | null): string {
  if (outcome === null) return '';
  const { tries, imbalance, isMet, leftOut } = outcome;
  const [tried, best] = isMet
    ? [`The list was drawn ${tries} ${tries === 1 ? 'time' : 'times'} until its criterion was met`, 'its imbalance is']
    : [`None of ${tries} tries met the criterion`, 'the best was taken, with an imbalance of'];
  const untouched =
    leftOut.length === 0
      ? ''
      : `Not balanced on ${quotedList(leftOut)}: constant on this list, or determined by the others.\n`;
  return `${tried}; ${best} ${imbalance}.\n${untouched}`;
}
