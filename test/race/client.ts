/**
 * The client of a race: many connections to all addresses of a service, requests that are sent twice at the same moment,
 * requests whose connection is cut before the answer. A write is sent again under its key where it was answered 503 with
 * Retry-After, where a kept connection ended under it, or where not Pledge answered but a proxy before it that lost the
 * connection, as wrangler's before local workerd does at times.
 */
import { Agent, request } from 'node:http';
import type { Role } from '../../src/access/roles.ts';
import type { Services } from './services.ts';

type Reply = {
  readonly status: number;
  readonly body: string;
  readonly isJson: boolean;
  readonly retryAfter: string | undefined;
};

/** How a write reaches the service: as usual, twice at once under one key, or cut before its answer and then again. */
export type Manner = 'once' | 'twice' | 'cut';

export type Client = {
  /** How many requests can be on their way at once. */
  readonly connections: number;
  readonly get: (role: Role, path: string) => Promise<string>;
  /** The answer, read as JSON; throws where it is not one of success, and where two answers under one key differ. */
  readonly write: (role: Role, path: string, body: unknown, manner?: Manner) => Promise<Written>;
  readonly counts: { twice: number; cut: number; busy: number; lost: number };
  readonly close: () => void;
};

export type Written = {
  readonly body: Readonly<Record<string, unknown>>;
  /** The address that answered; null where two did. */
  readonly address: string | null;
};

/** How often a write is sent under one key before it counts as failed. */
const mostTimes = 5;

export function createClient({ addresses, tokens }: Services, connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const counts = { twice: 0, cut: 0, busy: 0, lost: 0 };
  let turn = 0;
  /** Round the addresses, so that the acts on one ceremony go to different processes. */
  const next = () => addresses[turn++ % addresses.length] ?? '';

  function send(address: string, method: string, role: Role, path: string, body: string | null, key: string) {
    const headers: Record<string, string> = { authorization: `Bearer ${tokens.get(role)}` };
    if (body !== null) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = String(Buffer.byteLength(body));
      headers['idempotency-key'] = key;
    }
    return request(`${address}/api/v1${path}`, { method, headers, agent });
  }

  /** Null where the connection ended without an answer. */
  function answerTo(address: string, method: string, role: Role, path: string, body: string | null, key: string) {
    return new Promise<Reply | null>((resolve, reject) => {
      const sent = send(address, method, role, path, body, key);
      sent.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNRESET') resolve(null);
        else reject(error);
      });
      sent.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: text,
            isJson: /json/.test(response.headers['content-type'] ?? ''),
            retryAfter: response.headers['retry-after'],
          }),
        );
      });
      sent.end(body ?? undefined);
    });
  }

  /** Sends the whole request, then cuts the connection without waiting for the answer. */
  function sendAndCut(address: string, role: Role, path: string, body: string, key: string) {
    return new Promise<void>((resolve) => {
      const sent = send(address, 'POST', role, path, body, key);
      // Cutting is reported as an error; whether the service has acted by then is the point of it.
      sent.once('error', () => {});
      sent.once('close', () => resolve());
      sent.once('finish', () => sent.destroy());
      sent.end(body);
    });
  }

  async function untilDone(address: string, role: Role, path: string, body: string, key: string): Promise<Reply> {
    for (let time = 0; time < mostTimes; time++) {
      const reply = await answerTo(address, 'POST', role, path, body, key);
      if (reply === null || !reply.isJson) {
        counts.lost += 1;
        continue;
      }
      if (reply.status !== 503 || reply.retryAfter === undefined) return reply;
      counts.busy += 1;
      await new Promise((resolve) => setTimeout(resolve, Number(reply.retryAfter) * 1_000));
    }
    throw new Error(`POST ${path} was sent ${mostTimes} times under one key without coming through`);
  }

  return {
    connections,
    counts,
    close: () => agent.destroy(),
    async get(role, path) {
      const reply = await answerTo(next(), 'GET', role, path, null, '');
      if (reply?.status !== 200) throw new Error(`GET ${path}: ${reply?.status} ${reply?.body}`);
      return reply.body;
    },
    async write(role, path, content, manner = 'once') {
      const key = crypto.randomUUID();
      const body = JSON.stringify(content);
      if (manner === 'cut') {
        counts.cut += 1;
        await sendAndCut(next(), role, path, body, key);
      }
      if (manner === 'twice') counts.twice += 1;
      const places = manner === 'twice' ? [next(), next()] : [next()];
      const [first, second] = await Promise.all(places.map((place) => untilDone(place, role, path, body, key)));
      if (first === undefined || first.status >= 300) {
        throw new Error(`POST ${path}: ${first?.status} ${first?.body}`);
      }
      if (second !== undefined && (second.status !== first.status || second.body !== first.body)) {
        throw new Error(`POST ${path} was answered twice: ${first.body} and ${second.status} ${second.body}`);
      }
      // Every success of the API is a JSON object.
      const parsed = JSON.parse(first.body) as Written['body'];
      return { body: parsed, address: places.length === 1 ? (places[0] ?? null) : null };
    },
  };
}
