/**
 * The flow of people through a trial, as the diagram of CONSORT 2025 (Hopewell et al. 2025, BMJ 388:e081123, figure 1) shows it, with
 * the clusters of its 2012 extension (Campbell et al. 2012, BMJ 345:e5661). One model for every rendering: the boxes name counts by id,
 * and a figure for each is looked up, exact or safe to publish.
 */
import type { LinkedCounts } from '../disclosure/linked-counts.ts';
import type { SafeCount } from '../disclosure/safe-count.ts';

/** "Under 18: 3"; `id` names the count. */
export type FlowLine = { readonly words: string; readonly id: string };

export type FlowBox = {
  readonly title: string;
  /** How many people, by the id of the count. */
  readonly people: string;
  /** How many of what was randomised, where that is larger than a person. */
  readonly units: string | null;
  readonly lines: readonly FlowLine[];
};

export type FlowArm = {
  readonly arm: string;
  readonly allocation: FlowBox;
  readonly followUp: FlowBox;
  readonly analysis: FlowBox;
};

export type Flow = {
  readonly format: 'pledge-flow/1';
  readonly title: string;
  /** Plural of what was randomised, where it is larger than a person: "ceremonies". */
  readonly unitWords: string | null;
  readonly assessed: FlowBox;
  readonly excluded: FlowBox;
  readonly randomised: FlowBox;
  readonly arms: readonly FlowArm[];
  /** Counts of what happened, not of people, such as errors of the randomisation. */
  readonly notes: readonly FlowLine[];
  readonly counts: LinkedCounts;
};

/** A figure of the diagram: exact for the research roles, rounded or hidden in a release. */
export type FigureOf = (id: string) => SafeCount;

/** Exact figures, noughts too. They give small counts away and never leave the research roles. */
export function exactFigures({ counts }: Flow): FigureOf {
  const value = new Map(counts.counts.map((count) => [count.id, count.value]));
  return (id) => {
    const figure = value.get(id);
    if (figure === undefined) throw new Error(`The flow has no count ${id}.`);
    return figure;
  };
}

/** The shown figures of a release. */
export function safeFigures(shown: ReadonlyMap<string, SafeCount>): FigureOf {
  return (id) => shown.get(id) ?? 'suppressed';
}
