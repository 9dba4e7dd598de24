/**
 * One row of the attendee list that a borough prepares on its own machine: derived values only. There is no field a name,
 * an address or a date of birth could be put in, and any other column is refused. Why somebody takes no part is one of a
 * short list of neutral codes; "left-the-list" covers what a council may not say (a certificate that was recalled).
 */
import * as z from 'zod';
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import { findingsOf, inOurWords, writtenPath } from '../../analysis/plan/schema-problems.ts';
import {
  ageBands,
  attendeeColumns,
  ineligibleReasons,
  priorFranchises,
  registeredAtBaselineValues,
} from './attendee-words.ts';
import { largestGroupSize } from './group-size.ts';

export { ageBands, attendeeColumns, ineligibleReasons, priorFranchises, registeredAtBaselineValues };

export const hashSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits, as "pledge prepare" writes them');

/** The row's shape: 'yes' or 'no' as text, `group_size` the people of this household on the list (1 to 20). */
export const attendeeRowSchema = z
  .strictObject({
    reference_hash: hashSchema.describe('Keyed hash of the Home Office reference, made in the borough'),
    household_hash: hashSchema.describe('Keyed hash of the lead case identifier, made in the borough'),
    group_size: z.int().min(1).max(largestGroupSize).describe('People granted together who are on this list'),
    age_band: z.enum(ageBands),
    prior_franchise: z.enum(priorFranchises),
    registered_at_baseline: z.enum(registeredAtBaselineValues),
    eligible: z.enum(['yes', 'no']),
    reason: z.enum(ineligibleReasons).nullable().default(null).describe('Why not, where eligible is "no"; else null'),
  })
  .superRefine(({ eligible, reason }, context) => {
    if (eligible === 'no' && reason === null) {
      context.addIssue({ code: 'custom', path: ['reason'], message: `must be one of ${ineligibleReasons.join(', ')}` });
    }
    if (eligible === 'yes' && reason !== null) {
      context.addIssue({ code: 'custom', path: ['reason'], message: 'must be empty where eligible is "yes"' });
    }
  });

export type AttendeeRow = Readonly<z.output<typeof attendeeRowSchema>>;

/** A row as a file holds it, all text: `group_size` in digits, an empty `reason` for none. Problems name the column. */
export function parseAttendeeText(row: Readonly<Record<string, string>>): Parsed<AttendeeRow> {
  const { group_size: size = '', reason = '' } = row;
  const parsed = attendeeRowSchema.safeParse(
    {
      ...row,
      group_size: /^\d{1,3}$/.test(size) ? Number(size) : size,
      reason: reason === '' ? null : reason,
    },
    inOurWords,
  );
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = findingsOf(parsed.error.issues).map(
    ({ path, message }): Problem => ({ path: `column ${writtenPath(path)}`, message }),
  );
  return { ok: false, problems };
}
