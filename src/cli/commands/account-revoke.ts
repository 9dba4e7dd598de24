/** `pledge account revoke`: ends every access token of somebody who leaves. */
import { parseArgs } from 'node:util';
import { revokeTokens } from '../../actions/accounts.ts';
import { openDatabase } from '../../open-database.ts';
import { type Command, exitCodes } from '../command.ts';

const options = {
  account: { type: 'string' },
  database: { type: 'string', default: 'var/pledge.sqlite' },
} as const;

export const accountRevokeCommand: Command = {
  name: 'account revoke',
  summary: 'End every access token of somebody who leaves',
  usage: 'pledge account revoke --account ID [--database var/pledge.sqlite]',
  async run(words, terminal) {
    const { values } = parseArgs({ args: [...words], options });
    if (values.account === undefined) {
      terminal.err('Give --account, the id that `pledge account add` printed.\n');
      return exitCodes.refusedInput;
    }
    const { deps, close } = await openDatabase(values.database, terminal.environment);
    try {
      const count = await revokeTokens(deps, values.account, 'operator');
      terminal.out(`${count}\n`);
      terminal.err(`Ended ${count} ${count === 1 ? 'token' : 'tokens'} of ${values.account}.\n`);
      return exitCodes.done;
    } finally {
      close();
    }
  },
};
