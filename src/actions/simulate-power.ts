/**
 * The power of a protocol by simulation: trials on the sizes its boroughs expect, drawn by its own scheme through the functions of the
 * draw, and analysed by its own plan through the engine. Every arm but the reference adds the difference to the risk, so a comparison
 * of two such arms has none, and what it rejects is its error.
 */
import { compute } from '../../analysis/compute.ts';
import { engineVersion } from '../../analysis/engine-version.ts';
import type { Plan } from '../../analysis/plan/schema.ts';
import { pOf, type ResultRow } from '../../analysis/results/result.ts';
import { designOf } from '../randomise/design.ts';
import { expectationNotes, expectedLists } from '../randomise/expected-lists.ts';
import { fastNumbers } from '../randomise/fast-numbers.ts';
import { redrawsOf } from '../randomise/redraw.ts';
import { comparesArms } from '../trial/plan-estimators.ts';
import type { Protocol } from '../trial/protocol.ts';
import { withFewerTries } from './fewer-tries.ts';
import { type DrawnUnit, type SimulatedOutcome, simulatedData } from './simulated-people.ts';

export type SimulationAsked = {
  /** Risk in the reference arm, and what every other arm adds; together below 1. */
  readonly baseline: number;
  readonly difference: number;
  readonly iccs: readonly number[];
  readonly trials: number;
  readonly seed: string;
  /** Called with the number of simulated trials that are done, of all. */
  readonly onTrial?: (done: number, of: number) => void;
};

export type SimulatedResult = {
  readonly estimator: string;
  readonly contrast: readonly [treated: string, reference: string];
  /** The truth: treated minus reference. */
  readonly difference: number;
  /** Share of trials in which p, adjusted where the plan adjusts, is below the plan's error; with its Monte Carlo standard error. */
  readonly rejected: number;
  readonly standardError: number;
  /** Trials in which it could not be computed, which count as not rejected. */
  readonly notEstimable: number;
};

export type SimulatedPower = {
  readonly trials: number;
  readonly seed: string;
  /** People in a simulated trial, on average. */
  readonly people: number;
  readonly rows: readonly { readonly icc: number; readonly results: readonly SimulatedResult[] }[];
  readonly notes: readonly string[];
};

/** The plan's part that a simulation runs; null where its primary outcome is no risk, or nothing compares arms on it. */
export function simulablePlan({ outcomes, analysis }: Protocol): Plan | null {
  const primary = outcomes.filter((outcome) => outcome.primary).map(({ name }) => name);
  const entry = analysis.outcomes.find(
    (outcome) => outcome.primary && outcome.kind === 'binary' && primary.includes(outcome.column),
  );
  if (entry === undefined) return null;
  const estimators = analysis.estimators.flatMap((estimator) => {
    const isOfPrimary = estimator.outcomes === undefined || estimator.outcomes.includes(entry.name);
    const isOfTime = estimator.method === 'cox' || estimator.method === 'restricted-mean';
    return comparesArms(estimator) && isOfPrimary && !isOfTime ? [{ ...estimator, outcomes: [entry.name] }] : [];
  });
  return estimators.length === 0 ? null : { ...analysis, imputations: undefined, outcomes: [entry], estimators };
}

type Tally = { rejected: number; refused: number; readonly row: ResultRow };

/** The same seed, the same figures. Throws where the protocol has no plan to simulate. */
export async function simulatePower(
  protocol: Protocol,
  protocolHash: string,
  asked: SimulationAsked,
): Promise<SimulatedPower> {
  const plan = simulablePlan(protocol);
  if (plan === null) throw new Error('the protocol has no primary risk to simulate');
  let people = 0;
  let done = 0;
  const rows: SimulatedPower['rows'][number][] = [];
  for (const icc of asked.iccs) {
    const tallies = new Map<string, Tally>();
    for (let trial = 0; trial < asked.trials; trial += 1) {
      const simulated = await analysedTrial(protocol, protocolHash, plan, asked, icc, trial);
      people += simulated.people;
      count(tallies, simulated.rows, 1 - plan.level);
      done += 1;
      asked.onTrial?.(done, asked.iccs.length * asked.trials);
    }
    rows.push({ icc, results: [...tallies.values()].map((tally) => resultOf(tally, plan, asked)) });
  }
  const { trials, seed } = asked;
  return { trials, seed, people: people / done, rows, notes: notesOf(protocol, protocolHash) };
}

