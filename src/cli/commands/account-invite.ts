/** `pledge account invite`: asks somebody to join, and shows the link that lets them choose a password, once. */
import { visible } from '../../../analysis/plan/quoted.ts';
import { roles } from '../../access/roles.ts';
import { isTrainingDatabase } from '../../actions/accounts.ts';
import { addInvited, invitationDays, linkFor } from '../../actions/invite-staff.ts';
import { openDatabase } from '../../open-database.ts';
import { type Command, exitCodes } from '../command.ts';
import { refuseWords } from '../input-file.ts';
import { readWords } from '../words.ts';

const usage =
  'pledge account invite --name NAME --email ADDRESS --role ROLE [--borough E09000005] [--organisation CODE] [--database var/pledge.sqlite]';
const rules = {
  options: { name: true, email: true, role: true, borough: false, organisation: false, database: false },
  flags: [],
  files: [],
};

export const accountInviteCommand: Command = {
  name: 'account invite',
  summary: 'Ask somebody to join, and show the link for it once',
  usage,
  details: `The link begins with the address of your site, from PLEDGE_ORIGIN. It works once, for ${invitationDays} days; pass it on yourself.`,
  async run(words, terminal) {
    const read = readWords(words, rules);
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options } = read.value;
    const [name = '', email = ''] = [options.get('name'), options.get('email')];
    const role = roles.find((known) => known === options.get('role'));
    const { PLEDGE_KEY, PLEDGE_ORIGIN } = terminal.environment;
    if (role === undefined || !/^[^\s@]+@[^\s@]+$/.test(email) || PLEDGE_KEY === undefined) {
      terminal.err(
        `Give --email as an address such as ana@newham.example, --role as one of ${roles.join(', ')}, and the key of the service in PLEDGE_KEY.\n`,
      );
      return exitCodes.refusedInput;
    }
    const { deps, close } = await openDatabase(options.get('database') ?? 'var/pledge.sqlite', terminal.environment);
    try {
      const [borough, organisation] = [options.get('borough') ?? null, options.get('organisation') ?? null];
      const isTraining = await isTrainingDatabase(deps);
      const account = await addInvited(deps, { name, role, borough, organisation, isTraining }, email);
      const { token } = await linkFor(deps, account, 'operator');
      terminal.err(`Added ${visible(name)} as ${role}, account ${account.id}. The link is shown this once.\n`);
      terminal.out(`${PLEDGE_ORIGIN ?? 'http://localhost:8080'}/join/${token}\n`);
      return exitCodes.done;
    } finally {
      close();
    }
  },
};
