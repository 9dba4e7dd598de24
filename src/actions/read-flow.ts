/**
 * The flow diagram as it was when the trial closed, exact, for the research roles. It tells by arm how many were lost and analysed, and so
 * waits for the locked analysis as results do.
 */
import { drawFlow } from '../../analysis/consort/draw-flow.ts';
import { exactFigures, type Flow } from '../../analysis/consort/flow.ts';
import type { Account } from '../access/roles.ts';
import { Refusal } from '../trial/refusal.ts';
import { unblinded } from './blinding.ts';
import type { Deps } from './deps.ts';
import { type LoadedTrial, loadTrial } from './load.ts';

export const flowCollection = 'flow';
export const flowName = 'flow.json';

/** An SVG file. Refuses `too-early` before the locked analysis. */
export async function readFlowDiagram(deps: Deps, account: Account, slug: string): Promise<string> {
  return unblinded(deps, account, slug, 'read-results', () => flowDiagram(deps, slug));
}

async function flowDiagram(deps: Deps, slug: string): Promise<string> {
  const { row } = await loadTrial(deps, slug);
  const [runs, flow] = await Promise.all([deps.store.read.analysisRuns(slug), frozenFlow(deps, slug)]);
  if (runs.length === 0 || flow === null)
    throw new Refusal('too-early', 'The flow diagram tells of arms: it is drawn once the locked analysis has run.');
  return drawFlow(flow, exactFigures(flow), simulatedStamp(row));
}

/** What stands under the title of everything that a training trial draws. */
export function simulatedStamp({ mode }: LoadedTrial['row']): string | null {
  return mode === 'training' ? 'SIMULATED: people and figures are made up' : null;
}

/** Null before the trial is closed. */
export async function frozenFlow(deps: Deps, slug: string): Promise<Flow | null> {
  const file = await deps.store.read.artefactBody(slug, flowCollection, flowName);
  // Written by buildFlow when the trial closed, and append-only since.
  return file === undefined ? null : (JSON.parse(file.body) as Flow);
}
