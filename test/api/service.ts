/** A whole service for a test: a fresh database on one engine, accounts of every role, a clock the test moves, and a client. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { BoroughProvider } from '../../src/access/borough-providers.ts';
import type { Role } from '../../src/access/roles.ts';
import { addAccount } from '../../src/actions/accounts.ts';
import type { Deps } from '../../src/actions/deps.ts';
import { loadTrial } from '../../src/actions/load.ts';
import { createApp } from '../../src/app.ts';
import { createDeps } from '../../src/create-deps.ts';
import { solverOfNode } from '../../src/solver-of-node.ts';
import { agreementKinds } from '../../src/trial/agreements.ts';
import type { AttendeeRow } from '../../src/trial/attendee.ts';
import type { Engine, OpenEngine } from '../store/engines.ts';
import { conformance, type Document } from './conformance.ts';

export const newham = 'E09000025';
export const brent = 'E09000005';

/** `body` is whatever the OpenAPI document says, which every reply is held to before a test sees it. */
// biome-ignore lint/suspicious/noExplicitAny: checked at run time against the document
export type Reply = { readonly status: number; readonly body: any; readonly headers: Headers };
export type As = Role | 'other-registrar' | 'nobody';

export type Service = {
  readonly deps: Deps;
  readonly db: OpenEngine['db'];
  readonly document: Document;
  readonly tokens: Readonly<Record<string, string>>;
  readonly log: readonly Readonly<Record<string, string | number>>[];
  /** The cookie of a session of its own, as the pages are asked with; empty for nobody. */
  readonly cookieOf: (as: As) => Promise<string>;
  readonly get: (as: As, path: string) => Promise<Reply>;
  readonly post: (as: As, path: string, body: unknown, key?: string) => Promise<Reply>;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly setClock: (iso: string) => void;
  readonly close: () => Promise<void>;
};

const people: readonly (readonly [As, Role, string | null])[] = [
  ['registrar', 'registrar', newham],
  ['other-registrar', 'registrar', brent],
  ['borough-lead', 'borough-lead', newham],
  ['electoral-services', 'electoral-services', newham],
  ['volunteer-partner', 'volunteer-partner', null],
  ['researcher', 'researcher', null],
  ['trial-statistician', 'trial-statistician', null],
  ['trial-administrator', 'trial-administrator', null],
  ['gla', 'gla', null],
  ['auditor', 'auditor', null],
  ['operator', 'operator', null],
];

export const testKey = 'ab'.repeat(32);

type Options = {
  readonly hasKey?: boolean;
  /** Every byte of the trials' seeds; one seed for all runs where none is given, so that a test sees the same draw each time. */
  readonly seedByte?: number;
  readonly random?: Deps['random'];
  readonly providers?: readonly BoroughProvider[];
};

export async function openService(engine: Engine, options: Options = {}): Promise<Service> {
  const { db, close } = await engine.open();
  let now = new Date('2026-03-02T09:00:00.000Z');
  const log: Readonly<Record<string, string | number>>[] = [];
  const key = options.hasKey === false ? null : ({ hex: testKey, source: 'environment' } as const);
  const deps = await createDeps(db, key, solverOfNode, {
    clock: () => now,
    drawSeed: () => new Uint8Array(32).fill(options.seedByte ?? 7),
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.providers === undefined ? {} : { providers: options.providers }),
  });
  const app = createApp(deps, { log: (line) => log.push(line), publicOrigin: null, contact: null });
  const tokens: Record<string, string> = {};
  for (const [as, role, borough] of people) {
    const added = await addAccount(deps, {
      id: as,
      name: as,
      role,
      borough,
      organisation: null,
      isTraining: false,
      validDays: 400,
    });
    tokens[as] = added.token;
  }
  const signIns = people.map(([as]) => ({ account: as, name: as, email: `${as}@pledge.example`, passwordHash: null }));
  await deps.signIn?.memory.addSignIns(signIns.map((one) => ({ ...one, now: now.getTime() })));
  // The document is JSON that the app made.
  const document = (await (await app.request('/api/v1/openapi.json')).json()) as Document;
  const faultOf = conformance(document);
  let keys = 0;
  async function send(as: As, method: string, path: string, body?: unknown, idempotencyKey?: string): Promise<Reply> {
    const headers: Record<string, string> = as === 'nobody' ? {} : { authorization: `Bearer ${tokens[as]}` };
    if (method === 'POST') {
      headers['content-type'] = 'application/json';
      headers['idempotency-key'] = idempotencyKey ?? `test-key-${keys++}`;
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers,
      ...(method === 'POST' ? { body: text } : {}),
    });
    const raw = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const answered = isJson ? JSON.parse(raw) : raw;
    const fault = faultOf(method, path, response.status, response.headers.get('content-type') ?? '', answered);
    if (fault !== null) throw new Error(fault);
    const locked = /^\/trials\/([^/]+)\/lock$/.exec(path)?.[1];
    if (locked !== undefined && answered.state === 'locked') await agreeEverywhere(deps, locked);
    return { status: response.status, body: answered, headers: response.headers };
  }
  return {
    deps,
    db,
    document,
    tokens,
    log,
    async cookieOf(as) {
      const token = as === 'nobody' ? null : await deps.signIn?.openSession(as, 'provider');
      return token ? `pledge-session=${token}` : '';
    },
    get: (as, path) => send(as, 'GET', path),
    post: (as, path, body, idempotencyKey) => send(as, 'POST', path, body, idempotencyKey),
    fetch: (request) => app.fetch(request),
    setClock(iso) {
      now = new Date(iso);
    },
    close,
  };
}

