/**
 * The shape of protocol.json (format "pledge-protocol/1"), strict: an unknown key is an error at its path. What a protocol
 * may mean beyond its shape is judged in protocol-rules.ts. Interventions are described by TIDieR (Hoffmann et al., BMJ
 * 2014;348:g1687); its items 10 and 12, what was changed and how it went, come from the delivery log and not from here.
 */
import * as z from 'zod';
import { strictObject, textSchema } from '../../analysis/plan/plan-parts.ts';
import { type Plan, planSchema } from '../../analysis/plan/schema.ts';
import { outcomeSources } from './outcome-window.ts';
import { type Immutable, schemeSchema } from './scheme.ts';
import { sharesKinds } from './shares.ts';
import { unitKinds } from './unit.ts';
import { variableName } from './variable-name.ts';
import { visiblePart } from './visible-part.ts';

export const protocolFormat = 'pledge-protocol/1';

/** No smaller count of people leaves the service, whatever a protocol says. */
const smallestThreshold = 10;

const slugSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens, such as "ceremony-offer"')
  .max(60, 'must be at most 60 characters long');
const armName = z
  .string()
  .regex(/^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u, 'must be a name without spaces around it')
  .refine((name) => visiblePart(name) !== '', 'must hold a character that can be seen')
  .max(60, 'must be at most 60 characters long');
const roundNumber = z
  .number()
  .refine((round) => Number.isInteger(round) && round >= 0, {
    error: 'must be the name or number of a future round',
    abort: true,
  })
  .refine(Number.isSafeInteger, {
    error: 'is too large: numbers of a file are exact up to 9007199254740991; write the round in quotation marks',
  });
const item = textSchema.nullable().default(null);

/** TIDieR items 1 to 9 and 11; null is an item nobody has written yet. */
export const descriptionSchema = strictObject({
  briefName: textSchema,
  why: item,
  materials: item,
  procedures: item,
  whoProvides: item,
  how: item,
  where: item,
  whenAndHowMuch: item,
  tailoring: item,
  howWellPlanned: item,
});

const armSchema = strictObject({
  name: armName,
  ratio: z.int().min(1, 'must be a whole number of at least 1').max(100, 'must be at most 100'),
  delivered: z.enum(['in-room', 'individual']),
  /** The cell of a factorial trial: each factor with this arm's level; null in a trial that is none. */
  cell: z.record(variableName, textSchema).nullable().default(null),
  description: descriptionSchema,
});

/** What is expected of a borough in the trial's time, to judge the draw before the lock. Nothing is drawn from it. */
const expectedSchema = strictObject({
  ceremonies: z.int().min(1, 'must be at least 1').max(5_000, 'must be at most 5000'),
  people: z.number().min(1, 'must be at least 1 person at a ceremony').max(500, 'must be at most 500'),
  /** Coefficient of variation of the people at a ceremony. */
  peopleVariation: z.number().min(0, 'must be 0 or more').max(3, 'must be at most 3').default(0.4),
});

const boroughSchema = strictObject({
  code: z.string(),
  name: z.string(),
  expected: expectedSchema.nullable().default(null),
  /** In what form its register’s results come; its sharing agreement says which it may. */
  shares: z.enum(sharesKinds).default('people'),
});

const outcomeSchema = strictObject({
  name: variableName,
  label: textSchema,
  kind: z.enum(['binary', 'continuous', 'count', 'ordinal', 'time-to-event']),
  windowDays: z.int().min(1, 'must be at least 1 day').max(1_095, 'must be at most 1095 days'),
  sources: z.array(z.enum(outcomeSources)).min(1, 'must name at least one source'),
  primary: z.boolean().default(false),
});

const reference = textSchema.nullable().default(null);

