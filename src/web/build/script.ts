/**
 * The one script pages load: the GOV.UK behaviours of the components in use, and what signing out takes off this device. Every page
 * works without it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Minified JavaScript that starts the given components' behaviours; components without a script are passed over. */
export async function compileScript(project: string, components: readonly string[]): Promise<string> {
  const { build } = await import('esbuild');
  const govuk = 'govuk-frontend/dist/govuk';
  const modules = components
    .map((component) => `${govuk}/components/${component}/${component}.mjs`)
    .filter((path) => existsSync(join(project, 'node_modules', path)));
  const entry = [
    `import { createAll } from '${govuk}/init.mjs';`,
    ...modules.map((path, i) => `import * as component${i} from '${path}';`),
    ...modules.map((_, i) => `createAll(Object.values(component${i})[0]);`),
    `import './src/web/client/sign-out.ts';`,
  ].join('\n');
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: project, loader: 'js' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2020',
    legalComments: 'none',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild gave no file');
  return output.text;
}
