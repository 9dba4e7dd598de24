/** Every write and every read of the API, tried as every role before and after unsealing and after the analysis: what the permission table does not list is refused. */
import { describe, expect, it } from 'vitest';
import { type Permission, permissions } from '../../src/access/permissions.ts';
import { type Role, roles } from '../../src/access/roles.ts';
import { engines } from '../store/engines.ts';
import type { Document } from './conformance.ts';
import { type As, ceremonyWith, cohort, newham, openService, openTrial, type Service } from './service.ts';

type Try = { readonly path: string; readonly body?: unknown; readonly needs: Permission | 'public' };

/** One entry per route of the OpenAPI document; the last test counts them. */
function tries(ceremony: string): Readonly<Record<string, Try>> {
  const trial = '/trials/ceremony-offer';
  const own = `${trial}/boroughs/${newham}`;
  const place = `/ceremonies/${ceremony}`;
  const slot = { heldOn: '2026-05-01', startsAt: '10:00', venue: 'annexe' };
  return {
    'get /health': { path: '/health', needs: 'public' },
    'get /trials': { path: '/trials', needs: 'public' },
    'get /trials/{slug}': { path: trial, needs: 'public' },
    'get /trials/{slug}/protocol': { path: `${trial}/protocol`, needs: 'public' },
    'get /trials/{slug}/commitment': { path: `${trial}/commitment`, needs: 'public' },
    'post /trials': { path: '/trials', body: {}, needs: 'draft-protocol' },
    'post /trials/{slug}/lock': { path: `${trial}/lock`, body: { protocolHash: '0' }, needs: 'lock-protocol' },
    'get /trials/{slug}/versions': { path: `${trial}/versions`, needs: 'public' },
    'get /trials/{slug}/versions/{version}': { path: `${trial}/versions/1`, needs: 'public' },
    'get /trials/{slug}/amendments': { path: `${trial}/amendments`, needs: 'amend-protocol' },
    'post /trials/{slug}/amendments': {
      path: `${trial}/amendments`,
      body: { protocol: '{}', weight: 'minor', reason: 'A clearer title.' },
      needs: 'amend-protocol',
    },
    'post /trials/{slug}/amendments/{id}/sign': {
      path: `${trial}/amendments/${'0'.repeat(64)}/sign`,
      body: {},
      needs: 'amend-protocol',
    },
    'post /trials/{slug}/baseline': { path: `${trial}/baseline`, body: {}, needs: 'run-trial' },
    'post /trials/{slug}/open': { path: `${trial}/open`, body: {}, needs: 'run-trial' },
    'post /trials/{slug}/resume': { path: `${trial}/resume`, body: {}, needs: 'run-trial' },
    'post /trials/{slug}/pause': { path: `${trial}/pause`, body: {}, needs: 'run-trial' },
    'post /trials/{slug}/stop-arm': {
      path: `${trial}/stop-arm`,
      body: { arm: 'x', reason: 'none' },
      needs: 'stop-arm',
    },
    'post /trials/{slug}/ceremonies': {
      path: `${trial}/ceremonies`,
      body: { borough: 'E09000001', ...slot },
      needs: 'schedule-ceremony',
    },
    'get /trials/{slug}/ceremonies': { path: `${trial}/ceremonies`, needs: 'list-ceremonies' },
    'get /ceremonies/{ceremony}': { path: place, needs: 'read-ceremony' },
    'get /ceremonies/{ceremony}/list': { path: `${place}/list`, needs: 'read-list' },
    'post /ceremonies/{ceremony}/cohort': {
      path: `${place}/cohort`,
      body: { attendees: cohort('late', 1) },
      needs: 'enrol-cohort',
    },
    'post /ceremonies/{ceremony}/references/check': {
      path: `${place}/references/check`,
      body: { references: ['0'.repeat(64)] },
      needs: 'enrol-cohort',
    },
    'post /ceremonies/{ceremony}/codes': {
      path: `${place}/codes`,
      body: {
        codes: [{ reference_hash: '0'.repeat(64), version: 1, code_hash: '0'.repeat(64), link_hash: '0'.repeat(64) }],
      },
      needs: 'register-codes',
    },
    'post /ceremonies/{ceremony}/rebook': {
      path: `${place}/rebook`,
      body: { trial_id: 'x', to: 'y', reason: 'arrived-late' },
      needs: 'enrol-cohort',
    },
    'post /trials/{slug}/close-lists': {
      path: `${trial}/close-lists`,
      body: { ceremonies: ['none'] },
      needs: 'close-list',
    },
    'get /ceremonies/{ceremony}/arms': { path: `${place}/arms`, needs: 'unseal-arm' },
    'get /trials/{slug}/access-records': { path: `${trial}/access-records`, needs: 'read-access-records' },
    'get /trials/{slug}/dataset-exports/{id}/dataset.csv': {
      path: `${trial}/dataset-exports/none/dataset.csv`,
      needs: 'export-dataset',
    },
    'get /trials/{slug}/dataset-exports/{id}/draw.json': {
      path: `${trial}/dataset-exports/none/draw.json`,
      needs: 'export-dataset',
    },
    'post /trials/{slug}/release': { path: `${trial}/release`, body: {}, needs: 'release-figures' },
    'post /ceremonies/{ceremony}/unseal': { path: `${place}/unseal`, body: {}, needs: 'unseal-arm' },
    'get /ceremonies/{ceremony}/attendance': { path: `${place}/attendance`, needs: 'record-attendance' },
    'post /ceremonies/{ceremony}/attendance': {
      path: `${place}/attendance`,
      body: { rows: [{ trial_id: 'x', status: 'late' }] },
      needs: 'record-attendance',
    },
    'post /ceremonies/{ceremony}/move': {
      path: `${place}/move`,
      body: { ...slot, heldOn: '2020-01-01', reason: 'emergency' },
      needs: 'change-ceremony',
    },
    'post /ceremonies/{ceremony}/move-unsealed': {
      path: `${place}/move-unsealed`,
      body: { ...slot, reason: 'emergency' },
      needs: 'move-unsealed-ceremony',
    },
    'post /ceremonies/{ceremony}/cancel': {
      path: '/ceremonies/none/cancel',
      body: { reason: 'emergency' },
      needs: 'change-ceremony',
    },
    'post /ceremonies/{ceremony}/merge': {
      path: `${place}/merge`,
      body: { into: ceremony, reason: 'emergency' },
      needs: 'change-ceremony',
    },
    'post /trials/{slug}/follow-ups': {
      path: `${trial}/follow-ups`,
      body: { outcome: 'none', source: 'administrative', rows: [{ trial_id: 'x', status: 'unmatchable' }] },
      needs: 'record-follow-up',
    },
    'post /follow-ups-by-code': {
      path: '/follow-ups-by-code',
      body: { rows: [{ code: 'x', step: 'interest', date: '2026-03-02' }] },
      needs: 'record-by-code',
    },
    'post /trials/{slug}/match-results': {
      path: `${trial}/match-results`,
      body: { outcome: 'none', result: 'trial_id,status,date' },
      needs: 'upload-match-result',
    },
    'post /trials/{slug}/counts': {
      path: `${trial}/counts`,
      body: { outcome: 'none', register: '2026-03-02', counts: 'ceremony,happened,not_happened,unmatchable' },
      needs: 'upload-match-result',
    },
    'get /trials/{slug}/counts': { path: `${trial}/counts`, needs: 'upload-match-result' },
    'post /trials/{slug}/boroughs/{borough}/register-calendar': {
      path: `${own}/register-calendar`,
      body: { editions: [{ kind: 'monthly', publishedOn: '2026-03-02', appliedBy: '2026-03-01' }] },
      needs: 'record-register-calendar',
    },
    'get /trials/{slug}/boroughs/{borough}/register-calendar': {
      path: `${own}/register-calendar`,
      needs: 'read-register-calendar',
    },
    'post /trials/{slug}/withdrawals': {
      path: `${trial}/withdrawals`,
      body: { trial_id: 'x', reason: 'objected', decision: 'count-only' },
      needs: 'withdraw-attendee',
    },
    'post /trials/{slug}/contact-stops': {
      path: `${trial}/contact-stops`,
      body: { trial_id: 'x' },
      needs: 'withdraw-attendee',
    },
    'get /trials/{slug}/attrition': { path: `${trial}/attrition`, needs: 'read-attrition' },
    'get /trials/{slug}/sample-ratio': { path: `${trial}/sample-ratio`, needs: 'read-sample-ratio' },
    'get /trials/{slug}/boroughs/{borough}/reminders': { path: `${own}/reminders`, needs: 'send-reminders' },
    'post /trials/{slug}/boroughs/{borough}/reminders': {
      path: `${own}/reminders`,
      body: { messages: [{ reminder: 1, channel: 'e-mail', reference_hashes: ['0'.repeat(64)] }] },
      needs: 'send-reminders',
    },
    'post /trials/{slug}/boroughs/{borough}/reminder-deliveries': {
      path: `${own}/reminder-deliveries`,
      body: { rows: [{ reference_hash: '0'.repeat(64), reminder: 1, status: 'delivered' }] },
      needs: 'send-reminders',
    },
    'get /trials/{slug}/reminders/alarm': { path: `${trial}/reminders/alarm`, needs: 'read-reminder-alarm' },
    'get /trials/{slug}/reminders/delivery': { path: `${trial}/reminders/delivery`, needs: 'read-reminder-delivery' },
    'get /trials/{slug}/monitoring': { path: `${trial}/monitoring`, needs: 'read-monitoring' },
    'post /trials/{slug}/analysis': { path: `${trial}/analysis`, body: {}, needs: 'run-analysis' },
    'post /trials/{slug}/exploratory-analyses': {
      path: `${trial}/exploratory-analyses`,
      body: { plan: '{}' },
      needs: 'run-analysis',
    },
    'get /trials/{slug}/runs': { path: `${trial}/runs`, needs: 'read-results' },
    'post /trials/{slug}/polls': {
      path: `${trial}/polls`,
      body: { area: 'E09000001', pollOn: '2030-05-02' },
      needs: 'record-poll',
    },
    'post /trials/{slug}/release-overrides': {
      path: `${trial}/release-overrides`,
      body: { until: '2030-05-02', reason: 'to try the table' },
      needs: 'override-pre-election',
    },
    'post /trials/{slug}/release-corrections': {
      path: `${trial}/release-corrections`,
      body: { supersedes: 1, reason: 'words-wrong' },
      needs: 'release-figures',
    },
    'get /trials/{slug}/releases': { path: `${trial}/releases`, needs: 'public' },
    'get /trials/{slug}/releases/{number}': { path: `${trial}/releases/1`, needs: 'export-summary' },
    'get /trials/{slug}/releases/{number}/files/{name}': {
      path: `${trial}/releases/1/files/arms.csv`,
      needs: 'export-summary',
    },
    'get /trials/{slug}/release': { path: `${trial}/release`, needs: 'export-summary' },
    'get /trials/{slug}/release/files/{name}': { path: `${trial}/release/files/arms.csv`, needs: 'export-summary' },
    'get /trials/{slug}/release/consort.svg': { path: `${trial}/release/consort.svg`, needs: 'export-summary' },
    'get /trials/{slug}/flow.svg': { path: `${trial}/flow.svg`, needs: 'read-results' },
    'get /trials/{slug}/runs/{run}/files/{name}': {
      path: `${trial}/runs/none/files/results.json`,
      needs: 'read-results',
    },
    'post /trials/{slug}/dataset-exports': {
      path: `${trial}/dataset-exports`,
      body: { reason: 'checking the export' },
      needs: 'export-dataset',
    },
    'post /trials/{slug}/summaries': { path: `${trial}/summaries`, body: {}, needs: 'export-summary' },
    'get /trials/{slug}/draw/{version}/units': { path: `${trial}/draw/1/units`, needs: 'export-draw' },
    'get /trials/{slug}/draw/{version}/allocations': { path: `${trial}/draw/1/allocations`, needs: 'export-draw' },
    'get /trials/{slug}/draw/{version}/public': { path: `${trial}/draw/1/public`, needs: 'public' },
    'get /trials/{slug}/ledger/head': { path: `${trial}/ledger/head`, needs: 'public' },
    'post /trials/{slug}/receipts/check': {
      path: `${trial}/receipts/check`,
      body: { number: 'a'.repeat(64) },
      needs: 'public',
    },
    'get /trials/{slug}/receipts': { path: `${trial}/receipts`, needs: 'read-receipts' },
    'get /ceremonies/{ceremony}/receipts': { path: `${place}/receipts`, needs: 'read-receipt-numbers' },
    'post /trials/{slug}/beacon': {
      path: `${trial}/beacon`,
      body: { output: 'f0'.repeat(32) },
      needs: 'record-beacon',
    },
    'post /trials/{slug}/randomisation-errors': {
      path: `${trial}/randomisation-errors`,
      body: { kind: 'mistaken-allocation', unit: 'none', reason: 'wrong-list' },
      needs: 'report-randomisation-error',
    },
    'get /trials/{slug}/randomisation-errors': {
      path: `${trial}/randomisation-errors`,
      needs: 'read-randomisation-errors',
    },
    'post /trials/{slug}/randomisation-errors/{error}/take-back': {
      path: `${trial}/randomisation-errors/none/take-back`,
      body: { reason: 'entered-in-error' },
      needs: 'report-randomisation-error',
    },
    'get /trials/{slug}/conduct': { path: `${trial}/conduct`, needs: 'read-conduct' },
    'post /ceremonies/{ceremony}/late-joiners': {
      path: `${place}/late-joiners`,
      body: { kind: 'walk-in', attendees: cohort('too-late', 1) },
      needs: 'enrol-cohort',
    },
    'post /trials/{slug}/organisations': {
      path: `${trial}/organisations`,
      body: { code: 'x', name: 'X', kind: 'other', borough: 'E09000001' },
      needs: 'register-organisation',
    },
    'get /trials/{slug}/organisations': { path: `${trial}/organisations`, needs: 'read-organisations' },
    'post /ceremonies/{ceremony}/delivery': {
      path: `${place}/delivery`,
      body: { deliveredBy: ['x'], servicePresent: true, formHelp: true, minutes: 5, deviations: [] },
      needs: 'record-delivery',
    },
    'get /ceremonies/{ceremony}/delivery': { path: `${place}/delivery`, needs: 'record-delivery' },
    'post /trials/{slug}/boroughs/{borough}/partners': {
      path: `${own}/partners`,
      body: { organisation: 'x', to: { kind: 'arm', arm: 'x' } },
      needs: 'assign-partner',
    },
    'get /trials/{slug}/boroughs/{borough}/partners': { path: `${own}/partners`, needs: 'assign-partner' },
    'post /trials/{slug}/boroughs/{borough}/partners/{assignment}/end': {
      path: `${own}/partners/none/end`,
      body: {},
      needs: 'assign-partner',
    },
    'get /rota': { path: '/rota', needs: 'read-rota' },
    'post /trials/{slug}/boroughs/{borough}/agreements': {
      path: `${own}/agreements`,
      body: { kind: 'dpia', reference: 'x', expiresOn: '2020-01-01' },
      needs: 'record-agreements',
    },
    'get /trials/{slug}/boroughs/{borough}/agreements': { path: `${own}/agreements`, needs: 'read-agreements' },
    'post /trials/{slug}/boroughs/{borough}/contact-terms': {
      path: `${own}/contact-terms`,
      body: { lawfulBasis: 'public-task', channels: [] },
      needs: 'record-agreements',
    },
    'post /trials/{slug}/boroughs/{borough}/targets': {
      path: `${own}/targets`,
      body: { fromOn: '2026-04-01', toOn: '2026-03-01', people: 5 },
      needs: 'set-target',
    },
    'get /trials/{slug}/boroughs/{borough}/targets': { path: `${own}/targets`, needs: 'read-agreements' },
    'get /waiting': { path: '/waiting', needs: 'read-waiting' },
    'get /ceremonies/{ceremony}/history': { path: `${place}/history`, needs: 'read-history' },
    'post /trials/{slug}/subject-access': {
      path: `${trial}/subject-access`,
      body: { reference_hash: '0'.repeat(64) },
      needs: 'read-subject',
    },
    'get /trials/{slug}/subject-access/{id}': { path: `${trial}/subject-access/none`, needs: 'read-subject' },
    'get /trials/{slug}/ledger': { path: `${trial}/ledger`, needs: 'read-ledger' },
    'post /trials/{slug}/publish-seed': { path: `${trial}/publish-seed`, body: {}, needs: 'publish-seed' },
    'post /trials/{slug}/close': { path: `${trial}/close`, body: {}, needs: 'close-trial' },
  };
}

