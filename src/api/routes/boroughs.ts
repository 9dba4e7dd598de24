/** On what a borough takes part in a trial: agreements, terms of contact, targets. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import {
  agreementSchema,
  contactTermsSchema,
  readAgreements,
  recordAgreement,
  recordContactTerms,
} from '../../actions/borough-agreements.ts';
import { readTargets, setTarget, targetSchema } from '../../actions/borough-targets.ts';
import type { Deps } from '../../actions/deps.ts';
import {
  readRegisterCalendar,
  recordRegisterCalendar,
  registerCalendarSchema,
} from '../../actions/register-calendar.ts';
import { type ApiEnvironment, signedIn, writeRequest } from '../context.ts';
import {
  agreementRecordedSchema,
  agreementsSchema,
  calendarRecordedSchema,
  contactTermsRecordedSchema,
  registerCalendarReadSchema,
  targetSetSchema,
  targetsSchema,
} from '../desk-reply-schemas.ts';
import { answer, boroughParams, readRoute, writeRoute } from '../route.ts';

const tag = 'Boroughs';

export function boroughRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/boroughs/{borough}/agreements',
      tag,
      summary:
        'Record a data sharing agreement or DPIA: without a current one of each, a live trial enrols nobody here',
      params: boroughParams,
      body: agreementSchema,
      reply: agreementRecordedSchema,
      statuses: [201],
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      return answer(c, await recordAgreement(deps, await writeRequest(c), slug, borough, c.req.valid('json')));
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/boroughs/{borough}/agreements',
      tag,
      summary: 'What the borough agreed to, and why nobody can be enrolled where that is so',
      params: boroughParams,
      reply: agreementsSchema,
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      return c.json(agreementsSchema.parse(await readAgreements(deps, signedIn(c), slug, borough)), 200);
    },
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/boroughs/{borough}/register-calendar',
      tag,
      summary: 'Record when the register is published and by when one applies for it',
      params: boroughParams,
      body: registerCalendarSchema,
      reply: calendarRecordedSchema,
      statuses: [201],
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      return answer(c, await recordRegisterCalendar(deps, await writeRequest(c), slug, borough, c.req.valid('json')));
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/boroughs/{borough}/register-calendar',
      tag,
      summary: 'When the register is published, and from when each outcome can be observed',
      params: boroughParams,
      reply: registerCalendarReadSchema,
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      return c.json(
        registerCalendarReadSchema.parse(await readRegisterCalendar(deps, signedIn(c), slug, borough)),
        200,
      );
    },
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/boroughs/{borough}/contact-terms',
      tag,
      summary: 'Record on which ground and by which channels people are contacted',
      params: boroughParams,
      body: contactTermsSchema,
      reply: contactTermsRecordedSchema,
      statuses: [201],
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      return answer(c, await recordContactTerms(deps, await writeRequest(c), slug, borough, c.req.valid('json')));
    },
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/boroughs/{borough}/targets',
      tag,
      summary: 'Set how many people the borough means to reach in a period',
      params: boroughParams,
      body: targetSchema,
      reply: targetSetSchema,
      statuses: [201],
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      return answer(c, await setTarget(deps, await writeRequest(c), slug, borough, c.req.valid('json')));
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/boroughs/{borough}/targets',
      tag,
      summary: 'The targets, and how many people are on lists for them',
      params: boroughParams,
      reply: targetsSchema,
    }),
    async (c) => {
      const { slug, borough } = c.req.valid('param');
      return c.json(targetsSchema.parse(await readTargets(deps, signedIn(c), slug, borough)), 200);
    },
  );
}