const mostTries = 500;

function notesOf(protocol: Protocol, protocolHash: string): readonly string[] {
  const isCut = withFewerTries(designOf(protocol, protocolHash), mostTries) !== null;
  const fewer = `at most ${mostTries} tries are made in a simulated trial: with more its arms may be more alike`;
  return [...expectationNotes(protocol), ...(isCut ? [fewer] : [])];
}

/** The units of one simulated trial in the order of their draw, with their arms. @param random the trial's own chance */
export function drawnTrial(
  protocol: Protocol,
  protocolHash: string,
  seed: string,
  random: () => number,
): readonly DrawnUnit[] {
  const lists = expectedLists(protocol, random);
  const declared = designOf(protocol, protocolHash);
  const design = withFewerTries(declared, mostTries) ?? declared;
  const arms = design.arms.map(({ name }) => name);
  const allocation = redrawsOf([{ design, lists }], arms, seed).redraw(0);
  const units = lists.flatMap((list) => list.units);
  return units.map((unit, place) => ({ unit, arm: arms[allocation[place] ?? 0] ?? '' }));
}

async function analysedTrial(
  protocol: Protocol,
  protocolHash: string,
  plan: Plan,
  { baseline, difference, seed }: SimulationAsked,
  icc: number,
  trial: number,
) {
  const own = `${seed}|${icc}|${trial}`;
  const random = fastNumbers(own);
  const drawn = drawnTrial(protocol, protocolHash, own, random);
  const arms = protocol.arms.map(({ name }) => name);
  const risks = new Map(arms.map((arm) => [arm, arm === plan.arm.reference ? baseline : baseline + difference]));
  const outcome = { ...wordsOf(plan), risks, icc };
  const planText = JSON.stringify(plan);
  const data = simulatedData(protocol, drawn, outcome, columnsNamed(planText), random);
  const { results } = await compute({ planText, data: new TextEncoder().encode(data), engineVersion });
  return { rows: results.rows, people: results.summary.rows };
}

/** Every text in the plan: whatever column it names is among them. */
function columnsNamed(planText: string): ReadonlySet<string> {
  return new Set([...planText.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text));
}

/** How the primary outcome's column writes a success, and anything else. */
function wordsOf({ outcomes: [outcome] }: Plan): Pick<SimulatedOutcome, 'column' | 'yes' | 'no'> {
  if (outcome?.kind !== 'binary') throw new Error('the plan to simulate has no risk');
  const { column, success } = outcome;
  if (success === undefined) return { column, yes: '1', no: '0' };
  return { column, yes: String(success), no: `not ${success}` };
}

/** Of an estimator that reports a contrast by several measures the first counts. */
function count(tallies: Map<string, Tally>, rows: readonly ResultRow[], error: number): void {
  const firsts = Map.groupBy(
    rows.filter(({ contrast }) => contrast !== null),
    ({ id, contrast }) => JSON.stringify([id, contrast]),
  );
  for (const [key, [row]] of firsts) {
    if (row === undefined) continue;
    const tally = tallies.get(key) ?? { rejected: 0, refused: 0, row };
    tallies.set(key, tally);
    const p = row.pAdjusted ?? pOf(row.figures);
    if (p === null) tally.refused += 1;
    else if (p < error) tally.rejected += 1;
  }
}

function resultOf({ row, rejected, refused }: Tally, plan: Plan, asked: SimulationAsked): SimulatedResult {
  const contrast = row.contrast ?? ['', ''];
  const added = (arm: string) => (arm === plan.arm.reference ? 0 : asked.difference);
  const { trials } = asked;
  // Laplace's share, so that no trial, or every one, does not read as certainty.
  const likely = (rejected + 1) / (trials + 2);
  return {
    estimator: row.id,
    contrast,
    difference: added(contrast[0]) - added(contrast[1]),
    rejected: rejected / trials,
    standardError: Math.sqrt((likely * (1 - likely)) / trials),
    notEstimable: refused,
  };
}
