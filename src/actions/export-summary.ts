/**
 * What the GLA gets: safe aggregates and never a row. Progress by borough while the trial runs; the arms' figures once they
 * are released. The research roles see the same figures once the seed is published, to prepare the release. Every figure is
 * computed from rounded counts; every export is in the ledger.
 */
import { type DisclosureRule, type SafeCount, safeCount } from '../../analysis/disclosure/safe-count.ts';
import { requirePermission } from '../access/permissions.ts';
import { frozen, isAmong } from '../trial/lifecycle.ts';
import type { Deps, Request } from './deps.ts';
import { newProgress } from './earlier-releases.ts';
import { loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';
import { refusePreElection } from './pre-election.ts';
import { releasedFigures } from './release-figures.ts';
import { type OutcomeSummary, safeRelease } from './safe-release.ts';

export type Summary = {
  readonly slug: string;
  readonly title: string;
  readonly mode: 'training' | 'live';
  readonly status: string;
  readonly protocolHash: string;
  readonly disclosure: DisclosureRule;
  readonly boroughs: readonly { readonly borough: string; readonly randomised: SafeCount }[];
  /** Null until the figures are released; for the research roles until the seed is published. */
  readonly outcomes: readonly OutcomeSummary[] | null;
};

export async function exportSummary(deps: Deps, request: Request, slug: string) {
  requirePermission(request.account, 'export-summary');
  return perform<Summary>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, ['open', 'paused', 'closed', 'analysed', 'seed-published', 'released'], 'Exporting a summary');
    const { protocol, row, status } = trial;
    const randomised = await deps.store.read.randomisedCounts(slug);
    const preparing = status === 'seed-published' && request.account.role !== 'gla';
    const released = preparing ? await safeRelease(deps, trial) : await releasedFigures(deps, slug);
    if (released !== undefined && !preparing) await refusePreElection(deps, slug, now);
    const progress = protocol.boroughs.map(({ code, name }) => ({
      ...{ code, borough: name },
      randomised: safeCount(randomised.get(code) ?? 0, protocol.disclosure),
    }));
    const given = await deps.store.read.progressFiguresOf(slug);
    const leaving = { trial: slug, isFinal: isAmong(status, frozen), at: now };
    const summary: Summary = {
      slug,
      title: protocol.title,
      mode: row.mode,
      status,
      protocolHash: row.protocolHash,
      disclosure: protocol.disclosure,
      // What was released stays what was approved; what leaves before that is kept, since the release must not tell more with it.
      boroughs:
        released?.boroughs ?? progress.map(({ borough, randomised: figure }) => ({ borough, randomised: figure })),
      outcomes: released?.outcomes ?? null,
    };
    return {
      status: 200,
      reply: summary,
      appends: [{ into: 'progressFigure', rows: released === undefined ? newProgress(given, progress, leaving) : [] }],
      notes: [{ act: 'export-summary', subject: slug, payload: { summary } }],
    };
  });
}
