/**
 * The folder a demo writes to. It must be new, empty, or hold an earlier demo and nothing else, so that no work of anybody's
 * is ever overwritten; an earlier demo is known by its SIMULATED.txt and is cleared away.
 */

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Problem } from '../../../analysis/plan/problem.ts';
import { quoted, quotedList } from '../../../analysis/plan/quoted.ts';

export const markFile = 'SIMULATED.txt';
export const mark = 'SIMULATED by pledge demo. Nobody and nothing in this folder is real.';

/** Why this folder cannot be used; null where it can. @param slugs names of the demo's own folders */
export async function whyNotInto(folder: string, slugs: readonly string[]): Promise<Problem | null> {
  if (folder === '') return { path: '--out', message: 'give the name of a folder' };
  const names = await namesIn(folder);
  if (typeof names === 'string') return { path: '--out', message: `${folder}: ${names}` };
  if (names.length === 0) return null;
  const known = [markFile, ...slugs];
  const stranger = names.find((name) => !known.includes(name));
  if (stranger === undefined && (await isMarked(folder))) return null;
  const what =
    stranger === undefined ? `holds ${quotedList(names)} without the mark of a demo` : `holds ${quoted(stranger)}`;
  return { path: '--out', message: `${folder} ${what}; give a new or empty folder, or one with an earlier demo` };
}

/** Clears an earlier demo away and marks the folder first, so that a demo cut short is known as one. */
export async function prepareFolder(folder: string, slugs: readonly string[], notice: readonly string[]) {
  await mkdir(folder, { recursive: true });
  for (const name of [...slugs, markFile]) await rm(join(folder, name), { recursive: true, force: true });
  await writeInto(folder, markFile, `${[mark, ...notice].join('\n')}\n`);
}

export async function writeInto(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** The names in a folder, none where there is no folder; a sentence where there is something else. */
async function namesIn(folder: string): Promise<readonly string[] | string> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') return 'this, or a folder above it, is a file';
    if (code === 'EACCES') return 'this folder may not be read by you';
    throw error;
  }
}

async function isMarked(folder: string): Promise<boolean> {
  try {
    return (await readFile(join(folder, markFile), 'utf8')).startsWith(`${mark}\n`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
