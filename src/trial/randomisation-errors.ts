/**
 * The errors that real trials make with their randomisation, as coded events. The first allocation is kept and its slot is
 * never used again; an error is told beside it and counted for the flow diagram (Yelland et al. 2015, Clinical
 * Trials 12:418).
 */
import * as z from 'zod';
import { ineligibleReasons } from './attendee.ts';

export const randomisationErrorKinds = [
  'wrong-stratum',
  'ineligible-found-later',
  'duplicate-enrolment',
  'mistaken-allocation',
  'not-delivered-as-drawn',
  'households-found-one',
] as const;
export type RandomisationErrorKind = (typeof randomisationErrorKinds)[number];

/** Each kind as a page would name it. */
export const randomisationErrorWords: Readonly<Record<RandomisationErrorKind, string>> = {
  'wrong-stratum': 'Drawn in the wrong stratum',
  'ineligible-found-later': 'Found ineligible after the draw',
  'duplicate-enrolment': 'Enrolled twice',
  'mistaken-allocation': 'Drawn by mistake',
  'not-delivered-as-drawn': 'Arm not delivered as drawn',
  'households-found-one': 'Two households found to be one',
};

export const mistakenReasons = ['closed-too-early', 'wrong-list', 'not-a-trial-ceremony', 'entered-in-error'] as const;

/** Why a report is taken back: typed by mistake, about another unit or person, or the list itself was put right before the day. */
export const retractionReasons = ['entered-in-error', 'wrong-one-named', 'put-right'] as const;

const id = z.string().min(1).max(64);
const unit = id.describe('The drawn unit: the ceremony, the household, or the person drawn for their household');
const person = id.describe('The person, by the id the trial gave');

export const randomisationErrorSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('wrong-stratum'),
    unit,
    values: z
      .array(z.string().max(100))
      .min(1)
      .max(20)
      .describe('The right values, in the order of the protocol’s strata'),
  }),
  z.strictObject({ kind: z.literal('ineligible-found-later'), trial_id: person, reason: z.enum(ineligibleReasons) }),
  z.strictObject({ kind: z.literal('duplicate-enrolment'), trial_id: person, other_trial_id: person }),
  z.strictObject({ kind: z.literal('mistaken-allocation'), unit, reason: z.enum(mistakenReasons) }),
  z.strictObject({
    kind: z.literal('not-delivered-as-drawn'),
    unit,
    delivered: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('arm'), arm: z.string().max(200) }),
        z.strictObject({ kind: z.literal('none') }),
        z.strictObject({ kind: z.literal('partly') }),
      ])
      .describe('Another arm of the protocol, nothing of any arm, or the arm that was drawn in part'),
  }),
  z.strictObject({ kind: z.literal('households-found-one'), household: id, other_household: id }),
]);

export type RandomisationErrorReport = z.infer<typeof randomisationErrorSchema>;
