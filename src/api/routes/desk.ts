/** What waits for a borough, what happened to a ceremony, and what is held about one person. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Deps } from '../../actions/deps.ts';
import { readHistory } from '../../actions/read-history.ts';
import { readWaiting } from '../../actions/read-waiting.ts';
import { askAboutSubject, readSubject, subjectSchema } from '../../actions/subject-access.ts';
import { type ApiEnvironment, signedIn, writeRequest } from '../context.ts';
import { historySchema, subjectAskedSchema, subjectReadSchema, waitingSchema } from '../desk-reply-schemas.ts';
import { answer, ceremonyParams, noParams, readRoute, slugParams, writeRoute } from '../route.ts';

export function deskRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    readRoute({
      path: '/waiting',
      tag: 'Boroughs',
      summary: 'What waits for your borough in every trial that runs; never an outcome by arm',
      params: noParams,
      reply: waitingSchema,
    }),
    async (c) => c.json(waitingSchema.parse(await readWaiting(deps, signedIn(c))), 200),
  );
  api.openapi(
    readRoute({
      path: '/ceremonies/{ceremony}/history',
      tag: 'Ceremonies',
      summary: 'What happened to a ceremony, in plain words, without arms',
      params: ceremonyParams,
      reply: historySchema,
    }),
    async (c) => c.json([...(await readHistory(deps, signedIn(c), c.req.valid('param').ceremony))], 200),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/subject-access',
      tag: 'Boroughs',
      summary: 'Ask what is held about one person, by reference hash; that it was asked stays on record',
      params: slugParams,
      body: subjectSchema,
      reply: subjectAskedSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(
        c,
        await askAboutSubject(
          deps,
          await writeRequest(c),
          c.req.valid('param').slug,
          c.req.valid('json').reference_hash,
        ),
      ),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/subject-access/{id}',
      tag: 'Boroughs',
      summary: 'The answer to what you asked today',
      params: slugParams.extend({ id: subjectAskedSchema.shape.id }),
      reply: subjectReadSchema,
    }),
    async (c) => {
      const { slug, id } = c.req.valid('param');
      return c.json(subjectReadSchema.parse(await readSubject(deps, signedIn(c), slug, id)), 200);
    },
  );
}
