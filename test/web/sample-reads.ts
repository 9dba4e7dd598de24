/**
 * An in-memory implementation of the pages' port, holding one training borough's view of two trials in the shapes that the
 * service gives. Values are made up for the tests, except names of boroughs.
 */
import { seesBorough } from '../../src/access/permissions.ts';
import { type Role, roles } from '../../src/access/roles.ts';
import { judgeDraw, quick } from '../../src/actions/judge-draw.ts';
import type { ConductView } from '../../src/actions/read-conduct.ts';
import type { Waiting } from '../../src/actions/read-waiting.ts';
import { conductWarnings, type ErrorCounts } from '../../src/trial/conduct.ts';
import { type Receipt, receiptNumber } from '../../src/trial/receipt.ts';
import type { CeremonyLine, Reads, TrialView, Viewer } from '../../src/web/reads.ts';
import { sampleCheckIn } from './sample-check-in.ts';
import { sampleDesk, sampleRunSheet } from './sample-desk.ts';
import { sampleListPlace } from './sample-list-place.ts';
import { ceremonyOfferProtocol, welcomePackProtocol } from './sample-protocol.ts';

const hash = (digit: string): string => digit.repeat(64);

const locked = { version: 1, protocolHash: hash('a'), planHash: hash('b'), at: '2026-02-20T10:00:00.000Z' };

export const ceremonyOffer: TrialView = {
  slug: 'ceremony-offer',
  isTraining: true,
  status: 'open',
  statusSince: '2026-03-02T09:30:00.000Z',
  protocol: ceremonyOfferProtocol,
  locked,
  amendments: [],
  seed: { kind: 'sealed', algorithm: 'pledge-1', commitment: hash('d') },
  beaconOutput: null,
  releases: [],
  ledgerHead: { seq: 1204, hash: hash('e') },
  figures: { kind: 'none-yet' },
};

export const welcomePack: TrialView = {
  ...ceremonyOffer,
  slug: 'welcome-pack',
  status: 'seed-published',
  protocol: welcomePackProtocol,
  amendments: [
    {
      version: 2,
      protocolHash: hash('c'),
      planHash: hash('b'),
      at: '2026-03-01T10:00:00.000Z',
      kind: 'arm-stopped',
      weight: 'major',
      afterUnblinding: null,
      reason: 'The printer could no longer supply the card, so the arm with the card was stopped',
    },
  ],
  seed: { kind: 'published', algorithm: 'pledge-1', commitment: hash('d'), seed: hash('f') },
  beaconOutput: hash('9'),
  figures: {
    kind: 'table',
    outcomeLabel: 'Registered to vote within 90 days',
    level: 0.95,
    adjustment: 'Holm, across contrasts',
    arms: [
      { arm: 'standard pack', n: 1302, count: 512, proportion: 512 / 1302, interval: [0.367, 0.42] },
      { arm: 'registration prompt', n: 1298, count: 571, proportion: 571 / 1298, interval: [0.413, 0.467] },
      { arm: 'prompt and card', n: 31, count: 'suppressed', proportion: 'suppressed', interval: null },
    ],
    contrasts: [
      {
        kind: 'estimate',
        contrast: ['registration prompt', 'standard pack'],
        estimate: 0.0466,
        interval: [-0.0081, 0.0851],
        p: 0.0178,
        pAdjusted: 0.0356,
        warning: 'This estimate takes no account of people sharing a ceremony.',
      },
      {
        kind: 'not-estimable',
        contrast: ['prompt and card', 'standard pack'],
        reason: 'too few people were allocated before the arm stopped',
      },
    ],
  },
};

export const draftedTrial: TrialView = {
  ...ceremonyOffer,
  slug: 'drafted',
  protocol: { ...ceremonyOfferProtocol, slug: 'drafted', title: 'A trial in draft' },
  status: 'draft',
  isTraining: false,
  locked: null,
  seed: { kind: 'not-drawn' },
  ledgerHead: null,
};

/** Issued in the sample by the trial whose seed is published. */
export const sampleReceipt: Receipt = {
  format: 'pledge-receipt/1',
  trial: 'welcome-pack',
  protocolVersion: 1,
  protocolHash: hash('a'),
  unitHash: hash('7'),
  stratum: 'E09000005/3-plus',
  position: 5,
  arm: 'registration prompt',
  ledgerEntry: hash('8'),
};

