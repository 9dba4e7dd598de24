/** One run on Node and on real workerd: every file of the bundle has the same bytes. */
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../analysis/run.ts';
import { sharedFile } from './shared-file.ts';

const worker = `
import { analyse } from './analysis/run.ts';
export default {
  async fetch(request) {
    const form = await request.formData();
    const bytes = async (name) => new Uint8Array(await form.get(name).arrayBuffer());
    const { files } = await analyse({ planText: await bytes('plan'), data: await bytes('data'), engineVersion: '1.2.3' });
    return Response.json(files.map(({ name, sha256, bytes }) => ({ name, sha256, text: new TextDecoder().decode(bytes) })));
  },
};`;

type File = { readonly name: string; readonly sha256: string; readonly text: string };

let miniflare: Miniflare;

beforeAll(async () => {
  const root = new URL('../../', import.meta.url).pathname;
  const bundled = await build({
    stdin: { contents: worker, resolveDir: root, sourcefile: 'worker.js' },
    bundle: true,
    format: 'esm',
    write: false,
    conditions: ['worker', 'browser'],
  });
  const options = convertV4MiniflareOptions({
    modules: true,
    script: bundled.outputFiles[0]?.text ?? '',
    compatibilityDate: '2026-01-01',
  });
  miniflare = new Miniflare(options);
  await miniflare.ready;
});
afterAll(() => miniflare.dispose());

async function onWorkerd(plan: string, data: Uint8Array): Promise<readonly File[]> {
  const form = new FormData();
  form.append('plan', new Blob([plan]), 'plan.json');
  // Bytes of a test, never over shared memory.
  form.append('data', new Blob([data as Uint8Array<ArrayBuffer>]), 'data.csv');
  const request = new Request('http://worker/', { method: 'POST', body: form });
  const body = await request.arrayBuffer();
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  const response = await miniflare.dispatchFetch('http://worker/', { method: 'POST', body, headers });
  if (!response.ok) throw new Error(await response.text());
  // The worker above answers with just this.
  return (await response.json()) as readonly File[];
}

async function onNode(plan: string, data: Uint8Array): Promise<readonly File[]> {
  const { files } = await analyse({ planText: plan, data, engineVersion: '1.2.3' });
  return files.map(({ name, sha256, bytes }) => ({ name, sha256, text: new TextDecoder().decode(bytes) }));
}

const estimators = [
  ...['wald', 'wilson', 'clopper-pearson', 'jeffreys', 'agresti-coull'].map((interval) => ({
    id: `rate-${interval}`,
    method: 'proportions',
    interval,
  })),
  ...['wald', 'newcombe', 'newcombe-continuity', 'agresti-caffo', 'miettinen-nurminen'].map((interval) => ({
    id: `difference-${interval}`,
    method: 'risk-difference',
    interval,
  })),
  ...['classical', 'HC0', 'HC1', 'HC2', 'HC3', 'CR0', 'CR1S', 'CR2'].map((errors) => ({
    id: errors,
    method: 'linear',
    errors,
  })),
  { id: 'additive', method: 'linear', adjust: 'additive', covariates: ['age', 'ward'] },
  { id: 'within', method: 'linear', errors: 'HC3', adjust: 'interacted', covariates: ['age'] },
  { id: 'effects', method: 'linear', errors: 'CR2', fixedEffects: ['ward'] },
  { id: 'design', method: 'difference-in-means', design: 'blocked', blocks: ['ward'] },
  { id: 'received', method: 'two-stage-least-squares', received: 'age', andersonRubin: true },
  { id: 'wards', method: 'subgroup', by: 'ward' },
  { id: 'joint', method: 'wald-joint', of: 'CR2', test: 'HTZ' },
  { id: 'test', method: 'chi-squared', continuity: true },
  { id: 'all', method: 'chi-squared', over: 'all-arms' },
  { id: 'icc', method: 'icc' },
  ...['risk-ratio', 'odds-ratio', 'rank-sum', 't-test', 'attrition'].map((method) => ({ id: method, method })),
  { id: 'exact', method: 'fisher-exact', midP: true },
  { id: 'arms', method: 'fisher-exact', over: 'all-arms' },
  ...['odds-ratio', 'risk-ratio', 'risk-difference'].map((measure) => ({
    id: `pooled-${measure}`,
    method: 'mantel-haenszel',
    measure,
    strata: ['ward'],
  })),
  { id: 'equal', method: 'equivalence', margin: 0.1 },
  { id: 'ratio', method: 'sample-ratio', ratio: { Control: 2, 'Lettre « é »': 1, Visit: 1 } },
  { id: 'balance', method: 'balance', covariates: ['age', { column: 'ward', as: 'category' }] },
  ...['model', 'HC0', 'CR1'].flatMap((kind) => [
    { id: `logistic-${kind}`, method: 'logistic', errors: kind, adjust: 'additive', covariates: ['age'] },
    { id: `standardised-${kind}`, method: 'logistic', errors: kind, report: 'standardised' },
    { id: `poisson-${kind}`, method: 'poisson', errors: kind },
  ]),
  ...['identity', 'logit', 'log'].map((link) => ({ id: `gee-${link}`, method: 'gee', working: 'exchangeable', link })),
  ...['kaplan-meier', 'log-rank', 'cox'].map((method) => ({ id: method, method, outcomes: ['until'] })),
  { id: 'robust', method: 'cox', errors: 'CR0', ties: 'breslow', outcomes: ['until'] },
  { id: 'mean', method: 'restricted-mean', horizon: 40, outcomes: ['until'] },
  { id: 'looks', method: 'interim', looks: [0.1, 0.5, 0.85], of: 'CR2' },
  { id: 'early', method: 'interim', looks: [0.3, 1], look: 1, spending: 'pocock', sided: 1 },
  { id: 'homes', method: 'randomisation-inference', draws: 200, interval: true, maxT: true },
  { id: 'people', method: 'randomisation-inference', draws: 200, exactBelow: 0, scheme: { kind: 'complete' } },
  { id: 'wards-drawn', method: 'randomisation-inference', draws: 200, scheme: { kind: 'blocked', blocks: ['ward'] } },
];
const plan = JSON.stringify({
  title: 'Écoute \u{1f5f3}',
  arm: { column: 'treatment', reference: 'Control' },
  cluster: 'hh_id',
  outcomes: [
    { name: 'voted', column: 'voted', kind: 'binary' },
    { name: 'until', kind: 'time-to-event', time: 'age', event: 'voted' },
  ],
  contrasts: 'all-pairs',
  multiplicity: { method: 'hommel' },
  estimators,
});

