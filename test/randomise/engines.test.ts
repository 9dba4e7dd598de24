/** The same stream on workerd as on Node: the draw is made wherever the service runs, and checked wherever an auditor sits. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawKey } from '../../src/randomise/seed.ts';
import { stream } from '../../src/randomise/stream.ts';
import { seedOf } from './design-fixture.ts';

const room = fileURLToPath(new URL('../../src/randomise', import.meta.url));
const label = 'stratum=E09000005|block=0';
const hash = '0'.repeat(64);

/** A Worker that answers with the first hundred numbers of the stream. */
const worker = `
  import { drawKey } from '${room}/seed.ts';
  import { stream } from '${room}/stream.ts';
  const random = stream(drawKey('${seedOf(3)}', null), '${hash}', '${label}');
  const numbers = Array.from({ length: 100 }, () => random());
  export default { fetch: () => Response.json(numbers) };
`;

let miniflare: Miniflare;

beforeAll(async () => {
  const bundle = await build({
    stdin: { contents: worker, resolveDir: room, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'error',
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  miniflare = new Miniflare(convertV4MiniflareOptions({ modules: true, script, compatibilityDate: '2026-09-01' }));
  await miniflare.ready;
});

afterAll(async () => {
  await miniflare.dispose();
});

test('workerd gives the numbers Node gives, from a bundle made for the browser', async () => {
  const answer = await miniflare.dispatchFetch('http://localhost/');
  const random = stream(drawKey(seedOf(3), null), hash, label);
  expect(await answer.json()).toEqual(Array.from({ length: 100 }, () => random()));
});
