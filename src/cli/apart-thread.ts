/** The thread in which apart.ts runs a command: the command's own `run`, with a terminal that reports what is written. */
import { parentPort, workerData } from 'node:worker_threads';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { Refusal } from '../trial/refusal.ts';
import type { ApartInput, ApartReport } from './apart.ts';
import type { Command } from './command.ts';
import { drawCommand } from './commands/draw.ts';
import { verifyDrawCommand } from './commands/verify-draw.ts';

const commands: readonly Command[] = [drawCommand, verifyDrawCommand];

async function run({ command, words, isInteractive }: ApartInput): Promise<ApartReport> {
  const found = commands.find(({ name }) => name === command);
  if (found === undefined) throw new Error(`no command "${command}" runs apart`);
  const terminal = {
    out: (text: string) => report({ kind: 'out', text }),
    err: (text: string) => report({ kind: 'err', text }),
    isInteractive,
    environment: process.env,
  };
  try {
    return { kind: 'ended', code: await found.run(words, terminal) };
  } catch (error) {
    if (error instanceof InputRefused) return { kind: 'input-refused', problems: error.problems };
    if (error instanceof Refusal) return { kind: 'refusal', code: error.code, message: error.message };
    throw error;
  }
}

function report(message: ApartReport): void {
  parentPort?.postMessage(message);
}

report(await run(workerData as ApartInput)); // apart.ts alone starts this thread, with that
