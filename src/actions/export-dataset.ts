/** The frozen data set and the files of an analysis run, for the research roles after the locked analysis; each look is logged. */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { Refusal } from '../trial/refusal.ts';
import { frozenCollection, frozenName } from './close-trial.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial } from './load.ts';
import { perform } from './perform.ts';
import { runCollection } from './run-analysis.ts';

/** Records who takes the data set and for which stated reason, then gives it. Refuses `too-early` before the locked analysis. */
export async function exportDataset(deps: Deps, request: Request, slug: string, reason: string) {
  requirePermission(request.account, 'export-dataset');
  return perform(deps, request, slug, async () => {
    const { row } = await loadTrial(deps, slug);
    const runs = await deps.store.read.analysisRuns(slug);
    const data = await deps.store.read.artefactBody(slug, frozenCollection, frozenName);
    if (runs.length === 0 || data === undefined) {
      throw new Refusal(
        'too-early',
        `Row-level data is given after the locked analysis has run. This trial is ${row.status}.`,
      );
    }
    return {
      status: 200,
      reply: { name: frozenName, sha256: data.sha256, text: data.body },
      appends: [],
      notes: [{ act: 'export-dataset', subject: slug, payload: { reason, sha256: data.sha256 } }],
    };
  });
}

/** One file of a run's bundle, as text. Refuses `not-found`. */
export async function readRunFile(deps: Deps, account: Account, slug: string, run: string, name: string) {
  requirePermission(account, 'read-results');
  const file = await deps.store.read.artefactBody(slug, runCollection(run), name);
  if (file === undefined) throw new Refusal('not-found', `There is no file ${name} in a run ${run} of ${slug}.`);
  return file;
}

export async function listRuns(deps: Deps, account: Account, slug: string) {
  requirePermission(account, 'read-results');
  await loadTrial(deps, slug);
  const runs = await deps.store.read.analysisRuns(slug);
  return Promise.all(
    runs.map(async ({ id, kind, at, manifestHash }) => ({
      run: id,
      kind,
      at,
      manifestHash,
      files: await deps.store.read.artefactNames(slug, runCollection(id)),
    })),
  );
}
