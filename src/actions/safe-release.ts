/**
 * All that leaves in a release, made safe together: the arms' figures, the people randomised by borough and the flow diagram, every
 * figure from one set of rounded counts none of whose hidden ones can be worked out, with the proof of it.
 */
import { drawFlow } from '../../analysis/consort/draw-flow.ts';
import { safeFigures as shownFigures } from '../../analysis/consort/flow.ts';
import type { Proof } from '../../analysis/disclosure/proof.ts';
import { protect } from '../../analysis/disclosure/protect.ts';
import { roundTo, type SafeCount } from '../../analysis/disclosure/safe-count.ts';
import { releasedEffect } from '../../analysis/release/effects.ts';
import type { ReleasedArm, ReleasedOutcome } from '../../analysis/release/release-model.ts';
import { onListColumn, peopleColumn } from '../trial/dataset-columns.ts';
import { primaryOutcome } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import { sharesCounts } from '../trial/shares.ts';
import { boroughCount } from './build-flow.ts';
import { frozenCollection, frozenName } from './close-trial.ts';
import type { Deps } from './deps.ts';
import { earlierReleases } from './earlier-releases.ts';
import type { LoadedTrial } from './load.ts';
import { frozenFlow, simulatedStamp } from './read-flow.ts';
import { happenedCount, knownCount, releaseCounts } from './release-counts.ts';
import { releaseSpread } from './release-spread.ts';
import { readTable } from './table-file.ts';

export type OutcomeSummary = ReleasedOutcome;

export type SafeRelease = {
  readonly outcomes: readonly OutcomeSummary[];
  readonly boroughs: readonly { readonly borough: string; readonly randomised: SafeCount }[];
  /** An SVG file. */
  readonly flow: string;
  /** It stays inside. */
  readonly proof: Proof;
};

/** Refuses `no-data` before the trial is closed, `gives-away` where what is out already leaves nothing to hide behind. */
export async function safeRelease(deps: Deps, trial: LoadedTrial): Promise<SafeRelease> {
  const { row, protocol } = trial;
  const [file, flow] = await Promise.all([
    deps.store.read.artefactBody(row.slug, frozenCollection, frozenName),
    frozenFlow(deps, row.slug),
  ]);
  if (file === undefined || flow === null) throw new Refusal('no-data', 'There is no frozen data set yet.');
  const binary = protocol.outcomes.filter(({ kind }) => kind === 'binary');
  const flags = [
    ...(protocol.lateJoiners === 'sensitivity' ? [onListColumn] : []),
    ...(sharesCounts(protocol.boroughs) ? [peopleColumn] : []),
  ];
  const columns = ['arm', 'household', ...flags, ...binary.map(({ name }) => name)];
  const table = readTable(new TextEncoder().encode(file.body), columns);
  if (!table.ok) throw new Error(`The frozen data set no longer parses: ${table.problems[0]?.message}`);
  const counts = releaseCounts(flow, protocol, table.value);
  const protection = await protect(
    ...([counts, await earlierReleases(deps, trial), protocol.disclosure, await deps.solver()] as const),
  );
  if (protection.kind === 'exposed')
    throw new Refusal(
      'gives-away',
      `With what has left already, ${protection.ids.length} small counts could be worked out from this release, whatever else it hides.`,
    );
  const { shown } = protection;
  const safe = shownFigures(shown);
  const spread = await releaseSpread(deps, protocol, new TextEncoder().encode(file.body));
  const primary = primaryOutcome(protocol).name;
  return {
    outcomes: binary.map(({ name, label }) => {
      const arms = protocol.arms.map(({ name: arm }) =>
        shareOf(arm, safe(knownCount(name, arm)), safe(happenedCount(name, arm))),
      );
      const own = spread.get(name) ?? null;
      const differences = protocol.contrasts.map((contrast) => releasedEffect(contrast, arms, own));
      return { outcome: name, label, isPrimary: name === primary, arms, differences, icc: own?.icc ?? null };
    }),
    boroughs: protocol.boroughs.map(({ code, name }) => ({ borough: name, randomised: safe(boroughCount(code)) })),
    flow: drawFlow(flow, safe, simulatedStamp(row)),
    proof: protection.proof,
  };
}

function shareOf(arm: string, n: SafeCount, count: SafeCount): ReleasedArm {
  const isShown = typeof n === 'number' && typeof count === 'number';
  return { arm, n, count, percent: isShown ? roundTo((count / n) * 1_000, 1) / 10 : 'suppressed' };
}
