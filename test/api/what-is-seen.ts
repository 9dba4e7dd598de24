/**
 * Everything an enrolling role can reach: every GET route of the OpenAPI document and every page, as each of them, word for word
 * with headers. What must differ between two runs of one story (request ids) is left out; what may differ because it depends on the
 * seed (the commitment, hashes of the ledger, numbers of receipts) is replaced by a name that says which one it is.
 */
import type { Deps } from '../../src/actions/deps.ts';
import type { As, Service } from './service.ts';
import { hashOf, newham } from './service.ts';

/** Whoever books, brings or meets people, or has no business with arms at all. */
export const enrollingRoles: readonly As[] = [
  'registrar',
  'other-registrar',
  'borough-lead',
  'electoral-services',
  'volunteer-partner',
  'gla',
  'operator',
  'nobody',
];

const requestIds = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
/** When somebody last looked at a page, which is what this very looking changes. */
const lastUsed = /<br><span[^>]*>Last signed in or used [^<]*<\/span>/g;
const pages = [
  ...[
    '/',
    '/sign-in',
    '/today',
    '/programme',
    '/check-draft',
    '/staff',
    '/staff/invite',
    '/account/password',
    '/account/confirm',
    '/join/unknown',
    '/glossary',
    '/accessibility',
    '/code',
    '/me/sent',
    '/me/unknown',
  ],
  ...[
    '/trials/{slug}',
    '/trials/{slug}/protocol',
    '/trials/{slug}/protocol/1',
    '/trials/{slug}/amendments',
    '/trials/{slug}/amendments/new',
    '/trials/{slug}/amendments/none',
    '/trials/{slug}/documents',
    ...['spirit', 'sap', 'osf', 'aea'].flatMap((kind) => [
      `/trials/{slug}/documents/${kind}`,
      `/trials/{slug}/documents/${kind}/text`,
    ]),
    ...['runs', 'runs/compare', 'runs/none/report', 'data'].map((page) => `/trials/{slug}/${page}`),
    '/trials/{slug}/draw',
    '/trials/{slug}/check',
    '/trials/{slug}/conduct',
    '/trials/{slug}/borough',
    '/trials/{slug}/register',
    '/trials/{slug}/match-results',
    '/trials/{slug}/counts',
    ...[
      '',
      '/lock',
      '/start-baseline',
      '/open',
      '/pause',
      '/resume',
      '/stop-arm',
      '/close',
      '/analyse',
      '/publish-seed',
    ].map((step) => `/trials/{slug}/steps${step}`),
    '/trials/{slug}/monitoring',
    '/trials/{slug}/attrition',
    '/trials/{slug}/polls',
    '/trials/{slug}/release/correct',
    '/trials/{slug}/release',
    '/trials/{slug}/subject-access',
    '/trials/{slug}/reminders',
    '/trials/{slug}/reminders/due.json',
    '/trials/{slug}/reminders/delivery',
    '/trials/{slug}/partners',
  ],
  ...['/rota', '/follow-ups', '/ceremonies/new', '/ceremonies/{ceremony}'],
  ...[
    'list',
    'check-in',
    'close',
    'unseal',
    'run-sheet',
    'cards',
    'labels',
    'delivery',
    'history',
    'move',
    'cancel',
    'merge',
    'people',
    'errors',
    'errors/new?kind=not-delivered-as-drawn',
  ].map((page) => `/ceremonies/{ceremony}/${page}`),
];

/** Bytes that are the same in every run of a test: SHA-256 of a counter, as many as are asked for. */
export function repeatableBytes(): Deps['random'] {
  let drawn = 0;
  return (length) => {
    let hex = '';
    while (hex.length < 2 * length) hex += hashOf(`repeatable ${drawn++}`);
    return Uint8Array.from({ length }, (_, index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16));
  };
}

/** The addresses of every GET route with these ceremonies, and of every page. */
export function addresses(service: Service, slug: string, ceremonies: readonly string[]): readonly string[] {
  const gets = Object.entries(service.document.paths).filter(([, methods]) => methods.get !== undefined);
  const routes = gets.flatMap(([path]) => filled(`/api/v1${path}`, slug, ceremonies));
  const queries = [
    `/api/v1/trials/${slug}/protocol?version=1`,
    `/api/v1/trials/${slug}/ledger/head?hash=${'0'.repeat(64)}`,
  ];
  return [...routes, ...queries, '/api/v1/openapi.json', ...pages.flatMap((page) => filled(page, slug, ceremonies))];
}

const fillings: Readonly<Record<string, string>> = {
  version: '1',
  run: 'none',
  name: 'results.json',
  id: 'none',
  number: '1',
  borough: newham,
};

function filled(path: string, slug: string, ceremonies: readonly string[]): readonly string[] {
  const known = path
    .replaceAll('{slug}', slug)
    .replaceAll(/\{(version|run|name|id|number|borough)\}/g, (_, name) => fillings[name] ?? '');
  const paths = known.includes('{ceremony}') ? ceremonies.map((id) => known.replaceAll('{ceremony}', id)) : [known];
  const unknown = paths.find((one) => one.includes('{'));
  if (unknown !== undefined) throw new Error(`no way to fill ${unknown}`);
  return paths;
}

/** What each of these roles is answered at each address: status, headers and body. */
export async function seenAt(
  service: Service,
  paths: readonly string[],
  roles: readonly As[],
): Promise<ReadonlyMap<string, string>> {
  const seen = new Map<string, string>();
  for (const role of roles) {
    const token = service.tokens[role];
    const cookie = await service.cookieOf(role);
    for (const path of paths) {
      const isApi = path.startsWith('/api/');
      const identity = isApi ? { authorization: `Bearer ${token}` } : { cookie };
      const headers = new Headers(token === undefined ? {} : identity);
      const response = await service.fetch(new Request(`http://localhost${path}`, { headers }));
      const text = [response.status, ...response.headers, await response.text()].join('\n');
      seen.set(`${role} ${path}`, text.replaceAll(requestIds, '(request id)').replaceAll(lastUsed, ''));
    }
  }
  return seen;
}

/** A function that puts a name in the place of everything in a text that may depend on the seed. */
export async function maskOf(service: Service, slug: string): Promise<(text: string) => string> {
  const { read } = service.deps.store;
  const names = new Map<string, string>();
  const commitment = (await read.trialBySlug(slug))?.commitment;
  if (commitment !== undefined && commitment !== null) names.set(commitment, '(commitment)');
  for (const { seq, hash, payloadHash } of await read.ledgerEntries(slug, 0, 10_000)) {
    names.set(hash, `(ledger entry ${seq})`);
    names.set(payloadHash, `(payload ${seq})`);
  }
  for (const { seq, number } of await read.receiptsFrom(slug, 0, 10_000, false)) names.set(number, `(receipt ${seq})`);
  return (text) => text.replaceAll(/[0-9a-f]{64}/g, (hash) => names.get(hash) ?? hash);
}

/** The log without what differs from one request to the next. */
export function loggedBy(service: Service): string {
  return service.log
    .map(({ requestId, milliseconds, ...line }) => JSON.stringify(line).replaceAll(requestIds, '(request id)'))
    .join('\n');
}
