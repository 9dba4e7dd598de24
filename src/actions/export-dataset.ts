/** The frozen data set and the files of an analysis run, for the research roles after the locked analysis; taking data is on record. */
import { drawFile } from '../../analysis/bundle.ts';
import { refuseOthers } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { Refusal } from '../trial/refusal.ts';
import { refuseInBlindRole, unblinded } from './blinding.ts';
import { frozenCollection, frozenName } from './close-trial.ts';
import type { Deps, Request } from './deps.ts';
import { newIdentifier } from './identifier.ts';
import { loadTrial } from './load.ts';
import { perform } from './perform.ts';
import { runCollection } from './run-analysis.ts';

export type DataExport = { readonly id: string; readonly name: string; readonly sha256: string };

/** Records who takes the data set and for which stated reason. Refuses `too-early` before the locked analysis. */
export async function exportDataset(deps: Deps, request: Request, slug: string, reason: string) {
  return unblinded(deps, request.account, slug, 'export-dataset', () => takeDataset(deps, request, slug, reason));
}

async function takeDataset(deps: Deps, request: Request, slug: string, reason: string) {
  return perform<DataExport>(deps, request, slug, async (now) => {
    const { row } = await loadTrial(deps, slug);
    const runs = await deps.store.read.analysisRuns(slug);
    const [data] = await deps.store.read.artefactNames(slug, frozenCollection);
    if (runs.length === 0 || data === undefined) {
      throw new Refusal(
        'too-early',
        `Row-level data is given after the locked analysis has run. This trial is ${row.status}.`,
      );
    }
    const id = newIdentifier(deps);
    const { sha256 } = data;
    return {
      status: 201,
      reply: { id, name: frozenName, sha256 },
      appends: [
        { into: 'dataExport', rows: [{ id, trial: slug, sha256, reason, at: now, actor: request.account.id }] },
      ],
      notes: [{ act: 'export-dataset', subject: id, payload: { reason, sha256 } }],
    };
  });
}

/** The data set's text, for the one who stated a reason. Refuses `not-found` for another's export. */
export async function readExportedDataset(deps: Deps, account: Account, slug: string, id: string): Promise<string> {
  return unblinded(deps, account, slug, 'export-dataset', async () => {
    const taken = await deps.store.read.dataExport(slug, id);
    const data = await deps.store.read.artefactBody(slug, frozenCollection, frozenName);
    if (taken?.actor !== account.id || data === undefined)
      throw new Refusal('not-found', `You have no data export ${id}.`);
    return data.body;
  });
}

/** What the locked run repeated the draw from, for the one who stated a reason. Refuses `not-found` where its plan did not. */
export async function readExportedDraw(deps: Deps, account: Account, slug: string, id: string): Promise<string> {
  return unblinded(deps, account, slug, 'export-dataset', async () => {
    const taken = await deps.store.read.dataExport(slug, id);
    if (taken?.actor !== account.id) throw new Refusal('not-found', `You have no data export ${id}.`);
    const locked = (await deps.store.read.analysisRuns(slug)).find(({ kind }) => kind === 'locked');
    const file =
      locked === undefined ? undefined : await deps.store.read.artefactBody(slug, runCollection(locked.id), drawFile);
    if (file === undefined) throw new Refusal('not-found', 'The locked run infers nothing from the draw itself.');
    return file.body;
  });
}

/** One file of a run's bundle, as text; what holds a row per person or unit is given as a data export. Refuses `not-found`. */
export async function readRunFile(deps: Deps, account: Account, slug: string, run: string, name: string) {
  return unblinded(deps, account, slug, 'read-results', async () => {
    if (name === 'data.csv' || name === drawFile) {
      throw new Refusal('not-permitted', `${name} is row-level data: take it as a data export, for a stated reason.`);
    }
    const file = await deps.store.read.artefactBody(slug, runCollection(run), name);
    if (file === undefined) throw new Refusal('not-found', `There is no file ${name} in a run ${run} of ${slug}.`);
    return file;
  });
}

/** Who ran what and when, with names and hashes, which tell nothing of an arm. */
export async function listRuns(deps: Deps, account: Account, slug: string) {
  refuseOthers(account, 'read-results');
  await refuseInBlindRole(deps, account, slug);
  await loadTrial(deps, slug);
  const runs = await deps.store.read.analysisRuns(slug);
  return Promise.all(
    runs.map(async ({ id, kind, at, actor, manifestHash }) => {
      const files = await deps.store.read.artefactNames(slug, runCollection(id));
      const hashOf = (wanted: string) => files.find(({ name }) => name === wanted)?.sha256 ?? null;
      return {
        ...{ run: id, kind, at, actor, manifestHash, files },
        ...{ planHash: hashOf('plan.json'), dataHash: hashOf('data.csv') },
      };
    }),
  );
}
