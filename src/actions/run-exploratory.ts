/**
 * Any other analysis of the frozen data, by a plan of its own, once the locked one has run. The plan is kept with its mark (`"exploratory": true`), so
 * that every file made of it says so for ever; nothing of it is read by a release, which knows the locked plan alone.
 */

import { parseLocatedPlan } from '../../analysis/plan/parse-plan.ts';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { analyse } from '../../analysis/run.ts';
import { requireConfirmed, requirePermission } from '../access/permissions.ts';
import { canonicalJson } from '../trial/canonical.ts';
import { Refusal } from '../trial/refusal.ts';
import { artefactRows } from './artefact-rows.ts';
import { frozenCollection, frozenName } from './close-trial.ts';
import type { Deps, Request } from './deps.ts';
import { newIdentifier } from './identifier.ts';
import { loadTrial } from './load.ts';
import { perform } from './perform.ts';
import { drawOf, runCollection } from './run-analysis.ts';

export type RanExploratory = {
  readonly run: string;
  readonly kind: 'exploratory';
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
};

/** @param planText plan.json as given. Refuses `too-early` before the locked analysis; throws InputRefused for a plan that cannot run. */
export async function runExploratory(deps: Deps, request: Request, slug: string, planText: string) {
  requirePermission(request.account, 'run-analysis');
  requireConfirmed(request.account);
  const marked = markedPlan(planText);
  return perform<RanExploratory>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const runs = await deps.store.read.analysisRuns(slug);
    const data = await deps.store.read.artefactBody(slug, frozenCollection, frozenName);
    if (data === undefined || !runs.some(({ kind }) => kind === 'locked')) {
      throw new Refusal(
        'too-early',
        `An exploratory analysis follows the locked one, which has not run. This trial is ${trial.row.status}.`,
      );
    }
    const { files } = await analyse({
      ...(await drawOf(deps, trial, marked.plan)),
      planText: marked.text,
      data: new TextEncoder().encode(data.body),
      engineVersion: deps.engineVersion,
    });
    const manifest = files.find(({ name }) => name === 'manifest.json');
    if (manifest === undefined) throw new Error('The analysis made no manifest.');
    const run = newIdentifier(deps);
    const listed = files.map(({ name, sha256 }) => ({ name, sha256 }));
    const stamp = { trial: slug, at: now, actor: request.account.id };
    return {
      status: 201,
      reply: { run, kind: 'exploratory', files: listed },
      appends: [
        ...files.map(({ name, sha256, bytes }) =>
          artefactRows(slug, runCollection(run), name, sha256, new TextDecoder().decode(bytes), now),
        ),
        { into: 'analysisRun', rows: [{ id: run, kind: 'exploratory', manifestHash: manifest.sha256, ...stamp }] },
      ],
      notes: [{ act: 'run-exploratory-analysis', subject: run, payload: { files: listed, dataset: data.sha256 } }],
    };
  });
}

/** The plan in canonical form with its mark, whatever it said of itself. */
function markedPlan(text: string) {
  const parsed = parseLocatedPlan(text);
  if (!parsed.ok) throw new InputRefused(parsed.problems);
  const { plan, located } = parsed.value;
  // A plan that parsed is an object.
  return { plan, text: canonicalJson({ ...(located.value as object), exploratory: true }) };
}
