/**
 * Files a command writes. A file appears whole or not at all: it is written beside its place and then put there, so that a full
 * disk neither leaves half a file nor costs the one that stood there. Devices and pipes are written as they are.
 */
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { visible } from '../../analysis/plan/quoted.ts';
import { type ExitCode, exitCodes, type Terminal } from './command.ts';
import { codeOf } from './input-file.ts';

/** What a person can mend by naming another file. */
const wrongPlaces: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EEXIST: 'there is such a file already',
  EISDIR: 'this is a folder, not a file',
  ENOTDIR: 'a folder in this path is a file',
  EACCES: 'this file or its folder may not be written to by you',
  EPERM: 'this file or its folder may not be written to by you',
  EROFS: 'this disk cannot be written to',
  ENAMETOOLONG: 'this name is too long',
  ELOOP: 'the links in this path lead in a circle',
  ETXTBSY: 'this is a program that is running',
  ENXIO: 'nobody reads from this pipe',
};

/** What no other name would mend. */
const wrongTimes: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  EFBIG: 'the file would be larger than is allowed here',
  EIO: 'the disk could not be written to',
  EPIPE: 'whoever reads it has stopped',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** Why nothing could be written, and how the command then ends. */
export type WriteFault = { readonly message: string; readonly code: ExitCode };

/** The fault in words; undefined where it is a bug of ours. */
export function writeFault(error: unknown): WriteFault | undefined {
  const code = codeOf(error) ?? '';
  const place = wrongPlaces[code];
  if (place !== undefined) return { message: place, code: exitCodes.refusedInput };
  const time = wrongTimes[code];
  return time === undefined ? undefined : { message: time, code: exitCodes.refusal };
}

/** Says in one line why `path`, given as `option`, could not be written. Throws what is none of the known faults. */
export function refuseToWrite(terminal: Terminal, path: string, error: unknown, option = '--out'): ExitCode {
  const fault = writeFault(error);
  if (fault === undefined) throw error;
  terminal.err(`${option}: ${visible(path)}: ${fault.message}\n`);
  return fault.code;
}

/** What a command writes is about people, however few: nobody else on the machine may read a new file. */
export const ownerOnly = 0o600;

/** Writes `pieces` into the file at `path`, over what stood there; a new file is readable by its owner alone. Throws what the file system says; then nothing has changed. */
export async function writeWhole(path: string, pieces: Iterable<string>): Promise<void> {
  const place = await placeOf(path);
  if (!place.isRegular) return writeInto(path, 'w', place.mode, pieces);
  const partial = join(dirname(place.path), `.${basename(place.path)}.partial`);
  try {
    await rm(partial, { force: true });
    await writeInto(partial, 'wx', place.mode, pieces);
    await rename(partial, place.path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

type Place = { readonly path: string; readonly isRegular: boolean; readonly mode: number };

/** Where a file at `path` belongs, through links, and who may read it; regular also where there is none yet. */
async function placeOf(path: string): Promise<Place> {
  try {
    const found = await stat(path);
    return { path: await realpath(path), isRegular: found.isFile(), mode: found.mode & 0o777 };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    // A name that ends with "/" is that of a folder, and opening it says so.
    return { path, isRegular: !path.endsWith('/'), mode: ownerOnly };
  }
}

async function writeInto(path: string, flags: 'w' | 'wx', mode: number, pieces: Iterable<string>): Promise<void> {
  await using file = await open(path, flags, mode);
  for (const piece of pieces) await file.writeFile(piece);
}
