/** How a route is declared, once, for the server and for the OpenAPI document. */
import { createRoute } from '@hono/zod-openapi';
import type { Context, TypedResponse } from 'hono';
import { z } from 'zod';
import type { Answer } from '../actions/perform.ts';
import type { questionEnd } from './context.ts';
import { problemSchema } from './problem-details.ts';

const problem = { 'application/problem+json': { schema: problemSchema } };
const refusals = {
  400: { description: 'The request cannot be read', content: problem },
  401: { description: 'No access token, or one that is not known', content: problem },
  403: { description: 'Not for this role', content: problem },
  404: { description: 'Not found, or not in your borough', content: problem },
  409: { description: 'Understood and refused', content: problem },
  413: { description: 'The request is too large', content: problem },
  415: { description: 'The body is not JSON', content: problem },
  422: { description: 'Something in the request is not right', content: problem },
  429: { description: 'Too many tries', content: problem },
  500: { description: 'A mistake of Pledge’s own; nothing was written', content: problem },
  503: { description: 'Cannot be done at this moment', content: problem },
} as const;

const idempotencyHeader = z.object({
  'idempotency-key': z.string().min(8).max(128).describe('The same key with the same request gives the same answer'),
});

type Params = z.ZodObject<Record<string, z.ZodString>>;

/** A read. `isPublic` reads need no token. */
export function readRoute<
  const Path extends string,
  P extends Params,
  Reply extends z.ZodType,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
>(route: {
  readonly path: Path;
  readonly tag: string;
  readonly summary: string;
  readonly params: P;
  readonly query?: Query;
  readonly reply: Reply;
  readonly isPublic?: boolean;
}) {
  return createRoute({
    method: 'get',
    path: route.path,
    tags: [route.tag],
    summary: route.summary,
    ...(route.isPublic === true ? { security: [] } : { security: [{ bearer: [] }] }),
    request: { params: route.params, ...(route.query === undefined ? {} : { query: route.query }) },
    responses: {
      200: { description: route.summary, content: { 'application/json': { schema: route.reply } } },
      ...refusals,
    },
  });
}

/** A write: signed in, under an Idempotency-Key, with a JSON body. */
export function writeRoute<
  const Path extends string,
  P extends Params,
  Body extends z.ZodType,
  Reply extends z.ZodType,
  Status extends 200 | 201 | 202,
>(route: {
  readonly path: Path;
  readonly tag: string;
  readonly summary: string;
  readonly params: P;
  readonly body: Body;
  readonly reply: Reply;
  readonly statuses: readonly Status[];
}) {
  const reply = { description: route.summary, content: { 'application/json': { schema: route.reply } } };
  return createRoute({
    method: 'post',
    path: route.path,
    tags: [route.tag],
    summary: route.summary,
    security: [{ bearer: [] }],
    request: {
      params: route.params,
      headers: idempotencyHeader,
      body: { required: true, content: { 'application/json': { schema: route.body } } },
    },
    // The object has exactly the keys of `statuses`; Object.fromEntries cannot say so.
    responses: {
      ...(Object.fromEntries(route.statuses.map((status) => [status, reply])) as Record<Status, typeof reply>),
      ...refusals,
    },
  });
}

/**
 * A question that is asked by POST, so that what is asked stands in no address and no log of one. It writes nothing and takes no
 * Idempotency-Key; `context.ts` knows it by its path. Anybody may ask it, unless `needsToken`: then its handler asks who it is.
 */
export function questionRoute<
  const Path extends `${string}${typeof questionEnd}`,
  P extends Params,
  Body extends z.ZodType,
  Reply extends z.ZodType,
>(route: {
  readonly path: Path;
  readonly tag: string;
  readonly summary: string;
  readonly params: P;
  readonly body: Body;
  readonly reply: Reply;
  readonly needsToken?: boolean;
}) {
  return createRoute({
    method: 'post',
    path: route.path,
    tags: [route.tag],
    summary: route.summary,
    security: route.needsToken === true ? [{ bearer: [] }] : [],
    request: {
      params: route.params,
      body: { required: true, content: { 'application/json': { schema: route.body } } },
    },
    responses: {
      200: { description: route.summary, content: { 'application/json': { schema: route.reply } } },
      ...refusals,
    },
  });
}

export const noParams = z.object({});
export const slugParams = z.object({ slug: z.string().describe('The trial') });
export const ceremonyParams = z.object({ ceremony: z.string().describe('Id of the ceremony') });
export const boroughParams = slugParams.extend({ borough: z.string().describe('ONS code of your own borough') });
/** For acts that need nothing but their address. */
export const emptyBody = z.strictObject({});

/** A read that answers with a file. */
export function fileRoute<const Path extends string, P extends Params, const Type extends string>(route: {
  readonly path: Path;
  readonly tag: string;
  readonly summary: string;
  readonly params: P;
  readonly type: Type;
  readonly isPublic?: boolean;
}) {
  return createRoute({
    method: 'get',
    path: route.path,
    tags: [route.tag],
    summary: route.summary,
    security: route.isPublic === true ? [] : [{ bearer: [] }],
    request: { params: route.params },
    responses: { 200: { description: route.summary, content: { [route.type]: { schema: z.string() } } }, ...refusals },
  });
}

/** The answer of an act under the status it decided on, which is among those its route declares. */
export function answer<Reply, Status extends 200 | 201 | 202>(c: Context, given: Answer<Reply>) {
  return c.json(given.reply, given.status as Status) as unknown as TypedResponse<Reply, Status, 'json'> & Response;
}
