/**
 * The scripts that single pages load beside the common one: src/web/client/NAME.ts for the view NAME.njk, and NAME-worker.ts for
 * service workers. Modules they share, and what they import on use, become files of their own, named by content.
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
    .filter((name) => viewNames.includes(name) || name.endsWith('-worker'))
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
