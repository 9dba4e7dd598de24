/** `pledge account list`: who can get in, who is asked to join and who has left; no secret among it. */
import { visible } from '../../../analysis/plan/quoted.ts';
import { openDatabase } from '../../open-database.ts';
import { aligned } from '../aligned.ts';
import { type Command, exitCodes } from '../command.ts';
import { refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { readWords } from '../words.ts';

const usage = 'pledge account list [--database var/pledge.sqlite] [--json]';

const heads = ['Account', 'Name', 'Role', 'Place', 'Email', ''];

export const accountListCommand: Command = {
  name: 'account list',
  summary: 'List who can sign in, who is asked to join and who has left',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: { database: false }, flags: ['json'], files: [] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options, flags } = read.value;
    const { deps, close } = await openDatabase(options.get('database') ?? 'var/pledge.sqlite', terminal.environment);
    try {
      const people = (await deps.store.read.staff()).map((row) => ({
        ...{ account: row.id, name: row.name, role: row.role, borough: row.borough, organisation: row.organisation },
        ...{ email: row.email, secondFactor: row.isTwoFactorOn === 1, invitedAt: row.invitedAt, endedAt: row.endedAt },
        lastUsed: row.usedAt === null ? null : new Date(row.usedAt).toISOString(),
      }));
      if (flags.has('json')) terminal.out(jsonText(people));
      else terminal.out(`${aligned([heads, ...people.map(lineOf)]).join('\n')}\n`);
      return exitCodes.done;
    } finally {
      close();
    }
  },
};

type Person = {
  readonly account: string;
  readonly name: string;
  readonly role: string;
  readonly borough: string | null;
  readonly organisation: string | null;
  readonly email: string | null;
  readonly endedAt: string | null;
};

function lineOf({ account, name, role, borough, organisation, email, endedAt }: Person): readonly string[] {
  const left = endedAt === null ? '' : `left ${endedAt.slice(0, 10)}`;
  return [account, visible(name), role, borough ?? organisation ?? '', email ?? '', left];
}
