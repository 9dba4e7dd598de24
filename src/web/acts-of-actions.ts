/** The pages' acts on the service itself. The same form sent again with the same key gives the first answer. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { addLateJoiners } from '../actions/add-late-joiners.ts';
import { cancelCeremony, mergeCeremony, moveCeremony } from '../actions/change-ceremony.ts';
import { closeLists } from '../actions/close-lists.ts';
import type { Deps, Request } from '../actions/deps.ts';
import { enrolCohort } from '../actions/enrol-cohort.ts';
import { recordAttendance } from '../actions/record-attendance.ts';
import { scheduleCeremony } from '../actions/schedule-ceremony.ts';
import { unsealArm } from '../actions/unseal-arm.ts';
import type { Acting, Acts } from './acts.ts';

export function actsOf(deps: Deps): Acts {
  return {
    async scheduleCeremony(by, slug, input) {
      const { reply } = await scheduleCeremony(deps, requestOf(by, 'schedule', slug, input), slug, input);
      return { id: reply.id };
    },
    async moveCeremony(by, ceremony, input) {
      await moveCeremony(deps, requestOf(by, 'move', ceremony, input), ceremony, input);
    },
    async cancelCeremony(by, ceremony, input) {
      await cancelCeremony(deps, requestOf(by, 'cancel', ceremony, input), ceremony, input);
    },
    async mergeCeremony(by, ceremony, input) {
      await mergeCeremony(deps, requestOf(by, 'merge', ceremony, input), ceremony, input);
    },
    async enrolCohort(by, ceremony, rows) {
      await enrolCohort(deps, requestOf(by, 'enrol', ceremony, rows), ceremony, rows);
    },
    async addLateJoiners(by, ceremony, input) {
      await addLateJoiners(deps, requestOf(by, 'join-late', ceremony, input), ceremony, input);
    },
    async closeList(by, slug, ceremony) {
      await closeLists(deps, requestOf(by, 'close', ceremony, null), slug, [ceremony]);
    },
    async recordAttendance(by, ceremony, rows) {
      await recordAttendance(deps, requestOf(by, 'attendance', ceremony, rows), ceremony, rows);
    },
    async unsealArms(by, ceremony) {
      await unsealArm(deps, requestOf(by, 'unseal', ceremony, null), ceremony);
    },
  };
}

/** The request as the acts know it; pages and the API never meet under one key, since their hashes differ. */
export function requestOf({ viewer, key }: Acting, act: string, subject: string, input: unknown): Request {
  const requestHash = bytesToHex(sha256(utf8ToBytes(`page\n${act}\n${subject}\n${JSON.stringify(input)}`)));
  return { account: viewer, idempotencyKey: key, requestHash };
}
