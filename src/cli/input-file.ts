/** Files a command reads, and how what is wrong with them is said: file, line, column, and what would be right. */
import { readFile, stat } from 'node:fs/promises';
import { describeProblem, type Parsed, type Problem } from '../../analysis/plan/problem.ts';
import { visible } from '../../analysis/plan/quoted.ts';
import { type ExitCode, exitCodes, type Terminal } from './command.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder, not a file',
  EACCES: 'this file may not be read by you',
  ENOTDIR: 'a folder in this path is a file',
  ENAMETOOLONG: 'this name is too long',
  ELOOP: 'the links in this path lead in a circle',
  EIO: 'this file could not be read from its disk',
  ERR_FS_FILE_TOO_LARGE: 'this file is larger than 2 GiB, and would have to be held whole',
};

/** The bytes of a file. A file that cannot be read is a Problem. */
export async function readBytes(path: string): Promise<Parsed<Uint8Array>> {
  try {
    return { ok: true, value: await readFile(path) };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return { ok: false, problems: [{ path: '', message: reason }] };
  }
}

/** true where both paths lead to one file, also through links; false where either leads to none. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  try {
    const [first, second] = await Promise.all([stat(one), stat(other)]);
    return first.dev === second.dev && first.ino === second.ino;
  } catch (error) {
    if (reasonOf(error) === undefined) throw error;
    return false;
  }
}

/** Why the file system said no, in words; undefined where it is not one of the reasons a person can mend. */
export function reasonOf(error: unknown): string | undefined {
  return reasons[codeOf(error) ?? ''];
}

/** The code of what the system said no with; undefined where it is no such error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Prints each problem behind the name of its file, and gives the exit code for refused input. */
export function refuse(terminal: Terminal, problems: readonly (Problem & { readonly file?: string })[]): ExitCode {
  for (const { file, ...problem } of problems) {
    terminal.err(`${file === undefined ? '' : `${visible(file)}: `}${describeProblem(problem)}\n`);
  }
  return exitCodes.refusedInput;
}

/** Prints what is wrong with the words of a command, and how it is used. */
export function refuseWords(terminal: Terminal, problems: readonly Problem[], usage: string): ExitCode {
  refuse(terminal, problems);
  terminal.err(`Usage: ${usage}\n`);
  return exitCodes.refusedInput;
}