export function protocolText(slug: 'ceremony-offer' | 'welcome-pack'): string {
  const text = readFileSync(new URL(`../../trials/${slug}/protocol.json`, import.meta.url), 'utf8');
  // The example trials have no approvals yet, without which a live one is not locked.
  return text.replaceAll(
    /"((?:ethics|dataProtectionImpact|equalityImpact)(?:Approval|Assessment))": null/g,
    '"$1": "test"',
  );
}

/** Drafts, locks (both signatures) and opens a trial. */
export async function openTrial(
  service: Service,
  slug: 'ceremony-offer' | 'welcome-pack',
  text = protocolText(slug),
): Promise<void> {
  const drafted = await service.post('trial-administrator', '/trials', text);
  if (drafted.status !== 201) throw new Error(JSON.stringify(drafted.body));
  const { protocolHash } = drafted.body;
  await service.post('trial-administrator', `/trials/${slug}/lock`, { protocolHash });
  await service.post('trial-statistician', `/trials/${slug}/lock`, { protocolHash });
  const opened = await service.post('trial-administrator', `/trials/${slug}/open`, {});
  if (opened.status !== 200) throw new Error(JSON.stringify(opened.body));
}

/** A sharing agreement and a DPIA of every borough, which last, once a trial is locked: without them a live trial enrols nobody. */
export async function agreeEverywhere(deps: Deps, slug: string): Promise<void> {
  const { row, protocol } = await loadTrial(deps, slug);
  const rows = protocol.boroughs.flatMap(({ code }) =>
    agreementKinds.map((kind) => ({
      ...{ trial: slug, borough: code, kind, seq: 0, reference: `test ${kind}` },
      ...{ expiresOn: '2099-12-31', at: row.statusAt, actor: 'borough-lead' },
    })),
  );
  const result = await deps.store.commit([{ into: 'agreement', rows }]);
  if (!result.ok) throw new Error(result.conflict.what);
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** People who share a household two by two. */
export function cohort(name: string, size: number): AttendeeRow[] {
  return Array.from({ length: size }, (_, index) => ({
    reference_hash: hashOf(`${name}-${index}`),
    household_hash: hashOf(`${name}-household-${Math.floor(index / 2)}`),
    group_size: index % 2 === 0 && index === size - 1 ? 1 : 2,
    age_band: '25-34',
    prior_franchise: 'none',
    registered_at_baseline: 'unknown',
    eligible: 'yes',
    reason: null,
  }));
}

/** Schedules a ceremony in Newham and enrols a cohort. */
export async function ceremonyWith(
  service: Service,
  slug: string,
  heldOn: string,
  size: number,
  startsAt = '14:00',
): Promise<string> {
  const slot = { borough: newham, heldOn, startsAt, venue: 'town-hall' };
  const scheduled = await service.post('registrar', `/trials/${slug}/ceremonies`, slot);
  if (scheduled.status !== 201) throw new Error(JSON.stringify(scheduled.body));
  const enrolled = await service.post('registrar', `/ceremonies/${scheduled.body.id}/cohort`, {
    attendees: cohort(`${slug}-${heldOn}-${startsAt}`, size),
  });
  if (enrolled.status !== 201) throw new Error(JSON.stringify(enrolled.body));
  return scheduled.body.id;
}
