/** The pages' port on the service itself: each question is one or two acts, cut to what a page shows. */
import { identifySession, isTrainingDatabase } from '../actions/accounts.ts';
import type { Deps } from '../actions/deps.ts';
import { judgeReceipt } from '../actions/judge-receipt.ts';
import { readVersions, type VersionLine } from '../actions/read-amendments.ts';
import { readCeremonyDesk } from '../actions/read-ceremony-desk.ts';
import { readCheckIn } from '../actions/read-check-in.ts';
import { readConduct } from '../actions/read-conduct.ts';
import { readPrimaryResults } from '../actions/read-figures.ts';
import { readLedgerHead } from '../actions/read-ledger.ts';
import { readListPlace } from '../actions/read-list-place.ts';
import { type OwnCeremony, readOwnCeremonies } from '../actions/read-own-ceremonies.ts';
import { readProgramme } from '../actions/read-programme.ts';
import { readRunSheet } from '../actions/read-run-sheet.ts';
import { readSchedulable } from '../actions/read-schedulable.ts';
import { loadVisibleTrial, readTrials } from '../actions/read-trial.ts';
import { readTrialHistory } from '../actions/read-trial-history.ts';
import { readStepsWaiting } from '../actions/read-trial-steps.ts';
import { readWaiting } from '../actions/read-waiting.ts';
import { releaseLines } from '../actions/releases.ts';
import type { TrialStatus } from '../trial/lifecycle.ts';
import { figuresOf } from './figures-of-results.ts';
import type { Amendment, CeremonyLine, ProtocolVersion, Reads, SeedState, TrialView, Viewer } from './reads.ts';

export function readsOf(deps: Deps): Reads {
  return {
    isTrainingDatabase: () => isTrainingDatabase(deps),
    identify: (token) => identifySession(deps, token),
    async trials(viewer) {
      const trials = await readTrials(deps, viewer);
      // Statuses are written from the transition table's own results only.
      return trials.map(({ slug, title, question, status, mode }) => ({
        slug,
        title,
        question,
        status: status as TrialStatus,
        isTraining: mode === 'training',
      }));
    },
    async trial(slug, viewer) {
      return trialView(deps, viewer, await loadVisibleTrial(deps, viewer, slug));
    },
    async draw(slug, viewer) {
      const trial = await loadVisibleTrial(deps, viewer, slug);
      return {
        trial: await trialView(deps, viewer, trial),
        judgement: deps.judgeDraw(trial.protocol, trial.row.protocolHash),
      };
    },
    async conduct(slug, viewer) {
      const trial = await loadVisibleTrial(deps, viewer, slug);
      return { trial: await trialView(deps, viewer, trial), conduct: await readConduct(deps, viewer, slug) };
    },
    checkReceipt: (slug, viewer, asked) => judgeReceipt(deps, viewer, slug, asked),
    async checkHash(slug, viewer, hash) {
      const { asked } = await readLedgerHead(deps, viewer, slug, hash);
      if (asked?.state !== 'in-chain') return { kind: 'not-in-chain' };
      const { seq, at, entriesSince } = asked;
      return { kind: 'in-chain', seq, at, entriesSince };
    },
    checkIn: (viewer, ceremony, find) => readCheckIn(deps, viewer, ceremony, find),
    listPlace: (viewer, ceremony) => readListPlace(deps, viewer, ceremony),
    ceremoniesOf: async (viewer) => (await readOwnCeremonies(deps, viewer)).map(ceremonyLine),
    waiting: (viewer) => readWaiting(deps, viewer),
    programme: (viewer) => readProgramme(deps, viewer),
    stepsWaiting: (viewer) => readStepsWaiting(deps, viewer),
    ceremonyDesk: (viewer, id) => readCeremonyDesk(deps, viewer, id),
    runSheet: (viewer, id) => readRunSheet(deps, viewer, id),
    schedulable: (viewer) => readSchedulable(deps, viewer),
  };
}

async function trialView(deps: Deps, viewer: Viewer | null, trial: VisibleTrial): Promise<TrialView> {
  const { row, protocol, status } = trial;
  const { slug } = row;
  const [history, versions, results, releases] = await Promise.all([
    readTrialHistory(deps, slug),
    readVersions(deps, viewer, slug),
    readPrimaryResults(deps, viewer, trial),
    releaseLines(deps, slug),
  ]);
  const { locked, ledgerHead } = history;
  return {
    slug,
    isTraining: row.mode === 'training',
    status,
    statusSince: row.statusAt,
    protocol,
    locked: locked === null ? null : shown(locked.version, locked.at),
    amendments: versions.flatMap(amendmentShown),
    seed: seedState(row),
    beaconOutput: row.beaconOutput,
    ledgerHead,
    releases,
    figures: figuresOf(results, protocol),
  };
}

type VisibleTrial = Awaited<ReturnType<typeof loadVisibleTrial>>;
type StoredVersion = NonNullable<Awaited<ReturnType<typeof readTrialHistory>>['locked']>['version'];

function shown({ version, protocolHash, planHash }: StoredVersion, at: string): ProtocolVersion {
  return { version, protocolHash, planHash, at };
}

function amendmentShown({ kind, weight, reason, ...line }: VersionLine): readonly Amendment[] {
  return kind === 'locked' ? [] : [{ ...line, kind, weight: weight ?? 'major', reason: reason ?? '' }];
}

function seedState({
  algorithm,
  commitment,
  seed,
}: {
  algorithm: string | null;
  commitment: string | null;
  seed: string | null;
}): SeedState {
  if (algorithm === null || commitment === null) return { kind: 'not-drawn' };
  return seed === null ? { kind: 'sealed', algorithm, commitment } : { kind: 'published', algorithm, commitment, seed };
}

function ceremonyLine({ ceremony, protocol, isTraining, arm }: OwnCeremony): CeremonyLine {
  const { id, heldOn, startsAt, venue, booked, isListClosed, isCancelled, mergedInto } = ceremony;
  return {
    id,
    trial: protocol.slug,
    trialTitle: protocol.title,
    isTraining,
    heldOn,
    startsAt,
    venue,
    booked,
    list: isListClosed ? 'closed' : 'open',
    state: isCancelled ? 'cancelled' : mergedInto === null ? 'planned' : 'merged',
    arm: armShown(ceremony.phase, protocol.unit, arm),
  };
}

function armShown(
  phase: 'baseline' | 'trial',
  unit: OwnCeremony['protocol']['unit'],
  arm: string | null,
): CeremonyLine['arm'] {
  if (phase === 'baseline') return { kind: 'none' };
  if (unit !== 'ceremony') return { kind: 'several' };
  return arm === null ? { kind: 'sealed' } : { kind: 'unsealed', arm };
}
