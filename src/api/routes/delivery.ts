/** How ceremonies were held and by whom: organisations, delivery logs, and which partner attends. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Deps } from '../../actions/deps.ts';
import { organisationSchema, readOrganisations, registerOrganisation } from '../../actions/organisations.ts';
import {
  assignmentSchema,
  assignPartner,
  endAssignment,
  readAssignments,
  readRota,
} from '../../actions/partner-rota.ts';
import { deliverySchema, readDelivery, recordDelivery } from '../../actions/record-delivery.ts';
import { type ApiEnvironment, signedIn, writeRequest } from '../context.ts';
import {
  assignmentEndedSchema,
  assignmentMadeSchema,
  deliveryLoggedSchema,
  deliveryLogsSchema,
  organisationsSchema,
  rotaSchema,
} from '../desk-reply-schemas.ts';
import {
  answer,
  boroughParams,
  ceremonyParams,
  emptyBody,
  noParams,
  readRoute,
  slugParams,
  writeRoute,
} from '../route.ts';

const tag = 'Delivery';
const assignmentParams = boroughParams.extend({ assignment: z.string().describe('Id of the assignment') });

export function deliveryRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/organisations',
      tag,
      summary: 'Register an organisation that delivers at ceremonies',
      params: slugParams,
      body: organisationSchema,
      reply: organisationSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(
        c,
        await registerOrganisation(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json')),
      ),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/organisations',
      tag,
      summary: 'The organisations that work for your borough',
      params: slugParams,
      reply: organisationsSchema,
    }),
    async (c) => c.json([...(await readOrganisations(deps, signedIn(c), c.req.valid('param').slug))], 200),
  );
  api.openapi(
    writeRoute({
      path: '/ceremonies/{ceremony}/delivery',
      tag,
      summary: 'Log how a ceremony was held, from its day on; sent again, it corrects the log',
      params: ceremonyParams,
      body: deliverySchema,
      reply: deliveryLoggedSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(c, await recordDelivery(deps, await writeRequest(c), c.req.valid('param').ceremony, c.req.valid('json'))),
  );
  api.openapi(
    readRoute({
      path: '/ceremonies/{ceremony}/delivery',
      tag,
      summary: 'The delivery log of a ceremony, with its corrections',
      params: ceremonyParams,
      reply: deliveryLogsSchema,
    }),
    async (c) => c.json(await readDelivery(deps, signedIn(c), c.req.valid('param').ceremony), 200),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/boroughs/{borough}/partners',
      tag,
      summary: 'Ask a partner organisation to attend a ceremony, or every ceremony of an arm',
      params: boroughParams,
      body: assignmentSchema,
      reply: assignmentMadeSchema,
      statuses: [201],
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      return answer(c, await assignPartner(deps, await writeRequest(c), slug, borough, c.req.valid('json')));
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/boroughs/{borough}/partners',
      tag,
      summary: 'Which partner organisation attends what',
      params: boroughParams,
      reply: z.array(assignmentMadeSchema),
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      return c.json(await readAssignments(deps, signedIn(c), slug, borough), 200);
    },
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/boroughs/{borough}/partners/{assignment}/end',
      tag,
      summary: 'End such an assignment',
      params: assignmentParams,
      body: emptyBody,
      reply: assignmentEndedSchema,
      statuses: [200],
    }),
    async (c) => {
      const { slug, borough, assignment } = c.req.valid('param');
      return answer(c, await endAssignment(deps, await writeRequest(c), slug, borough, assignment));
    },
  );
  api.openapi(
    readRoute({
      path: '/rota',
      tag,
      summary: 'When and where your organisation attends ceremonies, once they are unsealed; each reading is recorded',
      params: noParams,
      reply: rotaSchema,
    }),
    async (c) => c.json([...(await readRota(deps, signedIn(c)))], 200),
  );
}
