/**
 * Every error as RFC 9457 problem details. Refusals map to a status through one exhaustive table; a typed-wrong input lists
 * its problems with their paths; anything else is a bug, is logged once with the request id and tells nothing.
 */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { InputRefused, type Problem } from '../../analysis/plan/problem.ts';
import { Refusal, type RefusalCode } from '../trial/refusal.ts';

const statuses = {
  'not-signed-in': 401,
  'not-permitted': 403,
  'not-found': 404,
  'already-exists': 409,
  'wrong-status': 409,
  'sign-off-given': 409,
  'same-person': 409,
  'no-key': 503,
  'ceremony-in-another-trial': 409,
  'list-closed': 409,
  'list-open': 409,
  'list-empty': 409,
  'already-enrolled': 409,
  'already-drawn': 409,
  'too-early': 409,
  'too-late': 409,
  'no-beacon': 409,
  'already-reported': 409,
  'still-sealed': 409,
  'already-unsealed': 409,
  'ceremony-cancelled': 409,
  'arm-stopped': 409,
  'already-withdrawn': 409,
  'recorded-meanwhile': 409,
  'not-randomised': 409,
  'design-locked': 409,
  'idempotency-key-reused': 422,
  busy: 503,
  'no-data': 409,
  'no-agreement': 409,
  'not-observable': 409,
  'too-many-tries': 429,
  'never-blind-again': 403,
  'confirm-first': 403,
  'pre-election': 409,
  'gives-away': 409,
} as const satisfies Readonly<Record<RefusalCode, number>>;

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string().describe('The request id, for the operator'),
    errors: z
      .array(
        z.object({
          path: z.string(),
          message: z.string(),
          line: z.number().int().optional(),
          column: z.number().int().optional(),
        }),
      )
      .optional(),
  })
  .describe('RFC 9457 problem details');

type Details = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly Problem[];
};

/** What an error means to the one who asked; null where it is a bug. */
export function detailsOf(error: unknown): Details | null {
  if (error instanceof Refusal) {
    return { status: statuses[error.code], code: error.code, title: titleOf(error.code), detail: error.message };
  }
  if (error instanceof InputRefused) return inputRefused(error.problems);
  if (error instanceof HTTPException) {
    return {
      status: error.status,
      code: `http-${error.status}`,
      title: 'The request cannot be read',
      detail: error.message || 'Malformed request.',
    };
  }
  return null;
}

export function inputRefused(problems: readonly Problem[]): Details {
  return {
    status: 422,
    code: 'input-refused',
    title: 'Something in the request is not right',
    detail: `${problems.length} ${problems.length === 1 ? 'thing' : 'things'} to put right. Nothing was written.`,
    errors: problems,
  };
}

/** The answer itself, as application/problem+json. */
export function problemResponse(c: Context, { status, code, title, detail, errors }: Details): Response {
  const body = {
    type: `urn:pledge:problem:${code}`,
    title,
    status,
    detail,
    instance: `urn:pledge:request:${c.get('requestId')}`,
    errors,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(status === 401 ? { 'www-authenticate': 'Bearer realm="Pledge"' } : {}),
      ...(status === 503 ? { 'retry-after': '1' } : {}),
    },
  });
}

export const bugDetails: Details = {
  status: 500,
  code: 'bug',
  title: 'Pledge made a mistake',
  detail: 'Nothing was written. Tell the operator the request id.',
};

function titleOf(code: RefusalCode): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
