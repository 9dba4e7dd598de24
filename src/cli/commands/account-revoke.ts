/** `pledge account revoke`: ends every access token of somebody who leaves. */
import { visible } from '../../../analysis/plan/quoted.ts';
import { revokeTokens } from '../../actions/accounts.ts';
import { openDatabase } from '../../open-database.ts';
import { type Command, exitCodes } from '../command.ts';
import { refuseWords } from '../input-file.ts';
import { readWords } from '../words.ts';

const usage = 'pledge account revoke --account ID [--database var/pledge.sqlite]';
const rules = { options: { account: true, database: false }, flags: [], files: [] };

export const accountRevokeCommand: Command = {
  name: 'account revoke',
  summary: 'End every access token of somebody who leaves',
  usage,
  async run(words, terminal) {
    const read = readWords(words, rules);
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options } = read.value;
    const account = options.get('account') ?? '';
    const path = options.get('database') ?? 'var/pledge.sqlite';
    const { deps, close } = await openDatabase(path, terminal.environment);
    try {
      const count = await revokeTokens(deps, account, 'operator');
      terminal.out(`${count}\n`);
      terminal.err(`Ended ${count} ${count === 1 ? 'token' : 'tokens'} of ${visible(account)}.\n`);
      return exitCodes.done;
    } finally {
      close();
    }
  },
};