const entry = { seq: 1100, at: '2026-03-02T14:30:00.000Z', entriesSince: 104 };

const ceremony = (heldOn: string, changes: Partial<CeremonyLine>): CeremonyLine => ({
  id: `ceremony-${heldOn}`,
  trial: 'ceremony-offer',
  trialTitle: 'Ceremony offer',
  isTraining: true,
  heldOn,
  startsAt: '10:30',
  venue: 'Brent Civic Centre, Grand Hall',
  list: 'closed',
  state: 'planned',
  booked: 25,
  arm: { kind: 'sealed' },
  ...changes,
});

export const brentCeremonies: readonly CeremonyLine[] = [
  ceremony('2026-02-24', { arm: { kind: 'unsealed', arm: 'volunteering' } }),
  ceremony('2026-02-26', { state: 'cancelled', booked: 1 }),
  ceremony('2026-03-03', { arm: { kind: 'unsealed', arm: 'standard' } }),
  ceremony('2026-03-03', {
    id: 'ceremony-packs',
    trial: 'welcome-pack',
    trialTitle: 'Welcome pack',
    startsAt: '14:00',
    arm: { kind: 'several' },
  }),
  ceremony('2026-03-10', {}),
  ceremony('2026-03-17', { list: 'open', booked: 11 }),
];

export const account = (role: Role, changes: Partial<Viewer> = {}): Viewer => ({
  id: `account-${role}`,
  name: 'Ama Mensah',
  role,
  borough: role === 'registrar' || role === 'borough-lead' ? 'E09000005' : null,
  organisation: null,
  isTraining: true,
  ...changes,
});

/** Ten o'clock on the Tuesday of two of the sample ceremonies. */
export const sampleNow = new Date('2026-03-03T10:00:00Z');

export type Sample = { readonly isTrainingDatabase: boolean; readonly trials: readonly TrialView[] };

export const trainingSample: Sample = { isTrainingDatabase: true, trials: [ceremonyOffer, welcomePack, draftedTrial] };

const noErrors: ErrorCounts = {
  standing: {
    'wrong-stratum': 0,
    'ineligible-found-later': 0,
    'duplicate-enrolment': 0,
    'mistaken-allocation': 0,
    'not-delivered-as-drawn': 0,
    'households-found-one': 0,
  },
  takenBack: 0,
};

/** Brent has chosen; nothing happened elsewhere. */
function sampleConduct({ protocol }: TrialView, viewer: Viewer): ConductView {
  const quiet = {
    moved: 0,
    movedAgain: 0,
    movedBeyondLeadTime: 0,
    cancelled: 0,
    merged: 0,
    joined: 0,
    rebooked: 0,
    withdrawn: 0,
  };
  const boroughs = protocol.boroughs
    .filter(({ code }) => seesBorough(viewer, code))
    .map(({ code, name }) => {
      const isBrent = code === 'E09000005';
      return {
        borough: code,
        name,
        ceremonies: 24,
        shortNotice: {
          scheduled: isBrent ? 4 : 0,
          broughtForward: isBrent ? 1 : 0,
          cancelledOnceSeen: isBrent ? 3 : 0,
        },
        afterUnsealing: isBrent
          ? { ...quiet, moved: 2, movedAgain: 1, movedBeyondLeadTime: 1, cancelled: 3, joined: 12 }
          : quiet,
        errors: noErrors,
      };
    });
  const errors = { ...noErrors, standing: { ...noErrors.standing, 'households-found-one': 1 }, takenBack: 2 };
  return { boroughs, errors, warnings: boroughs.flatMap((one) => conductWarnings(one.name, one)) };
}

/** Figures as everyone but the trial statistician sees them in this sample. */
const blinded = (trial: TrialView): TrialView =>
  trial.figures.kind === 'table' ? { ...trial, figures: { kind: 'withheld' } } : trial;

