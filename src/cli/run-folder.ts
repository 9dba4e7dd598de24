/**
 * The folder an analysis writes into. A folder that holds anything but an earlier run is refused; an earlier run is replaced,
 * its files only after all new ones are on the disk, so that a full disk or a lost connection costs nothing.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from './input-file.ts';
import { ownerOnly } from './output-file.ts';

export type FileOfRun = { readonly name: string; readonly bytes: Uint8Array };

/** Why `folder` may not be written into; null where it may. */
export async function reasonAgainst(folder: string): Promise<string | null> {
  const names = await namesIn(folder);
  if (typeof names === 'string') return names;
  const others = names.filter((name) => !isPartial(name));
  if (others.length === 0 || (await holdsRun(folder))) return null;
  return 'this folder is not empty and holds no earlier run; name a new folder, or an empty one';
}

/** Writes the files, each whole and readable by their owner alone, since one of them holds people's rows; the last of them (the manifest) is put in place last. */
export async function writeRun(folder: string, files: readonly FileOfRun[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  try {
    for (const { name, bytes } of files) await writeFile(partial(folder, name), bytes, { mode: ownerOnly });
    for (const { name } of files) await rename(partial(folder, name), join(folder, name));
  } catch (error) {
    for (const { name } of files) await rm(partial(folder, name), { force: true });
    throw error;
  }
}

/** The files in a folder; none where there is no such folder; a sentence where it cannot be read. */
async function namesIn(folder: string): Promise<readonly string[] | string> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return 'this is a file, not a folder';
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return reason;
  }
}

async function holdsRun(folder: string): Promise<boolean> {
  try {
    return (await readFile(join(folder, 'manifest.json'), 'utf8')).includes('"pledge-manifest/1"');
  } catch (error) {
    if (reasonOf(error) === undefined) throw error;
    return false;
  }
}

function partial(folder: string, name: string): string {
  return join(folder, `.${name}.partial`);
}

function isPartial(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.partial');
}
