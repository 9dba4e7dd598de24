/** What anyone may know of a trial: its protocol, hashes, commitment and status. A draft is for those who draft it. */
import { may } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';
import { type LoadedTrial, loadTrial } from './load.ts';

export type PublicTrial = {
  readonly slug: string;
  readonly title: string;
  readonly question: string;
  readonly mode: 'training' | 'live';
  readonly status: string;
  readonly statusSince: string;
  readonly version: number;
  readonly protocolHash: string;
  readonly planHash: string;
  readonly algorithm: string | null;
  readonly commitment: string | null;
  /** Published after the locked analysis; null until then. */
  readonly seed: string | null;
  /** Null where the protocol names none; `output` null until it is recorded. */
  readonly beacon: { readonly source: string; readonly round: string; readonly output: string | null } | null;
  readonly ledgerHead: { readonly seq: number; readonly hash: string } | null;
};

/** Refuses `not-found` for a draft that this viewer may not see, exactly as for no trial at all. */
export async function loadVisibleTrial(deps: Deps, account: Account | null, slug: string): Promise<LoadedTrial> {
  const trial = await loadTrial(deps, slug);
  if (trial.status === 'draft' && (account === null || !may(account, 'draft-protocol'))) {
    throw new Refusal('not-found', `There is no trial called ${slug}.`);
  }
  return trial;
}

export async function readTrial(deps: Deps, account: Account | null, slug: string): Promise<PublicTrial> {
  return publicTrial(deps, await loadVisibleTrial(deps, account, slug));
}

export async function readTrials(deps: Deps, account: Account | null): Promise<readonly PublicTrial[]> {
  const slugs = await deps.store.read.trialSlugs();
  const trials = await Promise.all(slugs.map((slug) => loadTrial(deps, slug)));
  const mayDraft = account !== null && may(account, 'draft-protocol');
  return Promise.all(
    trials.filter(({ status }) => mayDraft || status !== 'draft').map((trial) => publicTrial(deps, trial)),
  );
}

async function publicTrial(deps: Deps, { row, protocol, status }: LoadedTrial): Promise<PublicTrial> {
  const head = await deps.store.read.ledgerHead(row.slug);
  return {
    slug: row.slug,
    title: protocol.title,
    question: protocol.question,
    mode: row.mode,
    status,
    statusSince: row.statusAt,
    version: row.version,
    protocolHash: row.protocolHash,
    planHash: row.planHash,
    algorithm: row.algorithm,
    commitment: row.commitment,
    seed: row.seed,
    beacon: beaconOf(protocol.beacon, row.beaconOutput),
    ledgerHead: head ?? null,
  };
}

function beaconOf(beacon: LoadedTrial['protocol']['beacon'], output: string | null): PublicTrial['beacon'] {
  return beacon === null ? null : { source: beacon.source, round: String(beacon.round), output };
}

/** The protocol's text as given, of one version; the newest where none is named. */
export async function readProtocol(
  deps: Deps,
  account: Account | null,
  slug: string,
  version: number | null,
): Promise<string> {
  await loadVisibleTrial(deps, account, slug);
  const versions = await deps.store.read.protocolVersions(slug);
  const wanted = version === null ? versions.at(-1) : versions.find((one) => one.version === version);
  if (wanted === undefined) throw new Refusal('not-found', `The trial ${slug} has no protocol version ${version}.`);
  return wanted.document;
}
