/** Counts by ceremony or arm, from boroughs whose agreement lets nothing about a person leave. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Deps } from '../../actions/deps.ts';
import { readCountsPlace } from '../../actions/read-counts-place.ts';
import { countsSchema, uploadCounts } from '../../actions/upload-counts.ts';
import { sharesKinds } from '../../trial/shares.ts';
import { type ApiEnvironment, signedIn, writeRequest } from '../context.ts';
import { answer, readRoute, slugParams, writeRoute } from '../route.ts';

const recorded = z.object({ recorded: z.int().describe('Ceremonies, or arms'), people: z.int() });
const place = z.object({
  borough: z.string().nullable(),
  shares: z.enum(sharesKinds),
  outcomes: z.array(z.object({ outcome: z.string(), label: z.string() })).readonly(),
  ceremonies: z
    .array(
      z.object({
        ceremony: z.string(),
        heldOn: z.string(),
        startsAt: z.string(),
        venue: z.string(),
        people: z.int().describe('Randomised and still followed up'),
        outcomes: z
          .array(
            z.object({
              outcome: z.string(),
              countedFrom: z.string().nullable(),
              state: z.enum(['none', 'given', 'again']),
            }),
          )
          .readonly(),
      }),
    )
    .readonly(),
});

export function countRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/counts',
      tag: 'Follow-ups',
      summary: 'Give counts of an outcome by ceremony or arm, where the protocol declares that only counts are shared',
      params: slugParams,
      body: countsSchema,
      reply: recorded,
      statuses: [201],
    }),
    async (c) =>
      answer(c, await uploadCounts(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json'))),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/counts',
      tag: 'Follow-ups',
      summary: 'In what form this borough gives its register’s results, and which groups are counted from when',
      params: slugParams,
      reply: place,
    }),
    async (c) => c.json(place.parse(await readCountsPlace(deps, signedIn(c), c.req.valid('param').slug)), 200),
  );
}
