/**
 * Turns Nunjucks views into plain functions: ours, and the GOV.UK Frontend templates they reach. Ours refuse to print an
 * undefined value, so that a misspelt name fails a test instead of leaving a gap on a page.
 */
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { PrecompileOptions } from 'nunjucks';
import { filesUnder, type SourceFile } from './sources.ts';

type Wrapper = NonNullable<PrecompileOptions['wrapper']>;

const reference = /{%-?\s*(?:extends|from|import|include)\s+["']([^"']+)["']/g;

/** Our views and every GOV.UK template they reach, each under the name that templates use for it. */
export async function readViews(project: string): Promise<readonly SourceFile[]> {
  const found = new Map<string, SourceFile>();
  const waiting = (await filesUnder(project, 'src/web/views')).filter(({ name }) => name.endsWith('.njk'));
  for (const view of waiting) found.set(view.name, view);
  for (let view = waiting.pop(); view !== undefined; view = waiting.pop()) {
    for (const name of referencesOf(view)) {
      if (found.has(name)) continue;
      const path = join(project, 'node_modules/govuk-frontend/dist', name);
      const reached = { name, text: await readFile(path, 'utf8') };
      found.set(name, reached);
      waiting.push(reached);
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names of our own views, without ".njk". */
export function ownViews(views: readonly SourceFile[]): readonly string[] {
  return views.filter(({ name }) => !name.startsWith('govuk/')).map(({ name }) => name.replace(/\.njk$/, ''));
}

function referencesOf({ name, text }: SourceFile): readonly string[] {
  return [...text.matchAll(reference)].flatMap(([, target]) =>
    target === undefined ? [] : [target.startsWith('.') ? posix.join(posix.dirname(name), target) : target],
  );
}

/**
 * The GOV.UK components that our own views call, sorted, with those they are made of. The page template's header and footer
 * are left out: both carry the crown, and our layout replaces them.
 */
export function componentsIn(views: readonly SourceFile[]): readonly string[] {
  const byName = new Map(views.map((view) => [view.name, view]));
  const components = new Set(['skip-link']);
  const waiting = views.filter(({ name }) => !name.startsWith('govuk/'));
  const seen = new Set<string>();
  for (let view = waiting.pop(); view !== undefined; view = waiting.pop()) {
    for (const name of referencesOf(view)) {
      const component = /^govuk\/components\/([^/]+)\//.exec(name)?.[1];
      if (component === undefined || seen.has(name)) continue;
      seen.add(name);
      components.add(component);
      const reached = byName.get(name);
      if (reached !== undefined) waiting.push(reached);
    }
  }
  return [...components].sort();
}

/** JavaScript text of an object from view name to its precompiled template. */
export async function compileViews(views: readonly SourceFile[]): Promise<string> {
  const { default: nunjucks } = await import('nunjucks');
  const ours = new nunjucks.Environment(null, { throwOnUndefined: true, trimBlocks: true, lstripBlocks: true });
  const theirs = new nunjucks.Environment(null, { trimBlocks: true, lstripBlocks: true });
  // The typings say the wrapper gets one template; the library passes a list of them.
  const wrapper = ((templates: readonly { name: string; template: string }[]) =>
    templates
      .map((each) => `${JSON.stringify(each.name)}: (() => {\n${each.template}\n})()`)
      .join(',')) as unknown as Wrapper;
  const compiled = views.map(({ name, text }) =>
    nunjucks.precompileString(text, { name, env: name.startsWith('govuk/') ? theirs : ours, wrapper }),
  );
  return `{\n${compiled.join(',\n')}\n}`;
}
