/** `pledge serve`: the whole service on Node with an embedded SQLite file. */
import { quoted, visible } from '../../../analysis/plan/quoted.ts';
import type { Role } from '../../access/roles.ts';
import { roleNames } from '../../access/roles.ts';
import type { Running } from '../../node.ts';
import { boroughName } from '../../trial/boroughs.ts';
import { buildPages } from '../built-pages.ts';
import { type Command, exitCodes, type Terminal } from '../command.ts';
import { refuseWords } from '../input-file.ts';
import { readWords } from '../words.ts';

const usage = 'pledge serve [--port 8080] [--host 127.0.0.1] [--database var/pledge.sqlite] [--live] [--quiet]';
const rules = { options: { port: false, host: false, database: false }, flags: ['live', 'quiet'], files: [] };

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serve the whole product on this machine, with an embedded database',
  usage,
  async run(words, terminal) {
    const read = readWords(words, rules);
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options, flags } = read.value;
    const given = options.get('port') ?? '8080';
    const port = Number(given);
    if (!/^[0-9]{1,5}$/.test(given) || port > 65_535) {
      const message = `${quoted(given)} is no port; give a number from 0 to 65535`;
      return refuseWords(terminal, [{ path: '--port', message }], usage);
    }
    const values = {
      host: options.get('host') ?? '127.0.0.1',
      database: options.get('database') ?? 'var/pledge.sqlite',
      live: flags.has('live'),
      quiet: flags.has('quiet'),
    };
    const started = await start(values, port, terminal);
    if (typeof started === 'string') {
      terminal.err(`${visible(started)}\n`);
      return exitCodes.refusedInput;
    }
    greet(started, values.database, terminal);
    await untilStopped();
    await started.close();
    return exitCodes.done;
  },
};

type Values = { readonly host: string; readonly database: string; readonly live: boolean; readonly quiet: boolean };

/** The running service, or one sentence that says why it cannot run here. */
async function start(values: Values, port: number, terminal: Terminal): Promise<Running | string> {
  try {
    await buildPages();
    const { startNode } = await import('../../node.ts');
    return await startNode({
      port,
      hostname: values.host,
      database: values.database,
      isLive: values.live,
      environment: terminal.environment,
      log: (line) => {
        if (!values.quiet || line.level === 'error') terminal.err(`${JSON.stringify(line)}\n`);
      },
    });
  } catch (error) {
    return sentenceOf(error, port, values.host) ?? Promise.reject(error);
  }
}

function sentenceOf(error: unknown, port: number, host: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Choose another: npm start -- --port ${port + 1}`;
  if (code === 'EACCES')
    return `Port ${port} may not be opened by this user. Choose one above 1023: npm start -- --port 8080`;
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(String(code)))
    return `${quoted(host)} is no address of this machine. Leave --host out, or give 0.0.0.0 for all its addresses.`;
  return error.name === 'DatabaseRefused' || error.name === 'Refusal' ? error.message : undefined;
}

function greet({ address, keyFile, signIns, hasLoadedTraining }: Running, database: string, { out }: Terminal): void {
  out(`Pledge is at ${address}\n`);
  out(`The database is ${visible(database)}.\n`);
  if (keyFile?.isNew)
    out(
      `A key for the seeds of training trials was made in ${keyFile.path} (readable by you alone, mode 0600). Keep it with the database.\n`,
    );
  if (signIns.length === 0) {
    out('This database is for live trials. Add people with: npx pledge account add\n');
    return;
  }
  out(
    hasLoadedTraining
      ? 'A training trial was loaded. Nothing in it is real.\n'
      : 'This is a training database. Nothing in it is real.\n',
  );
  out(
    `\nSign in at ${address}/sign-in/training with one of these training tokens; the API takes them as bearer tokens:\n`,
  );
  for (const { role, borough, token } of signIns) out(`  ${title(role, borough).padEnd(34)} ${token}\n`);
  const [first] = signIns;
  if (first !== undefined) {
    out(`\nOr by password and authenticator app at ${address}/sign-in: ${first.email} and so on for each role,\n`);
    out(`  password ${first.password}; the first sign-in sets the app up.\n`);
  }
  out('\nStop with Ctrl+C.\n');
}

function title(role: Role, borough: string | null): string {
  return borough === null ? roleNames[role] : `${roleNames[role]} (${boroughName(borough)})`;
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
