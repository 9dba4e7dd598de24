/** What has been released of a trial: which releases there are, and their files. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Deps } from '../../actions/deps.ts';
import { readReleasedFlow } from '../../actions/release-figures.ts';
import { listPack, readPackFile } from '../../actions/release-pack.ts';
import { listPackOf, readReleases } from '../../actions/releases.ts';
import { type ApiEnvironment, signedIn } from '../context.ts';
import { packOfSchema, packSchema, releasesSchema } from '../release-reply-schemas.ts';
import { fileRoute, readRoute, slugParams } from '../route.ts';

const releaseParams = slugParams.extend({ number: z.string().regex(/^[1-9][0-9]{0,5}$/) });
const packFileParams = slugParams.extend({ name: z.string() });

export function releaseRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    fileRoute({
      path: '/trials/{slug}/release/consort.svg',
      tag: 'Exports',
      summary: 'The released flow diagram: counts rounded, small ones hidden',
      params: slugParams,
      type: 'image/svg+xml',
    }),
    async (c) => {
      const svg = await readReleasedFlow(deps, signedIn(c), c.req.valid('param').slug);
      return c.body(svg, 200, { 'content-type': 'image/svg+xml' });
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/release',
      tag: 'Exports',
      summary: 'The files of the publication pack, with their hashes',
      params: slugParams,
      reply: packSchema,
    }),
    async (c) => c.json(packSchema.parse(await listPack(deps, signedIn(c), c.req.valid('param').slug)), 200),
  );
  api.openapi(
    fileRoute({
      path: '/trials/{slug}/release/files/{name}',
      tag: 'Exports',
      summary: 'One file of the publication pack',
      params: packFileParams,
      type: 'application/octet-stream',
    }),
    async (c) => {
      const { slug, name } = c.req.valid('param');
      const bytes = await readPackFile(deps, signedIn(c), slug, name);
      return c.body(bytes.slice().buffer, 200, { 'content-type': 'application/octet-stream' });
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/releases',
      tag: 'Exports',
      summary: 'The releases of a trial, oldest first: when, why again, and which are superseded',
      params: slugParams,
      reply: releasesSchema,
      isPublic: true,
    }),
    async (c) =>
      c.json(releasesSchema.parse(await readReleases(deps, c.get('account'), c.req.valid('param').slug)), 200),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/releases/{number}',
      tag: 'Exports',
      summary: 'The files of one release, with their hashes, and whether it is superseded',
      params: releaseParams,
      reply: packOfSchema,
    }),
    async (c) => {
      const { slug, number } = c.req.valid('param');
      return c.json(packOfSchema.parse(await listPackOf(deps, signedIn(c), slug, Number(number))), 200);
    },
  );
  api.openapi(
    fileRoute({
      path: '/trials/{slug}/releases/{number}/files/{name}',
      tag: 'Exports',
      summary: 'One file of one release',
      params: releaseParams.extend({ name: z.string() }),
      type: 'application/octet-stream',
    }),
    async (c) => {
      const { slug, number, name } = c.req.valid('param');
      const bytes = await readPackFile(deps, signedIn(c), slug, name, Number(number));
      return c.body(bytes.slice().buffer, 200, { 'content-type': 'application/octet-stream' });
    },
  );
}
