/**
 * What the API answers, as zod: the OpenAPI document is generated from these, and a test holds the answers to them. Long because it
 * is one list of small shapes that refer to each other, looked up by name.
 */
import { z } from 'zod';
import { enrolledWhere } from '../actions/check-references.ts';
import { attendanceStatuses } from '../trial/attendance.ts';
import { outcomeSources } from '../trial/outcome-window.ts';
import type { RandomisationErrorKind } from '../trial/randomisation-errors.ts';

export const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const instant = z.iso.datetime();

const beacon = z.object({
  source: z.string(),
  round: z.string(),
  output: z.string().nullable().describe('Hexadecimal digits; null until it is recorded'),
});

export const draftedSchema = z.object({
  slug: z.string(),
  version: z.number().int(),
  protocolHash: hash,
  planHash: hash,
});

export const publicTrialSchema = z.object({
  slug: z.string(),
  title: z.string(),
  question: z.string(),
  mode: z.enum(['training', 'live']),
  status: z.string(),
  statusSince: instant,
  version: z.number().int(),
  protocolHash: hash,
  planHash: hash,
  algorithm: z.string().nullable(),
  commitment: hash.nullable(),
  seed: hash.nullable().describe('Null until published, after the locked analysis'),
  beacon: beacon.nullable().describe('Null where the protocol names none'),
  ledgerHead: z.object({ seq: z.number().int(), hash }).nullable(),
});

export const commitmentSchema = z.object({
  slug: z.string(),
  algorithm: z.string(),
  commitment: hash,
  protocolHash: hash,
  planHash: hash,
  beacon: beacon.nullable(),
  promise: z.string(),
});

export const lockedSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('awaiting-signature'), protocolHash: hash, signed: z.array(z.string()).readonly() }),
  z.object({ state: z.literal('locked'), protocolHash: hash, planHash: hash, commitment: hash }),
]);

export const publishedSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('awaiting-signature'), commitment: hash, signed: z.array(z.string()).readonly() }),
  z.object({ state: z.literal('published'), commitment: hash, seed: hash }),
]);

export const statusSchema = z.object({ slug: z.string(), status: z.string() });

export const closedTrialSchema = statusSchema.extend({
  dataset: z.object({ sha256: hash, rows: z.number().int() }),
  leftOnOpenLists: z
    .object({ baseline: z.number().int(), trial: z.number().int() })
    .describe('Eligible people whose list never closed: on no list and in no arm'),
});

export const stoppedArmSchema = z.object({
  slug: z.string(),
  arm: z.string(),
  version: z.number().int(),
  protocolHash: hash,
});

export const ceremonySchema = z.object({
  id: z.string(),
  trial: z.string(),
  borough: z.string(),
  phase: z.enum(['baseline', 'trial']),
  heldOn: z.iso.date(),
  startsAt: z.string(),
  venue: z.string(),
});

export const ceremonyViewSchema = ceremonySchema.extend({
  slotSeq: z.number().int(),
  isListClosed: z.boolean(),
  isUnsealed: z.boolean(),
  isCancelled: z.boolean(),
  mergedInto: z.string().nullable(),
  closedForDate: z.iso.date().nullable(),
  booked: z.number().int(),
  unsealFrom: z.iso.date().nullable(),
  mayUnseal: z.boolean(),
});

export const enrolledSchema = z.object({
  ceremony: z.string(),
  enrolled: z.number().int(),
  eligible: z.number().int(),
  attendees: z.array(z.object({ trial_id: z.string(), reference_hash: hash })).readonly(),
});

export const knownReferencesSchema = z.array(z.object({ reference_hash: hash, enrolled: z.enum(enrolledWhere) }));

export const listSchema = z.array(
  z.object({
    trial_id: z.string(),
    reference_hash: hash,
    household: z.string(),
    group_size: z.number().int(),
    eligible: z.string(),
    joined_late: z.enum(['late-joiner', 'walk-in']).nullable().describe('Null for whoever is on the list itself'),
  }),
);

export const closedListsSchema = z.object({
  trial: z.string(),
  lists: z.array(z.object({ ceremony: z.string(), members: z.number().int(), units: z.number().int() })).readonly(),
});

export const unsealedSchema = z.object({ ceremony: z.string(), state: z.literal('unsealed') });

export const armsSchema = z.object({
  ceremony: z.string(),
  arms: z.array(z.object({ unit: z.string(), arm: z.string() })).readonly(),
  sealed: z
    .array(z.string())
    .readonly()
    .describe('Units that come here and were drawn for a ceremony that is still sealed, or is another borough’s'),
});