export const protocolSchema = strictObject({
  format: z.literal(protocolFormat),
  slug: slugSchema,
  title: textSchema,
  question: textSchema,
  boroughs: z.array(boroughSchema).min(1, 'must name at least one borough'),
  arms: z.array(armSchema).min(2, 'must hold at least two arms'),
  unit: z.enum(unitKinds),
  scheme: schemeSchema,
  strata: z.array(variableName).default([]),
  eligibility: strictObject({
    adultsOnly: z
      .boolean()
      .refine((isAdultsOnly) => isAdultsOnly, 'must be true: nobody under 18 takes part in a trial'),
    ceremonyKind: z.enum(['group', 'private']).default('group'),
    inPerson: z.boolean().default(true),
  }).default({ adultsOnly: true, ceremonyKind: 'group', inPerson: true }),
  baseline: strictObject({ weeks: z.int().min(1, 'must be at least 1 week').max(104, 'must be at most 104 weeks') })
    .nullable()
    .default(null),
  leadTimeWorkingDays: z
    .int()
    .min(0, 'must be 0 or more working days')
    .max(60, 'must be at most 60 working days')
    .default(5),
  /** Whoever joins after a list has closed is counted; only under "sensitivity" is the data set to hold them as well. */
  lateJoiners: z.enum(['counted', 'sensitivity']).default('counted'),
  outcomes: z.array(outcomeSchema).min(1, 'must name at least one outcome'),
  contrasts: z.array(z.tuple([z.string(), z.string()])).min(1, 'must name at least one comparison of two arms'),
  analysis: planSchema,
  smallestEffectOfInterest: z.number().gt(0, 'must lie between 0 and 1').lte(1, 'must lie between 0 and 1'),
  disclosure: strictObject({
    threshold: z.int().min(smallestThreshold, `must be at least ${smallestThreshold}`).default(smallestThreshold),
    base: z.int().min(1, 'must be at least 1').default(5),
  }).default({ threshold: smallestThreshold, base: 5 }),
  beacon: strictObject({
    source: textSchema,
    round: z.union([textSchema, roundNumber], { error: 'must be the name or number of a future round' }),
  })
    .nullable()
    .default(null),
  seed: z
    .string()
    .regex(
      /^[0-9a-f]{64}$/,
      'must be null in a draft, and after the lock the commitment: 64 lower-case hexadecimal digits',
    )
    .nullable()
    .default(null),
  /** The page that a card or letter opens; null where people are followed up without one. */
  attendeePage: strictObject({
    wording: z.int().min(1, 'must be the number of a wording'),
    hash: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the wording: 64 lower-case hexadecimal digits'),
    /** The outcome that each question is about; null where it is not asked. */
    asks: strictObject({
      registered: z.string().nullable().default(null),
      volunteered: z.string().nullable().default(null),
      intends: z.string().nullable().default(null),
    }),
  })
    .nullable()
    .default(null),
  /** Messages that tell people where their page is, the same in every arm; null where nobody is reminded. */
  reminders: strictObject({
    wording: z.int().min(1, 'must be the number of a wording'),
    hash: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the wording: 64 lower-case hexadecimal digits'),
    schedule: z
      .array(
        strictObject({ afterDays: z.int().min(1, 'must be at least 1 day').max(1_095, 'must be at most 1095 days') }),
      )
      .min(1, 'must name at least one reminder')
      .max(12, 'must name at most 12 reminders'),
    onePerHousehold: z.boolean().default(true),
  })
    .nullable()
    .default(null),
  stoppedArms: z.array(z.string()).default([]),
  governance: strictObject({
    ethicsApproval: reference,
    dataProtectionImpactAssessment: reference,
    equalityImpactAssessment: reference,
    registration: reference,
  }).default({
    ethicsApproval: null,
    dataProtectionImpactAssessment: null,
    equalityImpactAssessment: null,
    registration: null,
  }),
});

type Shape = z.output<typeof protocolSchema>;

/** A protocol with its defaults filled in. `seed` is a commitment or null, never a seed. */
export type Protocol = Immutable<Omit<Shape, 'analysis'>> & { readonly analysis: Plan };
export type Arm = Protocol['arms'][number];
export type Outcome = Protocol['outcomes'][number];
