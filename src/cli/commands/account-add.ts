/** `pledge account add`: adds somebody who works with Pledge and shows their access token once. */
import { visible } from '../../../analysis/plan/quoted.ts';
import { type Role, roles } from '../../access/roles.ts';
import { addAccount, addPassword, isTrainingDatabase, refuseTakenEmail } from '../../actions/accounts.ts';
import { openDatabase } from '../../open-database.ts';
import { type Command, exitCodes } from '../command.ts';
import { refuseWords } from '../input-file.ts';
import { readWords } from '../words.ts';

const usage =
  'pledge account add --name NAME --role ROLE [--email ADDRESS] [--borough E09000005] [--organisation CODE] [--days 90] [--database var/pledge.sqlite]';
const rules = {
  options: { name: true, role: true, email: false, borough: false, organisation: false, days: false, database: false },
  flags: [],
  files: [],
};

export const accountAddCommand: Command = {
  name: 'account add',
  summary: 'Add somebody who works with Pledge, and show their access token once',
  usage,
  async run(words, terminal) {
    const read = readWords(words, rules);
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options } = read.value;
    const [name = '', days = '90'] = [options.get('name'), options.get('days')];
    const role: Role | undefined = roles.find((known) => known === options.get('role'));
    if (role === undefined || !/^[1-9][0-9]{0,3}$/.test(days)) {
      terminal.err(`Give --days from 1 to 9999, and --role as one of: ${roles.join(', ')}.\n`);
      return exitCodes.refusedInput;
    }
    const email = options.get('email');
    if (email !== undefined && (!/^[^\s@]+@[^\s@]+$/.test(email) || terminal.environment.PLEDGE_KEY === undefined)) {
      terminal.err(
        'Give --email as an address such as ana@newham.example, and the key of the service in PLEDGE_KEY.\n',
      );
      return exitCodes.refusedInput;
    }
    const path = options.get('database') ?? 'var/pledge.sqlite';
    const { deps, close } = await openDatabase(path, terminal.environment);
    try {
      if (email !== undefined) await refuseTakenEmail(deps, email);
      const { account, token } = await addAccount(deps, {
        name,
        role,
        borough: options.get('borough') ?? null,
        organisation: options.get('organisation') ?? null,
        isTraining: await isTrainingDatabase(deps),
        validDays: Number(days),
      });
      terminal.err(
        `Added ${visible(account.name)} as ${role}, account ${account.id}. The token is shown this once; it is valid for ${days} days.\n`,
      );
      terminal.out(`${token}\n`);
      if (email !== undefined) {
        const password = await addPassword(deps, account, email);
        terminal.err(
          `First password for the pages, shown this once: ${password}\nThe first sign-in asks for an authenticator app; change the password then.\n`,
        );
      }
      return exitCodes.done;
    } finally {
      close();
    }
  },
};
