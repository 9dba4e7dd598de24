/**
 * Who may import whom. Reads the import lines of every source file; fails on an arrow that the table does not have and on a
 * circle between files.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A room and the rooms it may import; everything may import from itself and from packages. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'analysis/plan': [],
  analysis: ['analysis/plan'],
  'src/trial': ['analysis/plan'],
  'src/randomise': ['src/trial', 'analysis/plan'],
  'src/borough': ['src/trial', 'analysis/plan'],
  'src/store': ['src/trial'],
  'src/access': ['src/trial'],
  'src/actions': ['src/trial', 'src/randomise', 'src/access', 'src/store', 'analysis', 'analysis/plan'],
  'src/api': ['src/actions', 'src/access', 'src/trial', 'analysis/plan'],
  'src/web': ['src/actions', 'src/access', 'src/trial', 'src/borough'],
  'src/cli': ['src/actions', 'src/access', 'src/trial', 'src/borough', 'analysis/plan', 'src'],
  src: ['analysis', 'src/api', 'src/web', 'src/actions', 'src/access', 'src/store', 'src/trial'],
};

/** Packages that only one room may know. */
const keptTo: Readonly<Record<string, readonly string[]>> = {
  'drizzle-orm': ['src/store'],
  'better-sqlite3': ['src/store'],
  'better-auth': ['src/access', 'src/store'],
  seedrandom: ['src/randomise'],
  nunjucks: ['src/web'],
  '@hono/zod-openapi': ['src/api'],
  hucre: ['src/borough', 'analysis'],
};

type Import = { readonly from: string; readonly to: string; readonly isType: boolean };

const files = ['analysis', 'src'].flatMap(sourceFiles);
const imports = files.flatMap(importsOf);

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) return name === 'generated' ? [] : sourceFiles(path);
    return name.endsWith('.ts') && !name.endsWith('.d.ts') ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const lines = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?[^;'"]*?from\s+['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/g,
  );
  return [...lines].map(([, type, target, dynamic]) => {
    const to = target ?? dynamic ?? '';
    return {
      from: file,
      to: to.startsWith('.') ? relative(root, resolve(root, dirname(file), to)) : to,
      isType: type !== undefined,
    };
  });
}

function roomOf(path: string): string | undefined {
  return Object.keys(arrows)
    .filter((room) => path.startsWith(`${room}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

describe('the arrows between rooms', () => {
  it('reads enough files to mean something', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(300);
  });

  it('has no import that the table does not allow', () => {
    const wrong = imports.flatMap(({ from, to }) => {
      const [source, target] = [roomOf(from), roomOf(to)];
      if (source === undefined || target === undefined || source === target) return [];
      return arrows[source]?.includes(target) ? [] : [`${from} imports ${to}`];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps each engine and framework to its room', () => {
    const wrong = imports.flatMap(({ from, to }) => {
      const owners = Object.entries(keptTo).find(([name]) => to === name || to.startsWith(`${name}/`))?.[1];
      return owners === undefined || owners.some((room) => from.startsWith(`${room}/`))
        ? []
        : [`${from} imports ${to}`];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps node: modules out of what runs on Workers and in browsers', () => {
    const onlyNode = [
      'src/cli/',
      'src/node.ts',
      'src/store/open-sqlite.ts',
      'src/store/migration-files.ts',
      'src/store/sqlite-',
      'src/web/static.ts',
      'src/web/build',
    ];
    const wrong = imports.filter(
      ({ from, to }) => to.startsWith('node:') && !onlyNode.some((start) => from.startsWith(start)),
    );
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('has no circle', () => {
    const next = new Map(
      files.map((file) => [file, imports.filter((one) => one.from === file && !one.isType).map(({ to }) => to)]),
    );
    const done = new Set<string>();
    const circle = (file: string, path: readonly string[]): string | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].join(' → ');
      if (done.has(file)) return undefined;
      for (const to of next.get(file) ?? []) {
        const found = next.has(to) ? circle(to, [...path, file]) : undefined;
        if (found !== undefined) return found;
      }
      done.add(file);
      return undefined;
    };
    expect(files.map((file) => circle(file, [])).find((found) => found !== undefined)).toBeUndefined();
  });
});
