/**
 * Records the output of the beacon round that the protocol names: once, after the lock and before anything is drawn, signed by the
 * trial administrator and the auditor, who each read it at its source. From then on it is part of the key of every draw.
 */
import { z } from 'zod';
import { requirePermission } from '../access/permissions.ts';
import { canonicalJson, sha256Hex } from '../trial/canonical.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { type LoadedTrial, loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';
import { signing } from './sign.ts';

export const beaconSchema = z.strictObject({
  output: z
    .string()
    .regex(/^([0-9a-f]{2}){16,64}$/, 'must be 16 to 64 bytes in lower-case hexadecimal digits, two for each byte')
    .describe('The round’s output as its source gives it'),
});

export type BeaconRecorded =
  | { readonly state: 'awaiting-signature'; readonly documentHash: string; readonly signed: readonly string[] }
  | { readonly state: 'recorded'; readonly source: string; readonly round: string; readonly output: string };

/** Refuses `not-found` where the protocol names no beacon, `already-exists`, `already-drawn`. Two outputs are two documents. */
export async function recordBeacon(deps: Deps, request: Request, slug: string, output: string) {
  requirePermission(request.account, 'record-beacon');
  return perform<BeaconRecorded>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, ['locked', 'baseline', 'open'], 'Recording a beacon');
    const { source, round } = await wanted(deps, trial);
    const documentHash = sha256Hex(canonicalJson({ trial: slug, source, round, output }));
    const { signature, signed, isComplete } = await signing(
      ...([deps, request.account, slug, 'record-beacon', documentHash, now] as const),
      ['trial-administrator', 'auditor'],
    );
    const note = { act: 'sign-beacon', subject: slug, payload: { documentHash, role: request.account.role } };
    if (!isComplete) {
      const reply = { state: 'awaiting-signature' as const, documentHash, signed };
      return { status: 202, reply, appends: [signature], notes: [note] };
    }
    const row = { trial: slug, source, round, output, documentHash, at: now, actor: request.account.id };
    return {
      status: 200,
      reply: { state: 'recorded', source, round, output },
      appends: [signature, { into: 'beaconOutput', rows: [row] }],
      notes: [note, { act: 'record-beacon', subject: slug, payload: { source, round, output } }],
    };
  });
}

async function wanted(deps: Deps, { row, protocol }: LoadedTrial) {
  if (protocol.beacon === null) throw new Refusal('not-found', 'The protocol of this trial names no beacon.');
  if (row.beaconOutput !== null) {
    throw new Refusal('already-exists', 'The output of this trial’s beacon is recorded already, and stays.');
  }
  if ((await deps.store.read.lastAllocationSeq(row.slug)) >= 0) {
    throw new Refusal('already-drawn', 'Arms have been drawn in this trial: a beacon comes before the first draw.');
  }
  return { source: protocol.beacon.source, round: String(protocol.beacon.round) };
}
