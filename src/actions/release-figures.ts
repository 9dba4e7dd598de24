/**
 * Releases a trial's figures to the GLA, and corrects a release: the trial statistician prepares, the trial administrator approves. Both
 * sign the hash of the very figures that leave, so that what was approved is what the GLA gets. A correction is made anew from the frozen
 * data and supersedes the release before it, which stays what it was and counts for the proof.
 */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account, Role } from '../access/roles.ts';
import type { Append } from '../store/port.ts';
import { canonicalJson, sha256Hex } from '../trial/canonical.ts';
import { correctionReasons, correctionWords } from '../trial/corrections.ts';
import { Refusal } from '../trial/refusal.ts';
import { artefactRows } from './artefact-rows.ts';
import { refuseInBlindRole } from './blinding.ts';
import type { Deps, Request } from './deps.ts';
import { proofFile, releaseCollection } from './earlier-releases.ts';
import { type LoadedTrial, loadTrial, requireStatus, statusAfter } from './load.ts';
import { perform } from './perform.ts';
import { refusePreElection } from './pre-election.ts';
import { type Correcting, newestRelease, packRows } from './release-pack.ts';
import { type SafeRelease, safeRelease } from './safe-release.ts';
import { signing } from './sign.ts';

export type Released =
  | { readonly state: 'awaiting-signature'; readonly figuresHash: string; readonly signed: readonly string[] }
  | { readonly state: 'released'; readonly figuresHash: string };

/** @param agreed the hash of the figures that were read, where they were shown first; others are refused (`wrong-status`) */
export async function releaseFigures(deps: Deps, request: Request, slug: string, agreed: string | null = null) {
  requirePermission(request.account, 'release-figures');
  return perform<Released>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const status = statusAfter(trial.status, 'release');
    await refusePreElection(deps, slug, now);
    const release = await safeRelease(deps, trial);
    const figuresHash = figuresHashOf(release);
    refuseOtherFigures(agreed, figuresHash);
    const [by, asked] = [request.account, ['release', figuresHash, now, releaseSigners] as const];
    const { signature, signed, isComplete } = await signing(deps, by, slug, ...asked);
    const note = { act: 'sign-release', subject: slug, payload: { figuresHash, role: by.role } };
    if (!isComplete) return awaiting(figuresHash, signed, signature, note);
    const row = { trial: slug, seq: trial.row.statusSeq + 1, act: 'release', status, at: now, actor: by.id };
    return {
      status: 200,
      reply: { state: 'released', figuresHash },
      appends: [
        signature,
        ...(await filesOf(trial, release, now, 1, null)),
        { into: 'trialStatus', rows: [row] },
        { into: 'trialRelease', rows: [{ trial: slug, number: 1, documentHash: figuresHash, at: now, actor: by.id }] },
      ],
      notes: [note, { act: 'release', subject: slug, payload: { figuresHash } }],
    };
  });
}

export const correctionSchema = z.strictObject({
  supersedes: z.int().positive().describe('The number of the newest release'),
  reason: z.enum(correctionReasons),
});

export type CorrectionInput = z.infer<typeof correctionSchema>;

/** As `releaseFigures`; refuses `gives-away` where what is out already would, with it, give a hidden count away. */
export async function correctRelease(
  deps: Deps,
  request: Request,
  slug: string,
  input: CorrectionInput,
  agreed: string | null = null,
) {
  requirePermission(request.account, 'release-figures');
  return perform<Released>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, ['released'], 'Correcting a release');
    await refusePreElection(deps, slug, now);
    const newest = await newestRelease(deps, slug);
    if (input.supersedes !== newest)
      throw new InputRefused([{ path: 'supersedes', message: `the newest release is ${newest}` }]);
    const { reason } = input;
    const release = await safeRelease(deps, trial);
    const figuresHash = figuresHashOf(release);
    refuseOtherFigures(agreed, figuresHash);
    const documentHash = correctionHashOf(figuresHash, input);
    const [by, asked] = [request.account, ['correct-release', documentHash, now, releaseSigners] as const];
    const { signature, signed, isComplete } = await signing(deps, by, slug, ...asked);
    const note = { act: 'sign-correction', subject: slug, payload: { figuresHash, ...input, role: by.role } };
    if (!isComplete) return awaiting(figuresHash, signed, signature, note);
    const number = newest + 1;
    const files = await filesOf(trial, release, now, number, { version: newest, because: correctionWords[reason] });
    const row = { trial: slug, number, documentHash, reason, at: now, actor: by.id };
    return {
      status: 200,
      reply: { state: 'released', figuresHash },
      appends: [signature, ...files, { into: 'trialRelease', rows: [row] }],
      notes: [note, { act: 'correct-release', subject: slug, payload: { figuresHash, number, ...input } }],
    };
  });
}