export const movedSchema = z.object({
  id: z.string(),
  heldOn: z.iso.date(),
  startsAt: z.string(),
  venue: z.string(),
  reason: z.string(),
});
export const unsealedMovedSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('awaiting-signature'), documentHash: hash, signed: z.array(z.string()).readonly() }),
  movedSchema.extend({ state: z.literal('moved') }),
]);
export const cancelledSchema = z.object({ id: z.string(), state: z.literal('cancelled') });
export const mergedSchema = z.object({ id: z.string(), state: z.literal('merged'), into: z.string() });
export const rebookedSchema = z.object({ trial_id: z.string(), ceremony: z.string() });
const recorded = z.object({ status: z.enum(attendanceStatuses), at: z.string() });
export const expectedSchema = z.array(
  z.object({
    trial_id: z.string(),
    reference_hash: hash,
    household: z.string(),
    joined_late: z.enum(['late-joiner', 'walk-in']).nullable(),
    list: z
      .object({ ceremony: z.string(), held_on: z.string(), merged: z.boolean() })
      .nullable()
      .describe('The ceremony on whose list they are, where it is another one; merged: its people come here'),
    left_trial: z.boolean().describe('Nothing more is recorded about them'),
    here: recorded.nullable().describe('What was recorded last at this ceremony'),
    elsewhere: recorded.extend({ held_on: z.string() }).nullable(),
    seen: z.number().int().describe('To be sent along with a record, so that it is refused where there is a newer one'),
  }),
);
export const attendanceRecordedSchema = z.object({ ceremony: z.string(), recorded: z.number().int() });
export const followUpsRecordedSchema = z.object({
  recorded: z.number().int(),
  ids: z.array(z.string()).readonly(),
  inFrozenData: z
    .boolean()
    .describe(
      'false: the data were frozen before; the correction is kept and the frozen data stay as they were hashed',
    ),
});
export const matchRecordedSchema = z.object({
  recorded: z.number().int(),
  registered: z.number().int(),
  notRegistered: z.number().int(),
  unmatchable: z.number().int().describe('Missing in the data, never “not registered”'),
  inFrozenData: z.boolean(),
});
export const withdrawnSchema = z.object({
  trial_id: z.string(),
  decision: z.string(),
  frozen: z.boolean().describe('true: data frozen before may hold outcomes of this person and stays as it was hashed'),
});

const file = z.object({ name: z.string(), sha256: hash });
export const ranExploratorySchema = z.object({
  run: z.string(),
  kind: z.literal('exploratory'),
  files: z.array(file).readonly(),
});
export const ranSchema = z.object({ run: z.string(), kind: z.literal('locked'), files: z.array(file).readonly() });
export const runsSchema = z.array(
  z.object({
    run: z.string(),
    kind: z.enum(['locked', 'exploratory']),
    at: instant,
    actor: z.string(),
    manifestHash: hash,
    planHash: hash.nullable(),
    dataHash: hash.nullable(),
    files: z.array(file),
  }),
);
export const dataExportSchema = z.object({ id: z.string(), name: z.string(), sha256: hash });

export const accessRecordsSchema = z.object({
  arms: z.array(z.object({ ceremony: z.string(), borough: z.string(), actor: z.string(), at: instant })),
  exports: z.array(z.object({ id: z.string(), actor: z.string(), at: instant, reason: z.string(), sha256: hash })),
  subjects: z.array(z.object({ id: z.string(), actor: z.string(), at: instant, borough: z.string() })),
  unblindings: z
    .array(z.object({ actor: z.string(), reading: z.string(), at: instant }))
    .describe('The first reading of each kind by which an account ceased to be blind'),
});

export const sampleRatioSchema = z.object({
  slug: z.string(),
  versions: z.array(
    z.object({
      version: z.number().int(),
      units: z.number().int(),
      arms: z.array(z.object({ arm: z.string(), units: z.number().int(), ratio: z.number().int() })),
      p: z.number().nullable().describe('Null where there is nothing to test'),
    }),
  ),
});

const pooled = z.object({
  outcome: z.string(),
  known: z.number().int(),
  missing: z.number().int(),
  happened: z.number().int(),
  rate: z.number().nullable(),
  bySource: z
    .array(
      z.object({
        source: z.enum(outcomeSources),
        known: z.number().int(),
        missing: z
          .number()
          .int()
          .describe('This source decided that nothing is known, such as where somebody is unmatchable'),
        happened: z.number().int(),
      }),
    )
    .describe('Which source decided, in the protocol’s order: sources are never pooled'),
});
const withdrawnCounts = z.object({
  beforeClosing: z.number().int().describe('Left before their list closed: on no list and not drawn'),
  keepOutcomes: z.number().int(),
  countOnly: z.number().int().describe('Among the people, not among attended or the outcomes'),
  ineligible: z.number().int().describe('Not eligible, and so on no list'),
});
const leftAfterwards = z.object({ keepOutcomes: z.number().int(), countOnly: z.number().int() });
const count = z.number().int();
export const errorCounts = {
  'wrong-stratum': count,
  'ineligible-found-later': count,
  'duplicate-enrolment': count,
  'mistaken-allocation': count,
  'not-delivered-as-drawn': count,
  'households-found-one': count,
} as const satisfies Readonly<Record<RandomisationErrorKind, typeof count>>;

