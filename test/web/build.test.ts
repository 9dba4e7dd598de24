/** What the build writes: files named by content, no crown, nothing from elsewhere; views that render on real workerd too. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import { Hono } from 'hono';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { afterAll, describe, expect, test } from 'vitest';
import { build } from '../../src/web/build.ts';
import { staticFiles, workerFiles } from '../../src/web/static.ts';
import { assets, sampleWeb } from './sample-web.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(project, 'dist/assets');

describe('the built files', () => {
  test('are named by their content and are all there are', async () => {
    const names = await readdir(join(folder, 'static'));
    const paths = names.map((name) => `/static/${name}`);
    const common = [assets.script, assets.icon, assets.style];
    expect(paths).toEqual(expect.arrayContaining([...common, ...Object.values(assets.scripts)]));
    for (const path of paths.filter((path) => !common.includes(path))) {
      // What pages load by themselves, named by the bundler after its content.
      expect(path).toMatch(/^\/static\/[a-z-]+-[0-9A-Z]{8}\.js$/);
    }
    for (const name of names.filter((name) => common.includes(`/static/${name}`))) {
      const digest = createHash('sha256')
        .update(await readFile(join(folder, 'static', name)))
        .digest('hex');
      expect(name).toContain(digest.slice(0, 12));
    }
  });

  test('are not built again when nothing changed', async () => {
    expect((await build()).isFresh).toBe(false);
  });

  test('carry no crown, no GDS font, no address of another host, and stay small', async () => {
    const style = await readFile(join(folder, assets.style), 'utf8');
    const script = await readFile(join(folder, assets.script), 'utf8');
    expect(style).toContain('Arial');
    expect(style.match(/crown|crest|Transport|url\(|@font-face|@import|\ufeff/i)).toBeNull();
    expect(script).not.toMatch(/https?:\/\/|import\(/);
    expect(gzipSync(style).length).toBeLessThan(16_000);
    expect(gzipSync(script).length).toBeLessThan(10_000);
  });

  test('are served on Node for ever, compressed, and only they', async () => {
    const app = new Hono();
    app.use('/static/*', ...staticFiles());
    const response = await app.request(assets.style, { headers: { 'accept-encoding': 'gzip' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/css');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await app.request('/static/..%2f_headers')).status).toBe(404);
    expect((await app.request('/static/none.css')).status).toBe(404);
  });
});

describe('the service worker', () => {
  test('keeps its address, is asked for each time, and looks after ceremonies alone, on both hosts', async () => {
    const app = new Hono();
    app.use('/workers/*', ...workerFiles());
    const response = await app.request('/workers/check-in-worker.js');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('javascript');
    const headers = await readFile(join(folder, '_headers'), 'utf8');
    const [, block = ''] = headers.split('/workers/*');
    const written = [...block.matchAll(/^ {2}([\w-]+): (.*)$/gm)];
    expect(written).toHaveLength(5);
    for (const [, name = '', value] of written) expect(response.headers.get(name)).toBe(value);
    expect(response.headers.get('service-worker-allowed')).toBe('/ceremonies/');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  test('and its page together weigh less than 15 kB', async () => {
    const files = [assets.script, assets.scripts['check-in'] ?? '', '/workers/check-in-worker.js'];
    const loaded = new Set<string>();
    for (let file = files.pop(); file !== undefined; file = files.pop()) {
      if (loaded.has(file)) continue;
      loaded.add(file);
      const text = await readFile(join(folder, file), 'utf8');
      // What it imports at once; what is imported on use is called as a function.
      for (const [, part] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) files.push(`/static/${part}`);
    }
    let bytes = 0;
    for (const file of loaded) bytes += gzipSync(await readFile(join(folder, file))).length;
    expect(loaded.size).toBeGreaterThan(3);
    expect(bytes).toBeLessThan(20_000);
    expect(bytes - gzipSync(await readFile(join(folder, assets.script))).length).toBeLessThan(15_000);
  });
});

describe('on workerd', () => {
  let miniflare: Miniflare | null = null;
  afterAll(async () => miniflare?.dispose());

  test('every page comes out byte for byte as on Node', async () => {
    const { outputFiles } = await bundle({
      entryPoints: [join(project, 'test/web/sample-worker.ts')],
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      conditions: ['worker', 'browser'],
    });
    const script = outputFiles[0]?.text ?? '';
    miniflare = new Miniflare(convertV4MiniflareOptions({ modules: true, script, compatibilityDate: '2026-06-01' }));
    const node = sampleWeb();
    const paths = ['/', '/sign-in', '/trials/ceremony-offer', '/trials/welcome-pack', '/trials/welcome-pack/protocol'];
    const draw = ['/trials/ceremony-offer/draw', '/trials/welcome-pack/check'];
    for (const path of [...paths, ...draw, '/glossary', '/accessibility', '/none', '/today']) {
      const headers = { cookie: 'pledge-session=token-registrar' };
      const there = await miniflare.dispatchFetch(`http://localhost${path}`, { headers, redirect: 'manual' });
      const here = await node.request(`http://localhost${path}`, { headers });
      expect(there.status).toBe(here.status);
      expect(await there.text()).toBe(await here.text());
    }
  });
});
