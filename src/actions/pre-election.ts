/**
 * Holds publication back while a poll is near, and lets two people write why it may not wait. Enrolling and recording go on: the block is
 * on what leaves.
 */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import { boroughName } from '../trial/boroughs.ts';
import { londonDate } from '../trial/calendar.ts';
import { canonicalJson, sha256Hex } from '../trial/canonical.ts';
import { allLondon, pollNear, quietFrom } from '../trial/pre-election.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial } from './load.ts';
import { ownBorough } from './organisations.ts';
import { perform } from './perform.ts';
import { signing } from './sign.ts';

export const pollSchema = z.strictObject({
  area: z.string().describe('ONS code of a borough, or "london" for polls of the Mayor, the Assembly or Parliament'),
  pollOn: z.iso.date(),
});

export type PollInput = z.infer<typeof pollSchema>;

/** A lead records polls of the own borough, the trial administrator any. Refuses `already-exists`. */
export async function recordPoll(deps: Deps, request: Request, slug: string, { area, pollOn }: PollInput) {
  requirePermission(request.account, 'record-poll');
  if (request.account.borough !== null) ownBorough(request.account, area);
  return perform(deps, request, slug, async (now) => {
    const { protocol } = await loadTrial(deps, slug);
    if (area !== allLondon && !protocol.boroughs.some(({ code }) => code === area)) {
      const message = `must be "${allLondon}" or a borough of the trial: ${protocol.boroughs.map(({ code }) => code).join(', ')}`;
      throw new InputRefused([{ path: 'area', message }]);
    }
    const row = { trial: slug, area, pollOn, quietFrom: quietFrom(area, pollOn), at: now, actor: request.account.id };
    return {
      status: 201,
      reply: { area, pollOn, quietFrom: row.quietFrom },
      appends: [{ into: 'poll', rows: [row] }],
      notes: [{ act: 'record-poll', subject: area, payload: { pollOn, quietFrom: row.quietFrom } }],
    };
  });
}

/** Refuses `pre-election` while a poll is near and nobody has written why figures may leave all the same. @param now an instant */
export async function refusePreElection(deps: Deps, slug: string, now: string): Promise<void> {
  const [polls, overrides] = await Promise.all([
    deps.store.read.pollsOf(slug),
    deps.store.read.releaseOverridesOf(slug),
  ]);
  const near = pollNear(
    polls.filter(({ pollOn }) => !overrides.some(({ until }) => until >= pollOn)),
    londonDate(now),
  );
  if (near === undefined) return;
  const where = near.area === allLondon ? 'London' : (boroughName(near.area) ?? near.area);
  throw new Refusal(
    'pre-election',
    `Nothing is published from ${near.quietFrom} until the end of ${near.pollOn}, the day of a poll in ${where}. Enrolling and recording go on. What cannot wait needs a reason written by the trial administrator and the auditor.`,
  );
}

export const overrideSchema = z.strictObject({
  until: z.iso.date().describe('The day of the last poll that this overrides'),
  reason: z
    .string()
    .trim()
    .min(10)
    .max(500)
    .refine((text) => text.isWellFormed(), 'contains half of a character'),
});

export type OverrideInput = z.infer<typeof overrideSchema>;
export type Overridden = { readonly state: 'awaiting-signature' | 'overridden'; readonly signed: readonly string[] };

/** Both sign the same day and the same reason. */
export async function overridePreElection(deps: Deps, request: Request, slug: string, input: OverrideInput) {
  requirePermission(request.account, 'override-pre-election');
  return perform<Overridden>(deps, request, slug, async (now) => {
    await loadTrial(deps, slug);
    const documentHash = sha256Hex(canonicalJson({ slug, ...input }));
    const needed = ['trial-administrator', 'auditor'] as const;
    const { signature, signed, isComplete } = await signing(
      ...([deps, request.account, slug, 'override-pre-election', documentHash, now, needed] as const),
    );
    const row = { trial: slug, ...input, documentHash, at: now, actor: request.account.id };
    return {
      status: isComplete ? 200 : 202,
      reply: { state: isComplete ? 'overridden' : 'awaiting-signature', signed },
      appends: [signature, { into: 'releaseOverride', rows: isComplete ? [row] : [] }],
      notes: [{ act: 'override-pre-election', subject: slug, payload: { ...input, role: request.account.role } }],
    };
  });
}
