/** What a borough asks about a list before it sends it. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { checkReferences, checkReferencesSchema } from '../../actions/check-references.ts';
import type { Deps } from '../../actions/deps.ts';
import { type ApiEnvironment, signedIn } from '../context.ts';
import { knownReferencesSchema } from '../reply-schemas.ts';
import { ceremonyParams, questionRoute } from '../route.ts';

export function listRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    questionRoute({
      path: '/ceremonies/{ceremony}/references/check',
      tag: 'Ceremonies',
      summary: 'Which of these people the trial knows already; it says no more of them than here or elsewhere',
      params: ceremonyParams,
      body: checkReferencesSchema,
      reply: knownReferencesSchema,
      needsToken: true,
    }),
    async (c) => {
      const known = await checkReferences(deps, signedIn(c), c.req.valid('param').ceremony, c.req.valid('json'));
      return c.json([...known], 200);
    },
  );
}
