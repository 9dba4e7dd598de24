/**
 * Who works blind, and until when: the roles table of the protocol contract. A researcher is blind until the locked analysis has
 * run; whoever says what became of people must be blind when saying it. "An unblinded statistician can never again work in a blinded
 * role within that study" (Viedoc's manual, quoted in the comparison of systems).
 */
import type { TrialStatus } from '../trial/lifecycle.ts';
import type { UnblindingReading } from './permissions.ts';
import type { Role } from './roles.ts';

/** Roles that are blind in all they do and read of a trial. */
export const blindRoles: readonly Role[] = ['researcher'];

/** Once the locked analysis has run there is nothing left for a blinded role to be kept from. */
const blindStatuses: readonly TrialStatus[] = ['draft', 'locked', 'baseline', 'open', 'paused', 'closed'];

export const isBlindWhile = (status: TrialStatus): boolean => blindStatuses.includes(status);

/** Readings that show arms, or how messages arrived by arm, and no outcome; every other one counts as having seen outcomes by arm. */
const armReadings: readonly string[] = [
  'read-sample-ratio',
  'read-receipts',
  'read-reminder-delivery',
  'export-draw',
] satisfies readonly UnblindingReading[];

export const showsOutcomes = (reading: string): boolean => !armReadings.includes(reading);
