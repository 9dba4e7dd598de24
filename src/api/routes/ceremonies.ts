/** Ceremonies and their lists: schedule, enrol, rebook, close and draw, unseal, attendance, move, cancel, merge. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import {
  cancelCeremony,
  cancelSchema,
  mergeCeremony,
  mergeSchema,
  moveCeremony,
  moveSchema,
} from '../../actions/change-ceremony.ts';
import { closeLists, closeListsSchema } from '../../actions/close-lists.ts';
import type { Deps } from '../../actions/deps.ts';
import { enrolCohort } from '../../actions/enrol-cohort.ts';
import { moveUnsealedCeremony } from '../../actions/move-unsealed-ceremony.ts';
import { readCeremonies, readCeremony, readList } from '../../actions/read-ceremony.ts';
import { type Expected, readCheckIn } from '../../actions/read-check-in.ts';
import { rebookAttendee, rebookSchema } from '../../actions/rebook-attendee.ts';
import { attendanceSchema, recordAttendance } from '../../actions/record-attendance.ts';
import { scheduleCeremony, scheduleSchema } from '../../actions/schedule-ceremony.ts';
import { readArms, unsealArm } from '../../actions/unseal-arm.ts';
import { attendeeRowSchema } from '../../trial/attendee.ts';
import { type ApiEnvironment, signedIn, writeRequest } from '../context.ts';
import {
  armsSchema,
  attendanceRecordedSchema,
  cancelledSchema,
  ceremonySchema,
  ceremonyViewSchema,
  closedListsSchema,
  enrolledSchema,
  expectedSchema,
  listSchema,
  mergedSchema,
  movedSchema,
  rebookedSchema,
  unsealedMovedSchema,
  unsealedSchema,
} from '../reply-schemas.ts';
import { answer, ceremonyParams, emptyBody, readRoute, slugParams, writeRoute } from '../route.ts';

const tag = 'Ceremonies';

export function ceremonyRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/ceremonies',
      tag,
      summary: 'Schedule a ceremony',
      params: slugParams,
      body: scheduleSchema,
      reply: ceremonySchema,
      statuses: [201],
    }),
    async (c) =>
      answer(c, await scheduleCeremony(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json'))),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/ceremonies',
      tag,
      summary: 'The ceremonies of your borough; of every borough for the trial administrator',
      params: slugParams,
      reply: z.array(ceremonyViewSchema),
    }),
    async (c) => c.json([...(await readCeremonies(deps, signedIn(c), c.req.valid('param').slug))], 200),
  );
  api.openapi(
    readRoute({
      path: '/ceremonies/{ceremony}',
      tag,
      summary: 'A ceremony',
      params: ceremonyParams,
      reply: ceremonyViewSchema,
    }),
    async (c) => c.json(await readCeremony(deps, signedIn(c), c.req.valid('param').ceremony), 200),
  );
  api.openapi(
    readRoute({
      path: '/ceremonies/{ceremony}/list',
      tag,
      summary: 'Its list, as ids and hashes',
      params: ceremonyParams,
      reply: listSchema,
    }),
    async (c) => c.json(await readList(deps, signedIn(c), c.req.valid('param').ceremony), 200),
  );
  api.openapi(
    writeRoute({
      path: '/ceremonies/{ceremony}/cohort',
      tag,
      summary: 'Enrol a cohort: every row or none',
      params: ceremonyParams,
      body: z.strictObject({ attendees: z.array(attendeeRowSchema).min(1).max(5_000) }),
      reply: enrolledSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(
        c,
        await enrolCohort(deps, await writeRequest(c), c.req.valid('param').ceremony, c.req.valid('json').attendees),
      ),
  );
  api.openapi(
    writeRoute({
      path: '/ceremonies/{ceremony}/rebook',
      tag,
      summary: 'Book a person into another ceremony, before either list is closed',
      params: ceremonyParams,
      body: rebookSchema,
      reply: rebookedSchema,
      statuses: [200],
    }),
    async (c) =>
      answer(c, await rebookAttendee(deps, await writeRequest(c), c.req.valid('param').ceremony, c.req.valid('json'))),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/close-lists',
      tag,
      summary:
        'Close booking lists and draw, in one atomic write; where a trial is drawn at once, all lists together, by the trial administrator',
      params: slugParams,
      body: closeListsSchema,
      reply: closedListsSchema,
      statuses: [200],
    }),
    async (c) =>
      answer(
        c,
        await closeLists(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json').ceremonies),
      ),
  );
  api.openapi(
    writeRoute({
      path: '/ceremonies/{ceremony}/unseal',
      tag,
      summary: 'Unseal the arms of your own ceremony, from the lead time on',
      params: ceremonyParams,
      body: emptyBody,
      reply: unsealedSchema,
      statuses: [200],
    }),
    async (c) => answer(c, await unsealArm(deps, await writeRequest(c), c.req.valid('param').ceremony)),
  );
  api.openapi(
    readRoute({
      path: '/ceremonies/{ceremony}/arms',
      tag,
      summary: 'The arms of your own ceremony once unsealed; each look is recorded',
      params: ceremonyParams,
      reply: armsSchema,
    }),
    async (c) => c.json(await readArms(deps, signedIn(c), c.req.valid('param').ceremony), 200),
  );
  api.openapi(
    writeRoute({
      path: '/ceremonies/{ceremony}/attendance',
      tag,
      summary: 'Record who came',
      params: ceremonyParams,
      body: attendanceSchema,
      reply: attendanceRecordedSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(
        c,
        await recordAttendance(deps, await writeRequest(c), c.req.valid('param').ceremony, c.req.valid('json').rows),
      ),
  );
  api.openapi(
    readRoute({
      path: '/ceremonies/{ceremony}/attendance',
      tag,
      summary: 'Whom to expect at a ceremony, and what is recorded of each; never an arm',
      params: ceremonyParams,
      reply: expectedSchema,
    }),
    async (c) => {
      const { people } = await readCheckIn(deps, signedIn(c), c.req.valid('param').ceremony, null);
      return c.json(people.map(expectedReply), 200);
    },
  );
  api.openapi(
    writeRoute({
      path: '/ceremonies/{ceremony}/move',
      tag,
      summary: 'Move a ceremony to another slot',
      params: ceremonyParams,
      body: moveSchema,
      reply: movedSchema,
      statuses: [200],
    }),
    async (c) =>
      answer(c, await moveCeremony(deps, await writeRequest(c), c.req.valid('param').ceremony, c.req.valid('json'))),
  );
  api.openapi(
    writeRoute({
      path: '/ceremonies/{ceremony}/move-unsealed',
      tag,
      summary: 'Move an unsealed ceremony beyond its lead time: trial administrator and auditor sign the same move',
      params: ceremonyParams,
      body: moveSchema,
      reply: unsealedMovedSchema,
      statuses: [200, 202],
    }),
    async (c) =>
      answer(
        c,
        await moveUnsealedCeremony(deps, await writeRequest(c), c.req.valid('param').ceremony, c.req.valid('json')),
      ),
  );
  api.openapi(
    writeRoute({
      path: '/ceremonies/{ceremony}/cancel',
      tag,
      summary: 'Cancel a ceremony',
      params: ceremonyParams,
      body: cancelSchema,
      reply: cancelledSchema,
      statuses: [200],
    }),
    async (c) =>
      answer(c, await cancelCeremony(deps, await writeRequest(c), c.req.valid('param').ceremony, c.req.valid('json'))),
  );
  api.openapi(
    writeRoute({
      path: '/ceremonies/{ceremony}/merge',
      tag,
      summary: 'Merge a ceremony into another',
      params: ceremonyParams,
      body: mergeSchema,
      reply: mergedSchema,
      statuses: [200],
    }),
    async (c) =>
      answer(c, await mergeCeremony(deps, await writeRequest(c), c.req.valid('param').ceremony, c.req.valid('json'))),
  );
}

function expectedReply({ id, referenceHash, joinedLate, hasLeft, from, ...person }: Expected) {
  return {
    trial_id: id,
    reference_hash: referenceHash,
    household: person.household,
    joined_late: joinedLate,
    list: from === null ? null : { ceremony: from.ceremony, held_on: from.heldOn, merged: from.isMerged },
    left_trial: hasLeft,
    here: person.here,
    elsewhere:
      person.elsewhere === null
        ? null
        : { status: person.elsewhere.status, at: person.elsewhere.at, held_on: person.elsewhere.heldOn },
    seen: person.seq,
  };
}
