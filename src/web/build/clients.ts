/**
 * The scripts that single pages load beside the common one: src/web/client/NAME.ts for the view NAME.njk. Modules they share, and
 * what they import on use, become files of their own, named by content. NAME-worker.ts is a service worker: one file under an
 * address that never changes, since a browser knows a worker by it.
 */
import { readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { SourceFile } from './sources.ts';

export type Clients = {
  /** Address of each page's script, by the view's name. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly files: readonly SourceFile[];
};

const folder = 'src/web/client';

/** @param viewNames names of our own views, without ".njk" */
export async function compileClients(project: string, viewNames: readonly string[]): Promise<Clients> {
  const names = (await readdir(join(project, folder)))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => basename(name, '.ts'))
    .filter((name) => viewNames.includes(name))
    .sort();
  if (names.length === 0) return { scripts: {}, files: [] };
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: project,
    entryPoints: names.map((name) => join(folder, `${name}.ts`)),
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    outdir: 'static',
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    legalComments: 'none',
  });
  const files = outputFiles.map(({ path, text }) => ({ name: relative(project, path).replaceAll('\\', '/'), text }));
  const scripts: Record<string, string> = {};
  for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint?.startsWith(`${folder}/`)) scripts[basename(entryPoint, '.ts')] = `/${path}`;
  }
  return { scripts, files };
}

/** Each service worker as one plain script, `workers/NAME.js`. */
export async function compileWorkers(project: string): Promise<readonly SourceFile[]> {
  const names = (await readdir(join(project, folder))).filter((name) => name.endsWith('-worker.ts')).sort();
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: names.map((name) => join(folder, name)),
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    outdir: 'workers',
    legalComments: 'none',
  });
  return outputFiles.map(({ path, text }) => ({ name: relative(project, path).replaceAll('\\', '/'), text }));
}