function refuseOtherFigures(agreed: string | null, figuresHash: string): void {
  if (agreed === null || agreed === figuresHash) return;
  throw new Refusal(
    'wrong-status',
    `The figures are not those that you read: their hash is now ${figuresHash}. Read them again before you sign.`,
  );
}

type Note = {
  readonly act: string;
  readonly subject: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

function awaiting(figuresHash: string, signed: readonly string[], signature: Append, note: Note) {
  const reply = { state: 'awaiting-signature' as const, figuresHash, signed };
  return { status: 202 as const, reply, appends: [signature], notes: [note] };
}

const figuresFile = 'figures.json';
const flowFile = 'consort.svg';

type PublicPart = Pick<SafeRelease, 'outcomes' | 'boroughs'>;
const publicPart = ({ outcomes, boroughs }: SafeRelease): PublicPart => ({ outcomes, boroughs });

/** Of the very figures that leave. */
export const figuresHashOf = (release: SafeRelease): string =>
  sha256Hex(canonicalJson({ ...publicPart(release), flow: release.flow }));

/** Of what both sign: the figures, which release they replace, and why. */
export const correctionHashOf = (figuresHash: string, { supersedes, reason }: CorrectionInput): string =>
  sha256Hex(canonicalJson({ figuresHash, supersedes, reason }));

export const releaseSigners = ['trial-statistician', 'trial-administrator'] as const satisfies readonly Role[];

async function filesOf(
  trial: LoadedTrial,
  release: SafeRelease,
  now: string,
  number: number,
  corrects: Correcting,
): Promise<readonly Append[]> {
  const files = [
    [figuresFile, canonicalJson(publicPart(release))],
    [flowFile, release.flow],
    [proofFile, canonicalJson(release.proof)],
  ] as const;
  return [
    ...(await packRows(trial, release, now, number, corrects)),
    ...files.map(([name, text]) =>
      artefactRows(trial.row.slug, releaseCollection(number), name, sha256Hex(text), text, now),
    ),
  ];
}

/** The figures of the newest release, or of one of these; undefined before there is one. */
export async function releasedFigures(deps: Deps, slug: string, number?: number): Promise<PublicPart | undefined> {
  const collection = releaseCollection(number ?? (await newestRelease(deps, slug)));
  const file = await deps.store.read.artefactBody(slug, collection, figuresFile);
  // Written by releaseFigures from its own type, and append-only since.
  return file === undefined ? undefined : (JSON.parse(file.body) as PublicPart);
}

/** The flow diagram of the newest release, an SVG file, for whoever may have the summary. Refuses `too-early` before the release. */
export async function readReleasedFlow(deps: Deps, account: Account, slug: string): Promise<string> {
  requirePermission(account, 'export-summary');
  await refuseInBlindRole(deps, account, slug);
  await refusePreElection(deps, slug, deps.clock().toISOString());
  await loadTrial(deps, slug);
  const collection = releaseCollection(await newestRelease(deps, slug));
  const file = await deps.store.read.artefactBody(slug, collection, flowFile);
  if (file === undefined) throw new Refusal('too-early', 'Nothing of this trial has been released yet.');
  return file.body;
}
