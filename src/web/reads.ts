/**
 * The port through which pages see the service: plain data, already cut to what the viewer may see. What a role may not
 * see is absent from the answer, so that a template cannot leak it. Actions implement this; pages only read it.
 * Times are ISO 8601 in UTC ("2026-03-02T09:30:00.000Z"), dates YYYY-MM-DD in Europe/London, hashes lower-case hex.
 */
import type { Account } from '../access/roles.ts';
import type { DrawJudgement } from '../actions/judge-draw.ts';
import type { AskedReceipt, ReceiptVerdict } from '../actions/judge-receipt.ts';
import type { CeremonyDesk } from '../actions/read-ceremony-desk.ts';
import type { CheckIn } from '../actions/read-check-in.ts';
import type { ConductView } from '../actions/read-conduct.ts';
import type { ListPlace } from '../actions/read-list-place.ts';
import type { ProgrammeLine } from '../actions/read-programme.ts';
import type { RunSheet } from '../actions/read-run-sheet.ts';
import type { Schedulable } from '../actions/read-schedulable.ts';
import type { StepsWaiting } from '../actions/read-trial-steps.ts';
import type { Waiting } from '../actions/read-waiting.ts';
import type { ReleaseLine } from '../actions/releases.ts';
import type { Weight } from '../trial/amendment-rules.ts';
import type { TrialStatus } from '../trial/lifecycle.ts';
import type { Protocol } from '../trial/protocol.ts';

/** Who is signed in. */
export type Viewer = Account;

/** One line of the list on the front page. */
export type TrialLine = {
  readonly slug: string;
  readonly title: string;
  readonly question: string;
  readonly status: TrialStatus;
  readonly isTraining: boolean;
};

/** A version of the protocol that counts: the one that was locked, or one that amended it. */
export type ProtocolVersion = {
  readonly version: number;
  readonly protocolHash: string;
  readonly planHash: string;
  /** When it was locked, or when the amendment was made. */
  readonly at: string;
};

/** Two people amended it, or one stopped an arm. `afterUnblinding`: somebody had read arms, or figures by arm; null where that is not recorded. */
export type Amendment = ProtocolVersion & {
  readonly kind: 'amendment' | 'arm-stopped';
  readonly weight: Weight;
  readonly reason: string;
  readonly afterUnblinding: boolean | null;
};

/** What stands behind the draw: nothing yet, a commitment, or the seed itself once it is published. */
export type SeedState =
  | { readonly kind: 'not-drawn' }
  | { readonly kind: 'sealed'; readonly algorithm: string; readonly commitment: string }
  | {
      readonly kind: 'published';
      readonly algorithm: string;
      readonly commitment: string;
      readonly seed: string;
    };

/** A figure, or the word for one that disclosure control took out. */
export type Safe = number | 'suppressed';

/** One arm's row of the primary table, as it may be shown: counts of people, proportions in 0-1. */
export type ArmFigures = {
  readonly arm: string;
  readonly n: Safe;
  readonly count: Safe;
  readonly proportion: Safe;
  readonly interval: readonly [number, number] | null;
};

/** One declared contrast of the primary outcome: a difference of proportions (−1 to 1), its interval and p-values. */
export type ContrastFigures =
  | {
      readonly kind: 'estimate';
      /** The arm that is compared, then the arm it is compared with. */
      readonly contrast: readonly [string, string];
      readonly estimate: Safe;
      readonly interval: readonly [number | '-Infinity', number | 'Infinity'] | null;
      readonly p: number | null;
      readonly pAdjusted: number | null;
      /** A sentence, e.g. that the estimate ignores clustering; null where there is nothing to warn of. */
      readonly warning: string | null;
    }
  | { readonly kind: 'not-estimable'; readonly contrast: readonly [string, string]; readonly reason: string };

/** The primary table, when the viewer's role may see it now; else why not. */
export type Figures =
  | { readonly kind: 'none-yet' }
  | { readonly kind: 'withheld' }
  | {
      readonly kind: 'table';
      readonly outcomeLabel: string;
      /** Of every interval, in 0-1. */
      readonly level: number;
      /** How pAdjusted was made, e.g. "Holm, across contrasts"; null where nothing is adjusted. */
      readonly adjustment: string | null;
      readonly arms: readonly ArmFigures[];
      readonly contrasts: readonly ContrastFigures[];
    };

