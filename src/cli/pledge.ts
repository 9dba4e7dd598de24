#!/usr/bin/env node
/** `pledge <command>`: finds the command by its words, runs it, and turns what it threw into an exit code and a sentence. */
import { enableCompileCache } from 'node:module';
import { describeProblem, InputRefused } from '../../analysis/plan/problem.ts';
import { Refusal } from '../trial/refusal.ts';
import { apartWhereLong } from './apart.ts';
import { type Command, type ExitCode, exitCodes, type Terminal } from './command.ts';

// Commands are loaded when called, so what they import is kept compiled from the second call on.
enableCompileCache();

type Loader = () => Promise<Command>;

/** Each command is loaded when it is called, so that a short one starts fast. */
const commands: Readonly<Record<string, Loader>> = {
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  demo: async () => (await import('./commands/demo.ts')).demoCommand,
  'protocol check': async () => (await import('./commands/protocol-check.ts')).protocolCheckCommand,
  draw: async () => apartWhereLong((await import('./commands/draw.ts')).drawCommand),
  'verify draw': async () => apartWhereLong((await import('./commands/verify-draw.ts')).verifyDrawCommand),
  'verify ledger': async () => (await import('./commands/verify-ledger.ts')).verifyLedgerCommand,
  analyse: async () => (await import('./commands/analyse.ts')).analyseCommand,
  'verify run': async () => (await import('./commands/verify-run.ts')).verifyRunCommand,
  'key new': async () => (await import('./commands/key-new.ts')).keyNewCommand,
  'account revoke': async () => (await import('./commands/account-revoke.ts')).accountRevokeCommand,
  'account add': async () => (await import('./commands/account-add.ts')).accountAddCommand,
};

async function main(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const two = words.slice(0, 2).join(' ');
  const name = Object.hasOwn(commands, two) ? two : (words[0] ?? '');
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) return usage(words, terminal);
  const command = await load();
  const rest = words.slice(name.split(' ').length);
  if (rest.includes('--help')) {
    const details = command.details === undefined ? '' : `\n${command.details}\n`;
    terminal.out(`${command.summary}.\n\n  ${command.usage}\n${details}`);
    return exitCodes.done;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    return explain(error, command, terminal);
  }
}

async function usage(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const isAsked = words[0] === '--help' || words[0] === 'help';
  const print = isAsked ? terminal.out : terminal.err;
  if (words.length > 0 && !isAsked) print(`There is no command "${words.join(' ')}".\n\n`);
  for (const load of Object.values(commands)) {
    const { usage: line, summary } = await load();
    print(`${line}\n    ${summary}\n`);
  }
  return isAsked ? exitCodes.done : exitCodes.refusedInput;
}

function explain(error: unknown, command: Command, terminal: Terminal): ExitCode {
  if (error instanceof InputRefused) {
    for (const problem of error.problems) terminal.err(`${describeProblem(problem)}\n`);
    return exitCodes.refusedInput;
  }
  if (error instanceof Refusal) {
    terminal.err(`${error.message}\n`);
    return exitCodes.refusal;
  }
  if (error instanceof Error && error.name === 'DatabaseRefused') {
    terminal.err(`${error.message}\n`);
    return exitCodes.refusedInput;
  }
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    terminal.err(`${error.message}\n\n  ${command.usage}\n`);
    return exitCodes.refusedInput;
  }
  terminal.err(`Pledge made a mistake.\n${error instanceof Error ? error.stack : String(error)}\n`);
  return exitCodes.bug;
}

/** Writes to a stream until whoever reads it has stopped (`| head`); from then on what is written goes nowhere. */
function writerTo(stream: NodeJS.WriteStream): (text: string) => void {
  let isRead = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isRead = false;
  });
  return (text) => {
    if (isRead) stream.write(text);
  };
}

const code = await main(process.argv.slice(2), {
  out: writerTo(process.stdout),
  err: writerTo(process.stderr),
  isInteractive: process.stderr.isTTY === true,
  environment: process.env,
});
process.exitCode = code;
