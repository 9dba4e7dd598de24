/**
 * The demo as a client of the API like any other: an address, a bearer token, an Idempotency-Key for every write, JSON both
 * ways. It knows nothing of the service but what the API answers.
 */
import * as z from 'zod';
import type { SimulatedClock } from './clock.ts';

/** Asks and gives back the answer; an app's own `fetch`, or one over the network. */
export type Fetch = (request: Request) => Response | Promise<Response>;

export type Client = {
  /** The text of a document. */
  readonly get: (token: string, path: string) => Promise<string>;
  /** The bytes of a file. */
  readonly bytes: (token: string, path: string) => Promise<Uint8Array>;
  /** The document itself, read by its schema. */
  readonly read: <T>(token: string, path: string, reply: z.ZodType<T>) => Promise<T>;
  /** A write; text goes as it is, everything else as JSON. Throws on any refusal. */
  readonly write: <T>(token: string, path: string, body: unknown, reply: z.ZodType<T>) => Promise<T>;
  /** A write that must be refused with this code, and throws where it is not. */
  readonly writeRefused: (token: string, path: string, body: unknown, code: string) => Promise<void>;
  /** Requests so far, and how long each write to a path ending with `ending` took, in milliseconds. */
  readonly requests: () => number;
  readonly millisecondsOf: (ending: string) => readonly number[];
};

const problemSchema = z.looseObject({ type: z.string(), detail: z.string(), errors: z.unknown().optional() });

/** @param base address of the API, without a slash at its end */
export function createClient(fetch: Fetch, base: string, clock: SimulatedClock): Client {
  let count = 0;
  let writes = 0;
  const durations: { readonly path: string; readonly milliseconds: number }[] = [];

  async function send(token: string, path: string, init: RequestInit): Promise<Response> {
    clock.tick();
    count += 1;
    const headers = { authorization: `Bearer ${token}`, ...init.headers };
    const started = performance.now();
    const response = await fetch(new Request(`${base}${path}`, { ...init, headers }));
    durations.push({ path, milliseconds: performance.now() - started });
    return response;
  }

  async function post(token: string, path: string, body: unknown): Promise<Response> {
    writes += 1;
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': `demo-${String(writes).padStart(6, '0')}`,
    };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return send(token, path, { method: 'POST', headers, body: text });
  }

  async function get(token: string, path: string): Promise<string> {
    const response = await send(token, path, { method: 'GET' });
    const text = await response.text();
    if (!response.ok) throw unexpected('GET', path, response.status, text);
    return text;
  }

  return {
    get,
    async bytes(token, path) {
      const response = await send(token, path, { method: 'GET' });
      if (!response.ok) throw unexpected('GET', path, response.status, await response.text());
      return new Uint8Array(await response.arrayBuffer());
    },
    read: async (token, path, reply) => reply.parse(JSON.parse(await get(token, path))),
    async write(token, path, body, reply) {
      const response = await post(token, path, body);
      const text = await response.text();
      if (!response.ok) throw unexpected('POST', path, response.status, text);
      return reply.parse(JSON.parse(text));
    },
    async writeRefused(token, path, body, code) {
      const response = await post(token, path, body);
      const text = await response.text();
      const problem = problemSchema.safeParse(response.ok ? null : JSON.parse(text));
      if (!problem.success || problem.data.type !== `urn:pledge:problem:${code}`) {
        throw new Error(`POST ${path} should have been refused (${code}) and answered ${response.status}: ${text}`);
      }
    },
    requests: () => count,
    millisecondsOf: (ending) =>
      durations.filter(({ path }) => path.endsWith(ending)).map(({ milliseconds }) => milliseconds),
  };
}

function unexpected(method: string, path: string, status: number, text: string): Error {
  return new Error(`${method} ${path} answered ${status}: ${text.slice(0, 2_000)}`);
}