/** Everything the public pages of a trial show. */
export type TrialView = {
  readonly slug: string;
  readonly isTraining: boolean;
  readonly status: TrialStatus;
  readonly statusSince: string;
  /** The newest version. */
  readonly protocol: Protocol;
  /** The version that was locked; null while the trial is a draft. */
  readonly locked: ProtocolVersion | null;
  /** Versions after the lock, oldest first. */
  readonly amendments: readonly Amendment[];
  readonly seed: SeedState;
  /** The output of the protocol's beacon round, lower-case hex, once it is known; null where there is none. */
  readonly beaconOutput: string | null;
  /** Oldest first. */
  readonly releases: readonly ReleaseLine[];
  readonly ledgerHead: { readonly seq: number; readonly hash: string } | null;
  readonly figures: Figures;
};

/** A trial with what its newest protocol's draw amounts to. */
export type DrawView = { readonly trial: TrialView; readonly judgement: DrawJudgement };

/** A trial with how it was run around its draw, as far as the viewer may see. */
export type ConductPageView = { readonly trial: TrialView; readonly conduct: ConductView };

/** What became of a ledger hash that somebody kept. */
export type HeadVerdict =
  | { readonly kind: 'in-chain'; readonly seq: number; readonly at: string; readonly entriesSince: number }
  | { readonly kind: 'not-in-chain' };

/** One ceremony of the viewer's own borough, in any trial. */
export type CeremonyLine = {
  readonly id: string;
  readonly trial: string;
  readonly trialTitle: string;
  readonly isTraining: boolean;
  readonly heldOn: string;
  /** Local time, "14:30". */
  readonly startsAt: string;
  readonly venue: string;
  readonly list: 'open' | 'closed';
  readonly state: 'planned' | 'cancelled' | 'merged';
  /** People booked now. */
  readonly booked: number;
  readonly arm:
    | { readonly kind: 'sealed' }
    | { readonly kind: 'unsealed'; readonly arm: string }
    /** Units are smaller than the ceremony, so that one room holds several arms. */
    | { readonly kind: 'several' }
    /** The baseline phase draws no arms. */
    | { readonly kind: 'none' };
};

export type Reads = {
  /** True when the database was made for training; then nothing in it is real. */
  readonly isTrainingDatabase: () => Promise<boolean>;
  /** Whose session this is; null where it has ended or lacks its second factor. */
  readonly identify: (token: string) => Promise<Viewer | null>;
  /** The trials this viewer may know of, in the order to be listed. */
  readonly trials: (viewer: Viewer | null) => Promise<readonly TrialLine[]>;
  /** Null (or a Refusal `not-found`) when there is no such trial, or when this viewer may not know of it. */
  readonly trial: (slug: string, viewer: Viewer | null) => Promise<TrialView | null>;
  /** As `trial`, with the draw judged. */
  readonly draw: (slug: string, viewer: Viewer | null) => Promise<DrawView | null>;
  /** For a trial that this viewer may know of. Nothing that is asked is kept. */
  readonly checkReceipt: (slug: string, viewer: Viewer | null, asked: AskedReceipt) => Promise<ReceiptVerdict>;
  readonly checkHash: (slug: string, viewer: Viewer | null, hash: string) => Promise<HeadVerdict>;
  /** Called only for roles that may read it. */
  readonly conduct: (slug: string, viewer: Viewer) => Promise<ConductPageView | null>;
  /** The ceremonies of the viewer's own borough, soonest first. Called only for roles that may read ceremonies. */
  readonly ceremoniesOf: (viewer: Viewer) => Promise<readonly CeremonyLine[]>;
  /** What the list page knows of a ceremony. Refuses roles that enrol nobody, and another borough's ceremony as one that is not there. */
  readonly listPlace: (viewer: Viewer, ceremony: string) => Promise<ListPlace>;
  /** Whom a ceremony expects at the door. Refuses roles that record no attendance, and another borough's ceremony as one that is not there. */
  readonly checkIn: (viewer: Viewer, ceremony: string, find: string | null) => Promise<CheckIn>;
  /** What waits for the viewer's borough. Called only for roles that may read it. */
  readonly waiting: (viewer: Viewer) => Promise<Waiting>;
  readonly programme: (viewer: Viewer) => Promise<readonly ProgrammeLine[]>;
  readonly stepsWaiting: (viewer: Viewer) => Promise<StepsWaiting>;
  /** One ceremony with what may be done with it. Refuses `not-found` for another borough's as for none. */
  readonly ceremonyDesk: (viewer: Viewer, id: string) => Promise<CeremonyDesk>;
  /** Who gets which arm at an unsealed ceremony; the look is recorded. Refuses `still-sealed`. */
  readonly runSheet: (viewer: Viewer, id: string) => Promise<RunSheet>;
  /** The trials that take ceremonies of the viewer's borough now, and the codes of rooms it has used. */
  readonly schedulable: (viewer: Viewer) => Promise<Schedulable>;
};
