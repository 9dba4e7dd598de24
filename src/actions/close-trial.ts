/**
 * Closes a trial: nothing more is enrolled or recorded, the data set and the flow of people are frozen and their hashes enter the ledger. Lists that are open
 * then never close; how many people stay on them is told and enters the ledger too.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { requirePermission } from '../access/permissions.ts';
import { Refusal } from '../trial/refusal.ts';
import { artefactRows } from './artefact-rows.ts';
import { buildDataset } from './build-dataset.ts';
import { buildFlow } from './build-flow.ts';
import { asCounted } from './counted-rows.ts';
import { csvOf } from './csv.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, statusAfter } from './load.ts';
import { perform } from './perform.ts';
import { flowCollection, flowName } from './read-flow.ts';
import { refuseUnobservable } from './register-calendar.ts';

export const frozenCollection = 'dataset';
export const frozenName = 'dataset.csv';

/** Refuses `no-data` where nobody was randomised, and `not-observable` while a window cannot be observed in whole. */
export async function closeTrial(deps: Deps, request: Request, slug: string) {
  requirePermission(request.account, 'close-trial');
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const status = statusAfter(trial.status, 'close');
    await refuseUnobservable(deps, trial, now);
    const dataset = await buildDataset(deps, trial, 'trial');
    if (dataset.rows.length === 0)
      throw new Refusal('no-data', 'Nobody has been randomised in this trial: there is nothing to freeze.');
    const csv = csvOf(asCounted(trial.protocol, dataset, await deps.store.read.countedOutcomesOf(slug)));
    const hash = bytesToHex(sha256(utf8ToBytes(csv)));
    const flow = JSON.stringify(await buildFlow(deps, trial, dataset));
    const flowHash = bytesToHex(sha256(utf8ToBytes(flow)));
    const leftOnOpenLists = await deps.store.read.openListCounts(slug);
    const reply = { slug, status, dataset: { sha256: hash, rows: dataset.rows.length }, leftOnOpenLists };
    return {
      status: 200,
      reply,
      appends: [
        artefactRows(slug, frozenCollection, frozenName, hash, csv, now),
        artefactRows(slug, flowCollection, flowName, flowHash, flow, now),
        {
          into: 'trialStatus',
          rows: [
            { trial: slug, seq: trial.row.statusSeq + 1, act: 'close', status, at: now, actor: request.account.id },
          ],
        },
      ],
      notes: [{ act: 'close', subject: slug, payload: { ...reply, flow: flowHash } }],
    };
  });
}
