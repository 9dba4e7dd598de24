/** The simulation behind `pledge power --simulate`: whether it can be done, and how far it is. */
import type { Problem } from '../../analysis/plan/problem.ts';
import type { PowerReport, ReadProtocol } from '../actions/answer-power.ts';
import { type SimulatedPower, simulablePlan, simulatePower } from '../actions/simulate-power.ts';
import type { Terminal } from './command.ts';
import type { PowerRequest } from './power-words.ts';

/** Simulated people over all trials, which take a quarter of an hour at most. */
const mostPeople = 200_000_000;

/** What keeps this protocol from being simulated, or so many trials of it. */
export function simulationProblems(
  { simulation }: PowerRequest,
  read: ReadProtocol | null,
  { plan }: PowerReport,
): readonly Problem[] {
  if (simulation === null || read === null) return [];
  if (simulablePlan(read.protocol) === null) {
    const message = 'needs a primary outcome that is a risk, and an estimator of the plan that compares arms on it';
    return [{ path: '--simulate', message }];
  }
  const people = (plan.units ?? 0) * (plan.clusters?.size ?? 1) * plan.iccs.length;
  const most = Math.floor(mostPeople / people);
  if (simulation.trials <= most) return [];
  const message = `must be at most ${most} here: each is of some ${Math.round(people)} people over all correlations`;
  return [{ path: '--trials', message }];
}

/** null where no simulation is asked for. Shows how far it is where somebody watches. */
export async function simulate(
  { simulation }: PowerRequest,
  read: ReadProtocol | null,
  { plan }: PowerReport,
  { isInteractive, err }: Terminal,
): Promise<SimulatedPower | null> {
  if (simulation === null || read === null || plan.outcome.kind !== 'binary') return null;
  const { reference: baseline } = plan.outcome;
  const onTrial = (done: number, of: number) => {
    if (isInteractive && (done % 50 === 0 || done === of))
      err(`\rsimulated ${done} of ${of} trials${done === of ? '\n' : ''}`);
  };
  const { difference, iccs } = plan;
  const asked = { ...simulation, baseline, difference: difference ?? 0, iccs, onTrial };
  return simulatePower(read.protocol, read.protocolHash, asked);
}
