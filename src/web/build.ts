/**
 * Builds what pages need, once: `node src/web/build.ts`. Views in use become plain functions (workerd refuses eval), Sass
 * becomes one style sheet and the GOV.UK components' scripts one small file, both named by their content. Nothing is done
 * when no input has changed.
 */
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileClients, compileWorkers } from './build/clients.ts';
import { compileScript } from './build/script.ts';
import { fingerprint, type SourceFile } from './build/sources.ts';
import { compileStyle } from './build/style.ts';
import { compileViews, componentsIn, ownViews, readViews } from './build/views.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const assetFolder = 'dist/assets';
const stampFile = 'dist/assets.stamp.json';
const siteFile = 'src/web/generated/site.js';

type Stamp = { readonly inputs: string; readonly outputs: readonly string[] };

export type Built = { readonly isFresh: boolean; readonly files: readonly SourceFile[] };

/** Builds all assets and views. `isFresh` is false when nothing had changed and nothing was written. */
export async function build(): Promise<Built> {
  const inputs = await fingerprint(project);
  if (await isUpToDate(inputs)) return { isFresh: false, files: [] };

  const views = await readViews(project);
  const components = componentsIn(views);
  const [style, script, clients, workers, icon] = await Promise.all([
    compileStyle(project, components),
    compileScript(project, components),
    compileClients(project, ownViews(views)),
    compileWorkers(project),
    readFile(join(project, 'src/web/assets/icon.svg'), 'utf8'),
  ]);
  const common = [
    await named('style', 'css', style),
    await named('client', 'js', script),
    await named('icon', 'svg', icon),
  ];
  const [styleFile, scriptFile, iconFile] = common.map(({ name }) => `/${name}`);
  const files = [...common, ...clients.files, ...workers];
  const site = [
    '// Made by src/web/build.ts from src/web/views and govuk-frontend.',
    `export const assets = ${JSON.stringify({ style: styleFile, script: scriptFile, icon: iconFile, scripts: clients.scripts })};`,
    `export const views = ${await compileViews(views)};`,
    '',
  ].join('\n');

  for (const { name, text } of files) await put(join(assetFolder, name), text);
  await removeOthers(files);
  await put(join(assetFolder, '_headers'), workerHeaders);
  await put(siteFile, site);
  const outputs = [siteFile, join(assetFolder, '_headers'), ...files.map(({ name }) => join(assetFolder, name))];
  await put(stampFile, JSON.stringify({ inputs, outputs } satisfies Stamp));
  return { isFresh: true, files: [...files, { name: siteFile, text: site }] };
}

/** Workers serve these files without the app's own headers, so they are repeated in the form its asset host reads. */
const workerHeaders = `/static/*
  Cache-Control: public, max-age=31536000, immutable
  Content-Security-Policy: default-src 'none'
  Cross-Origin-Resource-Policy: same-origin
  X-Content-Type-Options: nosniff

/workers/*
  Cache-Control: no-cache
  Content-Security-Policy: default-src 'none'; connect-src 'self'
  Cross-Origin-Resource-Policy: same-origin
  Service-Worker-Allowed: /ceremonies/
  X-Content-Type-Options: nosniff
`;

async function named(name: string, extension: string, text: string): Promise<SourceFile> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return { name: `static/${name}-${Buffer.from(digest).toString('hex').slice(0, 12)}.${extension}`, text };
}

async function isUpToDate(inputs: string): Promise<boolean> {
  try {
    // The stamp is written only below, so its shape is known.
    const stamp = JSON.parse(await readFile(join(project, stampFile), 'utf8')) as Stamp;
    if (stamp.inputs !== inputs) return false;
    await Promise.all(stamp.outputs.map((path) => access(join(project, path))));
    return true;
  } catch (error) {
    if (error instanceof SyntaxError || isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Takes away what earlier builds named; never a neighbour that another build is still writing. */
async function removeOthers(files: readonly SourceFile[]): Promise<void> {
  const kept = new Set(files.map(({ name }) => name));
  for (const name of await readdir(join(project, assetFolder, 'static'))) {
    const isOurs = /^[a-z-]+-[0-9A-Za-z]{8,12}\.[a-z]+$/.test(name);
    if (isOurs && !kept.has(`static/${name}`)) await rm(join(project, assetFolder, 'static', name), { force: true });
  }
}

/** Writes through a neighbour and a rename, so that two builds at once never leave half a file. */
async function put(name: string, text: string): Promise<void> {
  const path = join(project, name);
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${crypto.randomUUID()}`;
  await writeFile(draft, text);
  await rename(draft, path);
}

if (import.meta.main) {
  const started = performance.now();
  const { isFresh, files } = await build();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { gzipSync } = await import('node:zlib');
  const sizes = files.map(({ name, text }) => `  ${name} (${(gzipSync(text).length / 1000).toFixed(1)} kB gzip)`);
  process.stderr.write(isFresh ? `Built pages in ${seconds} s\n${sizes.join('\n')}\n` : 'Pages are up to date\n');
}
