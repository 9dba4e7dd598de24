/**
 * Door 1: the JSON API under /api/v1. Routes are declared once and give both the server and the OpenAPI 3.1 document.
 */
import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import type { Deps } from '../actions/deps.ts';
import { type ApiEnvironment, authenticate } from './context.ts';
import { bugDetails, detailsOf, inputRefused, problemResponse } from './problem-details.ts';
import { healthSchema } from './reply-schemas.ts';
import { noParams, readRoute } from './route.ts';
import { amendmentRoutes } from './routes/amendments.ts';
import { boroughRoutes } from './routes/boroughs.ts';
import { ceremonyRoutes } from './routes/ceremonies.ts';
import { codeRoutes } from './routes/codes.ts';
import { countRoutes } from './routes/counts.ts';
import { deliveryRoutes } from './routes/delivery.ts';
import { deskRoutes } from './routes/desk.ts';
import { drawRoutes } from './routes/draw.ts';
import { listRoutes } from './routes/lists.ts';
import { recordRoutes } from './routes/records.ts';
import { releaseRoutes } from './routes/releases.ts';
import { reminderRoutes } from './routes/reminders.ts';
import { trialRoutes } from './routes/trials.ts';

const largestBody = 8 * 1024 * 1024;

/** @param report is told of bugs, once each, with the request id */
export function createApi(
  deps: Deps,
  report: (requestId: string, error: unknown) => void,
): OpenAPIHono<ApiEnvironment> {
  const api = new OpenAPIHono<ApiEnvironment>({
    defaultHook: (result, c) => {
      if (result.success) return;
      const problems = result.error.issues.map(({ path, message }) => ({
        path: pathText(result.target, path),
        message,
      }));
      return problemResponse(c, inputRefused(problems));
    },
  });
  api.use(bodyLimit({ maxSize: largestBody, onError: (c) => problemResponse(c, tooLarge) }));
  api.use(async (c, next) => {
    c.header('cache-control', 'no-store');
    await next();
  });
  api.use(authenticate(deps));
  api.openapi(
    readRoute({
      path: '/health',
      tag: 'Service',
      summary: 'Whether the service answers',
      params: noParams,
      reply: healthSchema,
      isPublic: true,
    }),
    (c) => c.json({ status: 'ok' as const, version: deps.engineVersion }, 200),
  );
  trialRoutes(api, deps);
  amendmentRoutes(api, deps);
  ceremonyRoutes(api, deps);
  listRoutes(api, deps);
  codeRoutes(api, deps);
  deliveryRoutes(api, deps);
  boroughRoutes(api, deps);
  deskRoutes(api, deps);
  drawRoutes(api, deps);
  recordRoutes(api, deps);
  releaseRoutes(api, deps);
  countRoutes(api, deps);
  reminderRoutes(api, deps);
  api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Pledge',
      version: deps.engineVersion,
      description:
        'Randomised trials at UK citizenship ceremonies. Every write carries an Idempotency-Key (a POST to …/check writes nothing); every error is RFC 9457.',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
  });
  // As a route, since a mounted app's own notFound is not heard.
  api.all('*', (c) => problemResponse(c, nowhere));
  api.onError((error, c) => {
    const details = detailsOf(error);
    if (details === null) report(c.get('requestId'), error);
    return problemResponse(c, details ?? bugDetails);
  });
  return api;
}

const nowhere = {
  status: 404,
  code: 'not-found',
  title: 'Not found',
  detail: 'There is nothing at this address.',
};

const tooLarge = {
  status: 413,
  code: 'too-large',
  title: 'The request is too large',
  detail: 'A request may hold at most 8 MB. Send the list in parts.',
};

/** "attendees[3].age_band" for the body, "header idempotency-key", "param slug". */
function pathText(target: string, path: readonly PropertyKey[]): string {
  const inner = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  return target === 'json' ? inner : `${target} ${inner}`;
}
