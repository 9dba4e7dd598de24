/**
 * What every page costs the server at a ceremony of 60 people, from the request to the last byte over loopback, on an SQLite file and
 * on local D1 (workerd through wrangler): the median and the 95th percentile. Aims: p95 at most 20 ms on SQLite and 60 ms on local D1.
 * Then the gzipped JavaScript of each page (aim: at most 100 KB, what is loaded on use apart). Run: node bench/pages.ts [runs]
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { quantile } from 'simple-statistics';
import type { Role } from '../src/access/roles.ts';
import { trainingSignIns } from '../src/actions/load-training.ts';
import { build } from '../src/web/build.ts';
import { startWorker } from '../test/worker/start-worker.ts';

const runs = Number(process.argv[2] ?? 40);
const borough = 'E09000025';
const slug = 'ceremony-offer';
const say = (line: string) => process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'pledge-bench-'));

await build();
// The service reads what was built when it is loaded.
const { startNode } = await import('../src/node.ts');

/** A ceremony of 60 people so many days from today; its id. */
async function ceremonyOf60(address: string, token: string, days: number, startsAt: string): Promise<string> {
  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${address}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify(body),
    });
    if (response.status >= 300) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const heldOn = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const slot = { borough, heldOn, startsAt, venue: 'bench-hall' };
  const { id } = (await post(`/trials/${slug}/ceremonies`, slot)) as { id: string }; // the service's own answer
  const hash = (kind: string, at: number) => `${kind}${days}${String(at).padStart(4, '0')}`.padEnd(64, '0');
  const attendees = Array.from({ length: 60 }, (_, at) => ({
    reference_hash: hash('a', at),
    household_hash: hash('b', at - (at % 2)),
    group_size: 2,
    ...{ age_band: 'unknown', prior_franchise: 'unknown', registered_at_baseline: 'unknown' },
    ...{ eligible: 'yes', reason: null },
  }));
  await post(`/ceremonies/${id}/cohort`, { attendees });
  if (days > 1) return id;
  await post(`/trials/${slug}/close-lists`, { ceremonies: [id] });
  await post(`/ceremonies/${id}/unseal`, {});
  return id;
}

type Tokens = (role: Role) => string;

async function measure(engine: string, address: string, tokenOf: Tokens, aim: number): Promise<void> {
  const token = tokenOf('borough-lead');
  const open = await ceremonyOf60(address, token, 60, '08:10');
  const unsealed = await ceremonyOf60(address, token, 1, '08:20');
  const at = (id: string, pages: readonly string[]) => pages.map((page) => `/ceremonies/${id}${page}`);
  const paths = [
    ...['/', '/today', '/ceremonies/new', '/glossary'],
    ...['', '/protocol', '/draw', '/check', '/conduct', '/borough', '/partners', '/reminders'].map(
      (page) => `/trials/${slug}${page}`,
    ),
    ...at(open, ['', '/list', '/close', '/move', '/cancel', '/merge', '/people']),
    ...at(unsealed, [
      '',
      '/check-in',
      '/run-sheet',
      '/cards',
      '/labels',
      '/delivery',
      '/history',
      '/people',
      '/errors',
    ]),
  ];
  const trial = (role: Role, pages: readonly string[]) =>
    pages.map((page): [Role, string] => [role, `/trials/${slug}${page}`]);
  const asked: readonly [Role, string][] = [
    ...paths.map((path): [Role, string] => ['borough-lead', path]),
    ['borough-lead', '/staff'],
    ['volunteer-partner', '/follow-ups'],
    ['trial-administrator', '/today'],
    ...trial('trial-administrator', ['', '/steps', '/amendments', '/documents', '/release']),
    ['gla', '/today'],
  ];
  say(`\n${engine}: ${runs} requests of each page, 60 people; aim p95 ${aim} ms`);
  say(`${'page'.padEnd(44)} ${'p50'.padStart(8)} ${'p95'.padStart(8)}`);
  for (const [role, path] of asked) {
    const headers = { cookie: `pledge-session=${tokenOf(role)}` };
    const times: number[] = [];
    let status = 0;
    for (let run = -5; run < runs; run++) {
      const start = performance.now();
      const response = await fetch(`${address}${path}`, { headers });
      await response.arrayBuffer();
      if (run >= 0) times.push(performance.now() - start);
      status = response.status;
    }
    const [half, most] = [quantile(times, 0.5), quantile(times, 0.95)];
    const named = path.replace(open, '(open)').replace(unsealed, '(unsealed)');
    const name = role === 'borough-lead' ? named : `${named}, ${role}`;
    const notes = [status === 200 ? '' : `status ${status}`, most > aim ? 'over the aim' : ''].filter(
      (one) => one !== '',
    );
    say(`${name.padEnd(44)} ${half.toFixed(1).padStart(8)} ${most.toFixed(1).padStart(8)}  ${notes.join(', ')}`);
  }
}

const database = join(folder, 'pledge.sqlite');
const node = await startNode({
  ...{ port: 0, hostname: '127.0.0.1', database, isLive: false, environment: {}, log: () => {} },
});
const tokenAmong =
  (signIns: readonly { readonly role: Role; readonly token: string }[]): Tokens =>
  (wanted) =>
    signIns.find(({ role }) => role === wanted)?.token ?? '';
await measure('SQLite', node.address, tokenAmong(node.signIns), 20);
await node.close();
const key = 'b5'.repeat(32);
const worker = await startWorker(folder, key);
await measure('local D1', worker.address, tokenAmong(trainingSignIns(key, borough)), 60);
worker.stop();
rmSync(folder, { recursive: true, force: true });

const { assets } = await import('../src/web/generated/site.js');
const place = join(import.meta.dirname, '../dist/assets');
const built = readdirSync(place, { recursive: true, encoding: 'utf8' });

/** Gzipped bytes of a script and of what it imports from the start. */
function sizeOf(name: string, seen: Set<string>): number {
  const file = built.find((one) => one.endsWith(name));
  if (file === undefined || seen.has(file)) return 0;
  seen.add(file);
  const text = readFileSync(join(place, file), 'utf8');
  const imports = [...text.matchAll(/(?:from|import)\s*["']\.{0,2}\/?([^"'()]+\.js)["']/g)].map(([, one]) => one ?? '');
  return gzipSync(text).length + imports.reduce((sum, one) => sum + sizeOf(one.split('/').at(-1) ?? one, seen), 0);
}

say('\ngzipped JavaScript of a page, with what every page loads (aim 100 KB)');
const last = (address: string) => address.split('/').at(-1) ?? '';
for (const [page, address] of Object.entries(assets.scripts)) {
  const seen = new Set<string>();
  const bytes = sizeOf(last(assets.script), seen) + sizeOf(last(address), seen);
  say(`${page.padEnd(44)} ${(bytes / 1024).toFixed(1).padStart(8)} KB${bytes > 102_400 ? '  over the aim' : ''}`);
}
process.exit(0);