/** Three unequal arms in households of one to three, from a fixed recurrence: no chance, no structure either. */
function madeUp(rows: number): string {
  const lines: string[] = [];
  let state = 12345;
  for (let row = 0; row < rows; row++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const household = Math.floor(row / (1 + (Math.floor(row / 7) % 3)));
    const arm = ['Control', 'Lettre « é »', 'Visit', 'Control'][household % 4];
    lines.push(`${household},"${arm}",${state % 7 < 3 ? 1 : 0},${18 + (Math.floor(state / 64) % 70)},${state % 3}`);
  }
  return `hh_id,treatment,voted,age,ward\r\n${lines.join('\r\n')}\r\n`;
}

describe('the same bytes on Node and on workerd', () => {
  it.each([
    ['a small file', new TextEncoder().encode(madeUp(60))],
    ['a larger file, compressed', new Uint8Array(gzipSync(madeUp(5_000)))],
    ['UTF-16, big end first', new Uint8Array(Buffer.from(`\ufeff${madeUp(60)}`, 'utf16le').swap16())],
    ['UTF-16 with a byte order mark', new Uint8Array(Buffer.from(`\ufeff${madeUp(60)}`, 'utf16le'))],
  ])('%s', async (_, data) => {
    const [node, workerd] = [await onNode(plan, data), await onWorkerd(plan, data)];
    expect(workerd.map(({ name }) => name)).toEqual(node.map(({ name }) => name));
    for (const [index, file] of node.entries()) expect(workerd[index]).toEqual(file);
  });

  it.each([
    ['a hazard ratio', { method: 'cox' }],
    ['a restricted mean', { method: 'restricted-mean', horizon: 40 }],
    ['a log-rank test alone', { method: 'log-rank' }],
    ['what was refused', { method: 'restricted-mean', horizon: 1000 }],
  ])('a report of times to an event, headed by %s', async (_, first) => {
    const declared = JSON.parse(plan);
    const headed = JSON.stringify({
      ...declared,
      outcomes: declared.outcomes.map((one: object & { name: string }) => ({ ...one, primary: one.name === 'until' })),
      estimators: [
        { id: 'first', outcomes: ['until'], ...first },
        { id: 'curves', method: 'kaplan-meier', outcomes: ['until'] },
      ],
    });
    const data = new TextEncoder().encode(madeUp(200));
    const [node, workerd] = [await onNode(headed, data), await onWorkerd(headed, data)];
    const report = node.find(({ name }) => name === 'report.html');
    expect(report?.text).toContain('until: what was found');
    expect(workerd.find(({ name }) => name === 'report.html')).toEqual(report);
    expect(workerd).toEqual(node);
  });

  it('and the same refusals', async () => {
    const data = new TextEncoder().encode('hh_id,treatment,voted,age,ward\n1,Control,maybe,30,1\n');
    const refusal = await onNode(plan, data).catch(String);
    await expect(onWorkerd(plan, data)).rejects.toThrow(String(refusal).replace(/^\w+: /, ''));
  });

  const real = sharedFile('data/ggl2008.csv.gz', 'the same bytes on workerd, from 344,084 rows');
  if (real !== null) {
    it('344,084 rows in a gzip file of several members', async () => {
      const small = JSON.stringify({
        ...JSON.parse(plan),
        outcomes: [{ name: 'voted', column: 'voted', kind: 'binary' }],
        estimators: estimators.filter(({ id }) => ['CR1S', 'HC2'].includes(id)),
      });
      const hashes = (files: readonly File[]) => files.map(({ name, sha256 }) => `${name} ${sha256}`);
      expect(hashes(await onWorkerd(small, real))).toEqual(hashes(await onNode(small, real)));
    });
  }
});