export const monitoringSchema = z.object({
  slug: z.string(),
  status: z.string(),
  ceremonies: z.object({
    scheduled: z.number().int(),
    listsClosed: z.number().int(),
    moved: z.number().int(),
    cancelled: z.number().int(),
    merged: z.number().int(),
    notClosedInTime: z.number().int().describe('Among the cancelled: held before anybody closed their list'),
  }),
  enrolled: z.array(
    z.object({ borough: z.string(), eligible: z.string(), reason: z.string().nullable(), count: z.number().int() }),
  ),
  trial: z.object({
    people: z.number().int().describe('The primary population: everybody randomised, whoever left later'),
    onLists: z.number().int().describe('Everybody on a closed list: the people, and those who came back'),
    onOpenLists: z
      .number()
      .int()
      .describe('Eligible people whose list has not closed, cancelled ceremonies among them'),
    withdrawn: withdrawnCounts.describe('Of the people and of those whose list was open'),
    dividedHouseholds: z
      .number()
      .int()
      .describe('With people in several drawn units, so that arms may differ within them'),
    joinedLate: z.object({
      lateJoiners: z.number().int(),
      walkIns: z.number().int(),
      withoutArm: z.number().int().describe('Of both, those who follow no unit'),
      withdrawn: leftAfterwards.describe('Of both'),
      returnedHouseholds: z.number().int().describe('With people on a list who were enrolled once it had been drawn'),
      returnedPeople: z.number().int().describe('Those people: on a list, with the arm of their household'),
      returnedWithdrawn: leftAfterwards.describe('Of those people'),
    }),
    afterUnsealing: z.object({
      joined: z.number().int(),
      moved: z.number().int().describe('Ceremonies'),
      cancelled: z.number().int().describe('Ceremonies'),
      merged: z
        .number()
        .int()
        .describe('Ceremonies, once their own arms or those of the room they went to were unsealed'),
      rebooked: z.number().int().describe('People rebooked, or who left the list'),
      withdrawn: z.number().int(),
    }),
    randomisationErrors: z.object(errorCounts).describe('Reports that stand, by kind'),
    randomisationErrorsTakenBack: z.number().int(),
    rerandomised: z
      .object({ isMet: z.boolean(), tries: z.number().int() })
      .nullable()
      .describe('Whether a rerandomised list met its criterion within the tries allowed'),
    attended: z.number().int(),
    outcomes: z.array(
      pooled.extend({
        icc: z.looseObject({}).describe('Between ceremonies, over all arms: estimate with interval, or notEstimable'),
        due: z.number().int().describe('Those whose window is over'),
        lost: z.number().int().describe('Of these, those of whom nothing is known'),
      }),
    ),
    delivery: z
      .object({
        held: z.number().int().describe('Ceremonies with a drawn arm whose day has come'),
        logged: z.number().int().describe('Of these, those with a delivery log'),
        asPlanned: z.number().int().describe('Of these, those that differed in nothing'),
        deviations: z.array(z.object({ deviation: z.string(), ceremonies: z.number().int() })).readonly(),
      })
      .describe('Over all arms'),
    funnels: z
      .array(
        z.object({
          outcome: z.string(),
          label: z.string(),
          steps: z.array(z.object({ step: z.string(), people: z.number().int() })).readonly(),
        }),
      )
      .readonly()
      .describe('Volunteers by step, each person once at each; none where no step is recorded'),
    survey: z
      .object({ people: z.number().int(), responded: z.number().int() })
      .nullable()
      .describe('Null where the protocol has no page for attendees'),
  }),
  baseline: z.object({
    people: z.number().int(),
    onOpenLists: z.number().int(),
    withdrawn: withdrawnCounts,
    joinedLate: z.object({ lateJoiners: z.number().int(), walkIns: z.number().int(), withdrawn: leftAfterwards }),
    outcomes: z.array(
      pooled.extend({ icc: z.looseObject({}).describe('Estimate with interval, or notEstimable with its reason') }),
    ),
  }),
});

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() });

export const attritionSchema = z.object({
  slug: z.string(),
  outcomes: z
    .array(
      z.object({
        outcome: z.string(),
        label: z.string(),
        arms: z.array(z.object({ arm: z.string(), people: z.int(), missing: z.int() })).readonly(),
        p: z
          .number()
          .nullable()
          .describe('Chi-squared over the arms, people taken as independent; null where there is nothing to test'),
      }),
    )
    .readonly(),
  survey: z
    .object({
      arms: z.array(z.object({ arm: z.string(), people: z.int(), responded: z.int() })).readonly(),
      questions: z
        .array(
          z.object({
            question: z.int(),
            arms: z.array(z.object({ arm: z.string(), answered: z.int() })).readonly(),
          }),
        )
        .readonly(),
      p: z.number().nullable().describe('As above, of who answered nothing'),
    })
    .nullable()
    .describe('Who answered the survey, never what; null where the protocol has no page for attendees'),
});
