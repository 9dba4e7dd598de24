/** Finds a command by its words, runs it, and turns what it threw into an exit code and a sentence. */
import { describeProblem, InputRefused } from '../../analysis/plan/problem.ts';
import { quoted, visible } from '../../analysis/plan/quoted.ts';
import { Refusal } from '../trial/refusal.ts';
import { apartWhereLong } from './apart.ts';
import { type Command, type ExitCode, exitCodes, type Terminal } from './command.ts';
import { writeFault } from './output-file.ts';

type Loader = () => Promise<Command>;

/** Each command is loaded when it is called, so that a short one starts fast. */
const commands: Readonly<Record<string, Loader>> = {
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  demo: async () => (await import('./commands/demo.ts')).demoCommand,
  'protocol checklist': async () => (await import('./commands/protocol-checklist.ts')).protocolChecklistCommand,
  'protocol document': async () => (await import('./commands/protocol-document.ts')).protocolDocumentCommand,
  'protocol check': async () => (await import('./commands/protocol-check.ts')).protocolCheckCommand,
  'protocol diff': async () => (await import('./commands/protocol-diff.ts')).protocolDiffCommand,
  draw: async () => apartWhereLong((await import('./commands/draw.ts')).drawCommand),
  'verify draw': async () => apartWhereLong((await import('./commands/verify-draw.ts')).verifyDrawCommand),
  'verify ledger': async () => (await import('./commands/verify-ledger.ts')).verifyLedgerCommand,
  'verify receipt': async () => (await import('./commands/verify-receipt.ts')).verifyReceiptCommand,
  power: async () => (await import('./commands/power.ts')).powerCommand,
  analyse: async () => (await import('./commands/analyse.ts')).analyseCommand,
  'verify run': async () => (await import('./commands/verify-run.ts')).verifyRunCommand,
  prepare: async () => (await import('./commands/prepare.ts')).prepareCommand,
  match: async () => (await import('./commands/match.ts')).matchCommand,
  reminders: async () => (await import('./commands/reminders.ts')).remindersCommand,
  'reminders report': async () => (await import('./commands/reminders-report.ts')).remindersReportCommand,
  release: async () => (await import('./commands/release.ts')).releaseCommand,
  'key new': async () => (await import('./commands/key-new.ts')).keyNewCommand,
  'account invite': async () => (await import('./commands/account-invite.ts')).accountInviteCommand,
  'account list': async () => (await import('./commands/account-list.ts')).accountListCommand,
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
    return explain(error, terminal);
  }
}

async function usage(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const isAsked = words[0] === '--help' || words[0] === 'help';
  const print = isAsked ? terminal.out : terminal.err;
  if (words.length > 0 && !isAsked) print(`There is no command ${quoted(words.join(' '))}.\n\n`);
  for (const load of Object.values(commands)) {
    const { usage: line, summary } = await load();
    print(`${line}\n    ${summary}\n`);
  }
  return isAsked ? exitCodes.done : exitCodes.refusedInput;
}

function explain(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof InputRefused) {
    for (const problem of error.problems) terminal.err(`${describeProblem(problem)}\n`);
    return exitCodes.refusedInput;
  }
  if (error instanceof Refusal) {
    terminal.err(`${visible(error.message)}\n`);
    return exitCodes.refusal;
  }
  if (error instanceof Error && error.name === 'DatabaseRefused') {
    terminal.err(`${visible(error.message)}\n`);
    return exitCodes.refusedInput;
  }
  const fault = diskFault(error);
  if (fault !== undefined) {
    terminal.err(`${fault}\n`);
    return exitCodes.refusal;
  }
  terminal.err(`Pledge made a mistake.\n${error instanceof Error ? error.stack : String(error)}\n`);
  return exitCodes.bug;
}

/** What a full disk says, wherever it was met; a wrong place is the business of the command that names it. */
function diskFault(error: unknown): string | undefined {
  const fault = writeFault(error);
  if (fault === undefined || fault.code !== exitCodes.refusal) return undefined;
  const path = error instanceof Error && 'path' in error ? `${visible(String(error.path))}: ` : '';
  return `${path}${fault.message}`;
}

/** How the program ends where its output could not be written; undefined while it could. */
let unwritten: ExitCode | undefined;

/**
 * Writes to a stream until whoever reads it has stopped (`| head`), or its disk is full; from then on what is written goes
 * nowhere. A reader that stops is content; a full disk is said.
 */
function writerTo(stream: NodeJS.WriteStream, called: string): (text: string) => void {
  let isRead = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (isRead && error.code !== 'EPIPE') {
      const fault = writeFault(error);
      if (fault === undefined) throw error;
      unwritten = fault.code;
      process.exitCode = fault.code;
      if (stream !== process.stderr) process.stderr.write(`${called}: ${fault.message}\n`);
    }
    isRead = false;
  });
  return (text) => {
    if (isRead) stream.write(text);
  };
}

const code = await main(process.argv.slice(2), {
  out: writerTo(process.stdout, 'standard output'),
  err: writerTo(process.stderr, 'standard error'),
  isInteractive: process.stderr.isTTY === true,
  environment: process.env,
});
process.exitCode = unwritten ?? code;
