/**
 * Runs the locked plan on the frozen data. The plan is the protocol's own, the data is what was hashed at closing, and the
 * bundle is the same, byte for byte, as `pledge analyse` makes of the two files.
 */

import type { AnalysisInput } from '../../analysis/compute.ts';
import type { Plan } from '../../analysis/plan/schema.ts';
import { analyse } from '../../analysis/run.ts';
import { requirePermission } from '../access/permissions.ts';
import { canonicalJson } from '../trial/canonical.ts';
import { Refusal } from '../trial/refusal.ts';
import { artefactRows } from './artefact-rows.ts';
import { frozenCollection, frozenName } from './close-trial.ts';
import type { Deps, Request } from './deps.ts';
import { drawFileOf } from './draw-file.ts';
import { newIdentifier } from './identifier.ts';
import { type LoadedTrial, loadTrial, statusAfter } from './load.ts';
import { perform } from './perform.ts';
import { drawnVersions, redrawsOfVersions } from './redraws-of-trial.ts';
import { refuseUnobservable } from './register-calendar.ts';

export type Ran = {
  readonly run: string;
  readonly kind: 'locked';
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
};

export const runCollection = (run: string): string => `run-${run}`;

export async function runLockedAnalysis(deps: Deps, request: Request, slug: string) {
  requirePermission(request.account, 'run-analysis');
  return perform<Ran>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const status = statusAfter(trial.status, 'analyse');
    await refuseUnobservable(deps, trial, now);
    const data = await deps.store.read.artefactBody(slug, frozenCollection, frozenName);
    if (data === undefined) throw new Refusal('no-data', 'There is no frozen data set to analyse.');
    const { files } = await analyse({
      ...(await drawOf(deps, trial, trial.protocol.analysis)),
      planText: planTextOf(trial),
      data: new TextEncoder().encode(data.body),
      engineVersion: deps.engineVersion,
    });
    const run = newIdentifier(deps);
    const manifest = files.find(({ name }) => name === 'manifest.json');
    if (manifest === undefined) throw new Error('The analysis made no manifest.');
    const listed = files.map(({ name, sha256 }) => ({ name, sha256 }));
    const stamp = { trial: slug, at: now, actor: request.account.id };
    return {
      status: 200,
      reply: { run, kind: 'locked', files: listed },
      appends: [
        ...files.map(({ name, sha256, bytes }) =>
          artefactRows(slug, runCollection(run), name, sha256, new TextDecoder().decode(bytes), now),
        ),
        { into: 'analysisRun', rows: [{ id: run, kind: 'locked' as const, manifestHash: manifest.sha256, ...stamp }] },
        { into: 'trialStatus', rows: [{ seq: trial.row.statusSeq + 1, act: 'analyse', status, ...stamp }] },
      ],
      notes: [{ act: 'run-locked-analysis', subject: run, payload: { files: listed, dataset: data.sha256 } }],
    };
  });
}

/** What the trial's own draw is repeated from, for a plan that asks for it to be drawn again; nothing for any other. */
export async function drawOf(deps: Deps, trial: LoadedTrial, plan: Plan): Promise<Pick<AnalysisInput, 'trial'>> {
  const infersFromDraw = plan.estimators.some(
    (estimator) => estimator.method === 'randomisation-inference' && estimator.scheme === 'protocol',
  );
  if (!infersFromDraw) return {};
  const versions = await drawnVersions(deps, trial);
  return { trial: { redraws: redrawsOfVersions(versions), file: drawFileOf(versions) } };
}

/** The plan as a file: the canonical form of the protocol's analysis member, whose hash was published at the lock, or with the amendment in force. */
export function planTextOf({ row }: LoadedTrial): string {
  const document: { readonly analysis?: unknown } = JSON.parse(row.document);
  return canonicalJson(document.analysis);
}
