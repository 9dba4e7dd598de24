/**
 * A command over a long file, run in a thread of its own whose young generation is capped. V8 lets the main thread's grow past
 * 100 MB however little is alive, and peak memory with it; a thread can be held to less. What it writes comes out of
 * the terminal of the program, and what it throws is thrown here.
 */
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { InputRefused, type Problem } from '../../analysis/plan/problem.ts';
import { Refusal, type RefusalCode } from '../trial/refusal.ts';
import type { Command, ExitCode, Terminal } from './command.ts';
import { reasonOf } from './input-file.ts';

const youngGenerationMb = 24;
/** Bytes from which on a thread's start is worth its while. */
const longFile = 4_000_000;

/** What a thread is given. */
export type ApartInput = {
  readonly command: string;
  readonly words: readonly string[];
  readonly isInteractive: boolean;
};

/** What a thread tells, the last of it being how it ended. */
export type ApartReport =
  | { readonly kind: 'out' | 'err'; readonly text: string }
  | { readonly kind: 'ended'; readonly code: ExitCode }
  | { readonly kind: 'input-refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'refusal'; readonly code: RefusalCode; readonly message: string };

/** The same command, run apart where one of its words names a long file. apart-thread.ts must know it by name. */
export function apartWhereLong(command: Command): Command {
  const run: Command['run'] = async (words, terminal) => {
    const isLong = (await Promise.all(words.map(isLongFile))).includes(true);
    return isLong ? runApart(command.name, words, terminal) : command.run(words, terminal);
  };
  return { ...command, run };
}

/** true where a word, or what stands behind its "=", is the path of a long file. */
async function isLongFile(word: string): Promise<boolean> {
  try {
    const found = await stat(word.replace(/^--\w+=/, ''));
    return found.isFile() && found.size >= longFile;
  } catch (error) {
    if (reasonOf(error) === undefined && !isNoPath(error)) throw error;
    return false;
  }
}

/** A word need not be a path at all. */
function isNoPath(error: unknown): boolean {
  const codes = ['ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE', 'ELOOP'];
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function runApart(command: string, words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const input: ApartInput = { command, words, isInteractive: terminal.isInteractive };
  const thread = new Worker(new URL('./apart-thread.ts', import.meta.url), {
    workerData: input,
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
  });
  return new Promise((resolve, reject) => {
    thread.on('message', (report: ApartReport) => {
      switch (report.kind) {
        case 'out':
        case 'err':
          return terminal[report.kind](report.text);
        case 'ended':
          return resolve(report.code);
        case 'input-refused':
          return reject(new InputRefused(report.problems));
        case 'refusal':
          return reject(new Refusal(report.code, report.message));
      }
    });
    thread.on('error', reject);
    thread.on('exit', (code) => reject(new Error(`the thread of "${command}" ended with ${code} and without a word`)));
  });
}
