/**
 * Releases a trial's figures to the GLA: the trial statistician prepares, the trial administrator approves. Both sign the hash
 * of the very figures that leave, so that what was approved is what the GLA gets.
 */
import { requirePermission } from '../access/permissions.ts';
import type { Account, Role } from '../access/roles.ts';
import { canonicalJson, sha256Hex } from '../trial/canonical.ts';
import { Refusal } from '../trial/refusal.ts';
import { artefactRows } from './artefact-rows.ts';
import { refuseInBlindRole } from './blinding.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, statusAfter } from './load.ts';
import { perform } from './perform.ts';
import { refusePreElection } from './pre-election.ts';
import { packRows } from './release-pack.ts';
import { type SafeRelease, safeRelease } from './safe-release.ts';
import { signing } from './sign.ts';

export type Released =
  | { readonly state: 'awaiting-signature'; readonly figuresHash: string; readonly signed: readonly string[] }
  | { readonly state: 'released'; readonly figuresHash: string };

export async function releaseFigures(deps: Deps, request: Request, slug: string) {
  requirePermission(request.account, 'release-figures');
  return perform<Released>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const status = statusAfter(trial.status, 'release');
    await refusePreElection(deps, slug, now);
    const release = await safeRelease(deps, trial);
    const figuresHash = figuresHashOf(release);
    const { signature, signed, isComplete } = await signing(
      deps,
      request.account,
      slug,
      'release',
      figuresHash,
      now,
      releaseSigners,
    );
    const note = { act: 'sign-release', subject: slug, payload: { figuresHash, role: request.account.role } };
    if (!isComplete) {
      const reply = { state: 'awaiting-signature' as const, figuresHash, signed };
      return { status: 202, reply, appends: [signature], notes: [note] };
    }
    const row = {
      trial: slug,
      seq: trial.row.statusSeq + 1,
      act: 'release',
      status,
      at: now,
      actor: request.account.id,
    };
    return {
      status: 200,
      reply: { state: 'released', figuresHash },
      appends: [
        signature,
        ...(await packRows(trial, release, now)),
        ...filesOf(release).map(([name, text]) =>
          artefactRows(slug, releaseCollection, name, sha256Hex(text), text, now),
        ),
        { into: 'trialStatus', rows: [row] },
      ],
      notes: [note, { act: 'release', subject: slug, payload: { figuresHash } }],
    };
  });
}

const releaseCollection = 'release-1';
const figuresFile = 'figures.json';
const flowFile = 'consort.svg';

type PublicPart = Pick<SafeRelease, 'outcomes' | 'boroughs'>;
const publicPart = ({ outcomes, boroughs }: SafeRelease): PublicPart => ({ outcomes, boroughs });

/** Of the very figures that leave. */
export const figuresHashOf = (release: SafeRelease): string =>
  sha256Hex(canonicalJson({ ...publicPart(release), flow: release.flow }));

export const releaseSigners = ['trial-statistician', 'trial-administrator'] as const satisfies readonly Role[];

function filesOf(release: SafeRelease): readonly (readonly [string, string])[] {
  return [
    [figuresFile, canonicalJson(publicPart(release))],
    [flowFile, release.flow],
    ['proof.json', canonicalJson(release.proof)],
  ];
}

/** The figures that were released; undefined before. */
export async function releasedFigures(deps: Deps, slug: string): Promise<PublicPart | undefined> {
  const file = await deps.store.read.artefactBody(slug, releaseCollection, figuresFile);
  // Written by releaseFigures from its own type, and append-only since.
  return file === undefined ? undefined : (JSON.parse(file.body) as PublicPart);
}

/** The released flow diagram, an SVG file, for whoever may have the summary. Refuses `too-early` before the release. */
export async function readReleasedFlow(deps: Deps, account: Account, slug: string): Promise<string> {
  requirePermission(account, 'export-summary');
  await refuseInBlindRole(deps, account, slug);
  await refusePreElection(deps, slug, deps.clock().toISOString());
  await loadTrial(deps, slug);
  const file = await deps.store.read.artefactBody(slug, releaseCollection, flowFile);
  if (file === undefined) throw new Refusal('too-early', 'Nothing of this trial has been released yet.');
  return file.body;
}
