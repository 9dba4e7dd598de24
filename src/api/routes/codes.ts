/** Follow-up codes, whose hashes a borough registers. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Deps } from '../../actions/deps.ts';
import { byCodeSchema, recordByCode } from '../../actions/record-by-code.ts';
import { registerCodes, registerCodesSchema } from '../../actions/register-codes.ts';
import { type ApiEnvironment, writeRequest } from '../context.ts';
import { answer, ceremonyParams, noParams, writeRoute } from '../route.ts';

const codesRegisteredSchema = z.object({
  ceremony: z.string(),
  registered: z.int().describe('New ones'),
  known: z.int().describe('Those that were registered before'),
});

export function codeRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    writeRoute({
      path: '/ceremonies/{ceremony}/codes',
      tag: 'Ceremonies',
      summary: 'Register the hashes of follow-up codes, which the borough made with its linkage key',
      params: ceremonyParams,
      body: registerCodesSchema,
      reply: codesRegisteredSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(
        c,
        await registerCodes(deps, await writeRequest(c), c.req.valid('param').ceremony, c.req.valid('json').codes),
      ),
  );
  api.openapi(
    writeRoute({
      path: '/follow-ups-by-code',
      tag: 'Follow-ups',
      summary: 'Record by the codes on cards how far people came as volunteers; all rows or none',
      params: noParams,
      body: byCodeSchema,
      reply: z.object({ recorded: z.int() }),
      statuses: [201],
    }),
    async (c) => answer(c, await recordByCode(deps, await writeRequest(c), c.req.valid('json'))),
  );
}
