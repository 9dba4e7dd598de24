/** Versions of a locked protocol, to read by anybody, and amendments, to propose and to sign. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { amendmentSchema, proposeAmendment, signAmendment } from '../../actions/amend-protocol.ts';
import type { Deps } from '../../actions/deps.ts';
import { readProposals, readVersion, readVersions } from '../../actions/read-amendments.ts';
import {
  amendedSchema,
  proposalsSchema,
  proposedSchema,
  versionReadSchema,
  versionsSchema,
} from '../amendment-reply-schemas.ts';
import { type ApiEnvironment, signedIn, writeRequest } from '../context.ts';
import { answer, emptyBody, readRoute, slugParams, writeRoute } from '../route.ts';

const tag = 'Amendments';

export function amendmentRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    readRoute({
      path: '/trials/{slug}/versions',
      tag,
      summary: 'The locked protocol and what came after it: amendments, and arms stopped',
      params: slugParams,
      reply: versionsSchema,
      isPublic: true,
    }),
    async (c) =>
      c.json(versionsSchema.parse(await readVersions(deps, c.get('account'), c.req.valid('param').slug)), 200),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/versions/{version}',
      tag,
      summary: 'One version with what it changed; its text is at /protocol?version=',
      params: slugParams.extend({ version: z.string().describe('Its number') }),
      reply: versionReadSchema,
      isPublic: true,
    }),
    async (c) => {
      const { slug, version } = c.req.valid('param');
      return c.json(versionReadSchema.parse(await readVersion(deps, c.get('account'), slug, Number(version))), 200);
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/amendments',
      tag,
      summary: 'Amendments that are proposed and could be signed, with what they change',
      params: slugParams,
      reply: proposalsSchema,
    }),
    async (c) => c.json(proposalsSchema.parse(await readProposals(deps, signedIn(c), c.req.valid('param').slug)), 200),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/amendments',
      tag,
      summary: 'Propose an amendment, and sign it: trial administrator or trial statistician',
      params: slugParams,
      body: amendmentSchema,
      reply: proposedSchema,
      statuses: [202],
    }),
    async (c) =>
      answer(c, await proposeAmendment(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json'))),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/amendments/{id}/sign',
      tag,
      summary: 'Sign a proposed amendment, by its document hash: the other of the two; it is then in force',
      params: slugParams.extend({ id: z.string().describe('The document hash of the proposal') }),
      body: emptyBody,
      reply: amendedSchema,
      statuses: [200],
    }),
    async (c) => {
      const { slug, id } = c.req.valid('param');
      return answer(c, await signAmendment(deps, await writeRequest(c), slug, id));
    },
  );
}
