/** `pledge account revoke`: ends all that lets somebody in who leaves. */
import { visible } from '../../../analysis/plan/quoted.ts';
import { endAccess } from '../../actions/accounts.ts';
import { openDatabase } from '../../open-database.ts';
import { type Command, exitCodes } from '../command.ts';
import { refuseWords } from '../input-file.ts';
import { readWords } from '../words.ts';

const usage = 'pledge account revoke --account ID [--database var/pledge.sqlite]';
const rules = { options: { account: true, database: false }, flags: [], files: [] };

export const accountRevokeCommand: Command = {
  name: 'account revoke',
  summary: 'End the sessions, password and access tokens of somebody who leaves',
  usage,
  async run(words, terminal) {
    const read = readWords(words, rules);
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options } = read.value;
    const account = options.get('account') ?? '';
    const path = options.get('database') ?? 'var/pledge.sqlite';
    const { deps, close } = await openDatabase(path, terminal.environment);
    try {
      if (deps.signIn === null) {
        terminal.err(
          'Give the key of the service in PLEDGE_KEY: without it a password and its sessions cannot be ended.\n',
        );
        return exitCodes.refusal;
      }
      const { tokens, hadSignIn } = await endAccess(deps, account, 'operator');
      terminal.out(`${tokens}\n`);
      const signIn = hadSignIn ? ', its sign-in and every session' : '';
      terminal.err(`Ended ${tokens} ${tokens === 1 ? 'token' : 'tokens'} of ${visible(account)}${signIn}.\n`);
      return exitCodes.done;
    } finally {
      close();
    }
  },
};