type World = { readonly service: Service; readonly all: Readonly<Record<string, Try>>; readonly ceremony: string };

/** A trial with an open list. */
async function world(): Promise<World> {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error('no engine');
  const service = await openService(sqlite);
  await openTrial(service, 'ceremony-offer');
  const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-09', 4);
  return { service, ceremony, all: tries(ceremony) };
}

async function unseal({ service, ceremony }: World): Promise<void> {
  await service.post('registrar', '/trials/ceremony-offer/close-lists', { ceremonies: [ceremony] });
  expect((await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {})).status).toBe(200);
}

async function analyse(made: World): Promise<void> {
  const { service } = made;
  await unseal(made);
  service.setClock('2026-08-01T09:00:00.000Z');
  expect((await service.post('trial-administrator', '/trials/ceremony-offer/close', {})).status).toBe(200);
  expect((await service.post('trial-statistician', '/trials/ceremony-offer/analysis', {})).status).toBe(200);
}

const ask = (service: Service, as: As, { path, body }: Try) =>
  body === undefined ? service.get(as, path) : service.post(as, path, body);

const isAllowed = (needs: Try['needs'], role: Role): boolean => {
  const allowed: readonly Role[] = needs === 'public' ? roles : permissions[needs];
  return allowed.includes(role);
};

