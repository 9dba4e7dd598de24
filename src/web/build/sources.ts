/**
 * The inputs of the build and their fingerprint: our views, styles and build scripts by content, the packages behind them
 * by version. It decides whether there is anything to do.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type SourceFile = { readonly name: string; readonly text: string };

const folders = [
  'src/web/views',
  'src/web/assets',
  'src/web/build',
  'src/web/client',
  // What pages' scripts import.
  'src/borough',
  'src/trial',
  'analysis/plan',
];
const packages = ['govuk-frontend', 'nunjucks', 'sass', 'esbuild', '@noble/hashes', 'zod', 'hucre'];

/** Every file under `folder` (itself relative to `project`), names with forward slashes relative to `folder`, sorted. */
export async function filesUnder(project: string, folder: string): Promise<readonly SourceFile[]> {
  const entries = await readdir(join(project, folder), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (path) => ({
      name: path.slice(join(project, folder).length + 1).replaceAll('\\', '/'),
      text: await readFile(path, 'utf8'),
    })),
  );
}

/** SHA-256 (hex) over all inputs of the build. */
export async function fingerprint(project: string): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const { name, text } of await filesUnder(project, folder)) hash.update(`${folder}/${name}\0${text}\0`);
  }
  hash.update(await readFile(join(project, 'src/web/build.ts'), 'utf8'));
  for (const name of packages) hash.update(await readFile(join(project, 'node_modules', name, 'package.json'), 'utf8'));
  return hash.digest('hex');
}