const sampleWaiting: Waiting = {
  borough: 'E09000005',
  listsToClose: [],
  armsToUnseal: [
    {
      trial: 'ceremony-offer',
      ceremony: 'ceremony-2026-03-10',
      heldOn: '2026-03-10',
      startsAt: '10:30',
      venue: 'civic-centre',
      people: 25,
    },
  ],
  attendanceToRecord: [
    {
      trial: 'ceremony-offer',
      ceremony: 'ceremony-2026-03-03',
      heldOn: '2026-03-03',
      startsAt: '10:30',
      venue: 'civic-centre',
      people: 24,
    },
  ],
  deliveriesToLog: [],
  observable: [
    {
      ...{ trial: 'ceremony-offer', outcome: 'registered', label: 'Registered to vote within 90 days of the ceremony' },
      ...{ first: '2026-06-02', last: '2026-06-09' },
    },
  ],
  followUps: [
    { trial: 'ceremony-offer', outcome: 'registered', label: 'Registered to vote', windowOpen: 61, windowEnded: 4 },
  ],
  reminders: [],
  targets: [{ trial: 'ceremony-offer', fromOn: '2026-01-01', toOn: '2026-06-30', people: 400, reached: 132 }],
  agreements: [{ trial: 'ceremony-offer', missing: ['The sharing agreement of this borough ended on 2026-02-28.'] }],
};

/** Tokens are `token-<role>`; the statistician alone sees figures. */
export function sampleReads({ isTrainingDatabase, trials }: Sample): Reads {
  return {
    isTrainingDatabase: async () => isTrainingDatabase,
    identify: async (token) => {
      const role = roles.find((known) => token === `token-${known}`);
      return role === undefined ? null : account(role, { isTraining: isTrainingDatabase });
    },
    trials: async () =>
      trials.map(({ slug, isTraining, status, protocol: { title, question } }) => ({
        slug,
        title,
        question,
        status,
        isTraining,
      })),
    trial: async (slug, viewer) => {
      const trial = trials.find((each) => each.slug === slug);
      if (trial === undefined) return null;
      return viewer?.role === 'trial-statistician' ? trial : blinded(trial);
    },
    draw: async (slug) => {
      const trial = trials.find((each) => each.slug === slug);
      if (trial === undefined) return null;
      return { trial: blinded(trial), judgement: judgeDraw(trial.protocol, trial.locked?.protocolHash ?? '', quick) };
    },
    conduct: async (slug, viewer) => {
      const trial = trials.find((each) => each.slug === slug);
      return trial === undefined ? null : { trial: blinded(trial), conduct: sampleConduct(trial, viewer) };
    },
    checkReceipt: async (slug, _viewer, asked) => {
      const number = 'number' in asked ? asked.number : receiptNumber(asked.receipt);
      if ('receipt' in asked && asked.receipt.trial !== slug) {
        return { kind: 'other-trial', named: asked.receipt.trial };
      }
      if (slug === sampleReceipt.trial && number === receiptNumber(sampleReceipt)) {
        if ('number' in asked) return { kind: 'number-issued' };
        return { kind: 'genuine', receipt: asked.receipt, entry, draw: { kind: 'not-alone' } };
      }
      const isOther = 'receipt' in asked && asked.receipt.unitHash === sampleReceipt.unitHash;
      return { kind: isOther ? 'differs' : 'not-issued' };
    },
    checkHash: async (_slug, _viewer, asked) =>
      asked === hash('8') ? { kind: 'in-chain', ...entry } : { kind: 'not-in-chain' },
    checkIn: (_, ceremony) => sampleCheckIn(ceremony),
    listPlace: (_viewer, ceremony) => sampleListPlace(ceremony),
    ceremoniesOf: async (viewer) => (viewer.borough === 'E09000005' ? brentCeremonies : []),
    waiting: async () => sampleWaiting,
    programme: async () => [],
    stepsWaiting: async () => [{ slug: 'ceremony-offer', title: 'Ceremony offer', acts: ['close'], amendments: 0 }],
    ceremonyDesk: async (_viewer, id) => sampleDesk(brentCeremonies, id, '2026-03-03'),
    runSheet: async (_viewer, id) => sampleRunSheet(sampleDesk(brentCeremonies, id, '2026-03-03')),
    schedulable: async () => ({
      trials: trials
        .filter(({ status }) => status === 'open')
        .map(({ slug, isTraining, protocol: { title } }) => ({ slug, title, isTraining })),
      venues: ['civic-centre'],
    }),
  };
}
