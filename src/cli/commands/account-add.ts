/** `pledge account add`: adds somebody who works with Pledge and shows their access token once. */
import { parseArgs } from 'node:util';
import { type Role, roles } from '../../access/roles.ts';
import { addAccount, isTrainingDatabase } from '../../actions/accounts.ts';
import { openDatabase } from '../../open-database.ts';
import { type Command, exitCodes } from '../command.ts';

const options = {
  name: { type: 'string' },
  role: { type: 'string' },
  borough: { type: 'string' },
  organisation: { type: 'string' },
  days: { type: 'string', default: '90' },
  database: { type: 'string', default: 'var/pledge.sqlite' },
} as const;

export const accountAddCommand: Command = {
  name: 'account add',
  summary: 'Add somebody who works with Pledge, and show their access token once',
  usage:
    'pledge account add --name NAME --role ROLE [--borough E09000005] [--organisation CODE] [--days 90] [--database var/pledge.sqlite]',
  async run(words, terminal) {
    const { values } = parseArgs({ args: [...words], options });
    const role: Role | undefined = roles.find((known) => known === values.role);
    if (role === undefined || values.name === undefined || !/^[1-9][0-9]{0,3}$/.test(values.days)) {
      terminal.err(`Give --name, --days from 1 to 9999, and --role as one of: ${roles.join(', ')}.\n`);
      return exitCodes.refusedInput;
    }
    const { deps, close } = await openDatabase(values.database, terminal.environment);
    try {
      const { account, token } = await addAccount(deps, {
        name: values.name,
        role,
        borough: values.borough ?? null,
        organisation: values.organisation ?? null,
        isTraining: await isTrainingDatabase(deps),
        validDays: Number(values.days),
      });
      terminal.err(
        `Added ${account.name} as ${role}, account ${account.id}. The token is shown this once; it is valid for ${values.days} days.\n`,
      );
      terminal.out(`${token}\n`);
      return exitCodes.done;
    } finally {
      close();
    }
  },
};
