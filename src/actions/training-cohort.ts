/** Made-up people for training: random hashes instead of references, so that nobody real can be among them. */
import { bytesToHex } from '@noble/hashes/utils.js';
import { type AttendeeRow, ageBands } from '../trial/attendee.ts';
import type { Deps } from './deps.ts';

/** @param count people, in households of one to three */
export function trainingCohort(random: Deps['random'], count: number): readonly AttendeeRow[] {
  const rows: AttendeeRow[] = [];
  while (rows.length < count) {
    const size = Math.min(count - rows.length, 1 + ((random(1)[0] ?? 0) % 3));
    const household = bytesToHex(random(32));
    for (let member = 0; member < size; member++) rows.push(madeUpPerson(random, household, size));
  }
  return rows;
}

function madeUpPerson(random: Deps['random'], household: string, size: number): AttendeeRow {
  const chance = random(2);
  return {
    reference_hash: bytesToHex(random(32)),
    household_hash: household,
    group_size: size,
    age_band: ageBands[(chance[0] ?? 0) % ageBands.length] ?? 'unknown',
    prior_franchise: (chance[1] ?? 0) % 3 === 0 ? 'parliamentary' : 'none',
    registered_at_baseline: 'unknown',
    eligible: 'yes',
    reason: null,
  };
}