describe('the permission table, route by route and role by role', () => {
  it('tries every route there is, asks everybody to sign in, and knows no ceremony of another borough', async () => {
    const { service, all } = await world();
    const document = (await (
      await service.fetch(new Request('http://localhost/api/v1/openapi.json'))
    ).json()) as Document;
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(Object.keys(all).toSorted()).toEqual(routes.toSorted());
    for (const [route, tried] of Object.entries(all)) {
      const { status } = await ask(service, 'nobody', tried);
      expect(`${route}: ${status === 401}`).toBe(`${route}: ${tried.needs !== 'public'}`);
      if (!tried.path.startsWith('/ceremonies/')) continue;
      const { status: elsewhere } = await ask(service, 'other-registrar', tried);
      expect(`${route}: ${elsewhere}`).toBe(`${route}: ${isAllowed(tried.needs, 'registrar') ? 404 : 403}`);
    }
    await service.close();
  });

  it.each([
    ['while lists are open', async () => {}],
    ['once arms are unsealed', unseal],
    ['after the locked analysis', analyse],
  ] as const)('%s', async (_, reach) => {
    const made = await world();
    await reach(made);
    for (const role of roles) {
      for (const [route, tried] of Object.entries(made.all)) {
        const { status } = await ask(made.service, role, tried);
        // An account whose role is in the table gets an answer or a refusal of another kind.
        const isRefused = !isAllowed(tried.needs, role) || refusedForSource(route, role);
        expect(`${route} as ${role}: ${status === 403}`).toBe(`${route} as ${role}: ${isRefused}`);
      }
    }
    await made.service.close();
  });
});

/** Follow-ups from administrative sources are electoral services' alone. */
function refusedForSource(route: string, role: Role): boolean {
  return route.endsWith('/follow-ups') && role !== 'electoral-services';
}
