/** From when an outcome can be observed, in words that hold before any ceremony has a date. */
import type { OutcomeSource } from './outcome-window.ts';

/** The first day after a ceremony on which its window is over. */
export const observableDay = (windowDays: number): number => windowDays + 1;

export function observableWords(outcome: {
  readonly windowDays: number;
  readonly sources: readonly OutcomeSource[];
}): string {
  const over = `${observableDay(outcome.windowDays)} days after a ceremony`;
  return outcome.sources.includes('administrative')
    ? `${over}, and by the register not before the first one published with a cut-off on or after day ${outcome.windowDays}`
    : over;
}
