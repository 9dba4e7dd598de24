/** Trials: draft, lock, move along their life, stop an arm, close, publish the seed. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { changeStatus, type StatusAct } from '../../actions/change-status.ts';
import { closeTrial } from '../../actions/close-trial.ts';
import { createTrial } from '../../actions/create-trial.ts';
import type { Deps } from '../../actions/deps.ts';
import { lockProtocol } from '../../actions/lock-protocol.ts';
import { overridePreElection, overrideSchema, pollSchema, recordPoll } from '../../actions/pre-election.ts';
import { publishSeed } from '../../actions/publish-seed.ts';
import { readProtocol, readTrial, readTrials } from '../../actions/read-trial.ts';
import { correctionSchema, correctRelease, releaseFigures } from '../../actions/release-figures.ts';
import { stopArm } from '../../actions/stop-arm.ts';
import { promiseOf } from '../../trial/promise.ts';
import { Refusal } from '../../trial/refusal.ts';
import { sentenceSchema } from '../../trial/sentence.ts';
import { type ApiEnvironment, writeRequest } from '../context.ts';
import { overriddenSchema, recordedPollSchema, releasedSchema } from '../release-reply-schemas.ts';
import {
  closedTrialSchema,
  commitmentSchema,
  draftedSchema,
  lockedSchema,
  publicTrialSchema,
  publishedSchema,
  statusSchema,
  stoppedArmSchema,
} from '../reply-schemas.ts';
import { answer, emptyBody, noParams, readRoute, slugParams, writeRoute } from '../route.ts';

const tag = 'Trials';
const reasonBody = z.strictObject({ reason: sentenceSchema.optional() });
const statusPaths: readonly (readonly [path: string, act: StatusAct, summary: string])[] = [
  ['baseline', 'start-baseline', 'Start the baseline phase: ceremonies as usual, outcomes recorded, no arms'],
  ['open', 'open', 'Open the trial: lists close, arms are drawn'],
  ['pause', 'pause', 'Pause the trial: nothing is drawn until it resumes'],
  ['resume', 'resume', 'Resume a paused trial'],
];

export function trialRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    readRoute({
      path: '/trials',
      tag,
      summary: 'The trials',
      params: noParams,
      reply: z.array(publicTrialSchema),
      isPublic: true,
    }),
    async (c) => c.json([...(await readTrials(deps, c.get('account')))], 200),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}',
      tag,
      summary: 'A trial as it stands',
      params: slugParams,
      reply: publicTrialSchema,
      isPublic: true,
    }),
    async (c) => c.json(await readTrial(deps, c.get('account'), c.req.valid('param').slug), 200),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/protocol',
      tag,
      summary: 'The protocol as given; ?version= names an earlier one',
      params: slugParams,
      query: z.object({
        version: z
          .string()
          .regex(/^[1-9][0-9]{0,5}$/, 'a version number such as 1')
          .optional(),
      }),
      reply: z.looseObject({}).describe('protocol.json, byte for byte as given'),
      isPublic: true,
    }),
    // The text goes out as given, so that whoever reads it computes the published hash; the declared reply is any object.
    async (c) =>
      c.body(
        await readProtocol(deps, c.get('account'), c.req.valid('param').slug, versionAsked(c.req.query('version'))),
        200,
        {
          'content-type': 'application/json',
        },
      ) as never,
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/commitment',
      tag,
      summary: 'What the draw is committed to',
      params: slugParams,
      reply: commitmentSchema,
      isPublic: true,
    }),
    async (c) => {
      const { slug, algorithm, commitment, protocolHash, planHash, beacon } = await readTrial(
        deps,
        c.get('account'),
        c.req.valid('param').slug,
      );
      if (algorithm === null || commitment === null)
        throw new Refusal('not-found', `The protocol of ${slug} is not locked yet.`);
      return c.json(
        { slug, algorithm, commitment, protocolHash, planHash, beacon, promise: promiseOf({ beacon }) },
        200,
      );
    },
  );
  api.openapi(
    writeRoute({
      path: '/trials',
      tag,
      summary: 'Draft a trial: the body is protocol.json itself, whose text is kept as given',
      params: noParams,
      body: z.looseObject({}).describe('protocol.json'),
      reply: draftedSchema,
      statuses: [201],
    }),
    async (c) => answer(c, await createTrial(deps, await writeRequest(c), await c.req.text())),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/lock',
      tag,
      summary: 'Sign the lock: trial administrator and trial statistician, each once',
      params: slugParams,
      body: z.strictObject({ protocolHash: z.string().describe('The hash you have read and agree to') }),
      reply: lockedSchema,
      statuses: [200, 202],
    }),
    async (c) =>
      answer(
        c,
        await lockProtocol(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json').protocolHash),
      ),
  );
  for (const [path, act, summary] of statusPaths) {
    api.openapi(
      writeRoute({
        path: `/trials/{slug}/${path}`,
        tag,
        summary,
        params: slugParams,
        body: reasonBody,
        reply: statusSchema,
        statuses: [200],
      }),
      async (c) =>
        answer(
          c,
          await changeStatus(
            deps,
            await writeRequest(c),
            c.req.valid('param').slug,
            act,
            c.req.valid('json').reason ?? null,
          ),
        ),
    );
  }
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/stop-arm',
      tag,
      summary: 'Stop an arm: a new version of the protocol no longer draws it',
      params: slugParams,
      body: z.strictObject({ arm: z.string(), reason: sentenceSchema }),
      reply: stoppedArmSchema,
      statuses: [200],
    }),
    async (c) => {
      const { arm, reason } = c.req.valid('json');
      return answer(c, await stopArm(deps, await writeRequest(c), c.req.valid('param').slug, arm, reason));
    },
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/close',
      tag,
      summary: 'Close the trial: the data is frozen and hashed',
      params: slugParams,
      body: emptyBody,
      reply: closedTrialSchema,
      statuses: [200],
    }),
    async (c) => answer(c, await closeTrial(deps, await writeRequest(c), c.req.valid('param').slug)),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/publish-seed',
      tag,
      summary: 'Sign the publication of the seed: trial administrator and auditor, after the locked analysis',
      params: slugParams,
      body: emptyBody,
      reply: publishedSchema,
      statuses: [200, 202],
    }),
    async (c) => answer(c, await publishSeed(deps, await writeRequest(c), c.req.valid('param').slug)),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/release',
      tag,
      summary: 'Sign the release of the safe figures to the GLA: trial statistician and trial administrator',
      params: slugParams,
      body: emptyBody,
      reply: releasedSchema,
      statuses: [200, 202],
    }),
    async (c) => answer(c, await releaseFigures(deps, await writeRequest(c), c.req.valid('param').slug)),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/release-corrections',
      tag,
      summary: 'Sign a corrected release, made anew from the frozen data, for a coded reason: the same two people',
      params: slugParams,
      body: correctionSchema,
      reply: releasedSchema,
      statuses: [200, 202],
    }),
    async (c) =>
      answer(c, await correctRelease(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json'))),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/polls',
      tag,
      summary: 'Record the day of a poll: nothing is published from 25 working days before it, of all London 30',
      params: slugParams,
      body: pollSchema,
      reply: recordedPollSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(c, await recordPoll(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json'))),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/release-overrides',
      tag,
      summary: 'Sign why figures may leave although a poll is near: trial administrator and auditor, the same words',
      params: slugParams,
      body: overrideSchema,
      reply: overriddenSchema,
      statuses: [200, 202],
    }),
    async (c) =>
      answer(c, await overridePreElection(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json'))),
  );
}

function versionAsked(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
