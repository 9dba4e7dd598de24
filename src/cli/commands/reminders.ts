/**
 * `pledge reminders`: on the borough's own machine, from its list with addresses and whom the service says may be reminded, the files that
 * GOV.UK Notify takes, and beside them what the service is told: hashes and codes.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { signerOfBytes } from '../../borough/follow-up-codes.ts';
import { hasherOfBytes } from '../../borough/hasher.ts';
import { type Chosen, chooseMessages } from '../../borough/reminders/choose-messages.ts';
import { type LinkedMessage, linkedMessages, madeCsv, mergeFiles } from '../../borough/reminders/mail-merge.ts';
import { readContacts } from '../../borough/reminders/read-contacts.ts';
import { type Command, type ExitCode, exitCodes, type Terminal } from '../command.ts';
import { readBytes, refuse, refuseWords } from '../input-file.ts';
import { refuseToWrite, writeWhole } from '../output-file.ts';
import { readKey } from '../prepare-input.ts';
import { type Due, readDue } from '../reminders-input.ts';
import { readWords } from '../words.ts';

const usage = 'pledge reminders --due JSON --list FILE --key FILE --out FOLDER [--again]';
const rules = { options: { due: true, list: true, key: true, out: true }, flags: ['again'], files: [] };

export const remindersCommand: Command = {
  name: 'reminders',
  summary: 'messages for whom a borough may remind today, as files for GOV.UK Notify, on the borough’s own machine',
  usage,
  details: `Needs no network. --due: what the page of reminders gives as due.json. --list: the borough's own list, with e-mail addresses or mobile numbers;
others of the ceremonies are read by another call, into another folder. Writes reminder-1-e-mail.csv and the like into the folder, with links
of the people's own pages, and made.csv, which holds hashes and codes alone: upload that on the page before you send the messages.
Only people whose card is registered get a message. --again: those that were made before and of whose delivery nothing is recorded.
Files are yours alone to read (mode 0600).`,
  async run(words, terminal) {
    const read = readWords(words, rules);
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options, flags } = read.value;
    const given = (name: string) => options.get(name) ?? '';
    const inFile = (name: string, problems: readonly { readonly path: string; readonly message: string }[]) =>
      refuse(
        terminal,
        problems.map((problem) => ({ ...problem, file: given(name) })),
      );
    const [due, key, bytes] = await Promise.all([
      readDue(given('due')),
      readKey(given('key')),
      readBytes(given('list')),
    ]);
    if (!due.ok) return inFile('due', due.problems);
    if (!key.ok) return inFile('key', key.problems);
    const contacts = bytes.ok ? await readContacts(bytes.value, hasherOfBytes(key.value)) : bytes;
    if (!contacts.ok) return inFile('list', contacts.problems);
    const isAgain = flags.has('again');
    const chosen = chooseMessages(isAgain ? due.value.made : due.value.due, contacts.value, {
      ...due.value,
      needsConsent: due.value.lawfulBasis === 'consent',
    });
    const linked = await linkedMessages(signerOfBytes(key.value), due.value.trial, chosen.messages);
    if (linked.some(({ people }) => people.some(({ state }) => state === 'other-key'))) {
      return inFile('key', [
        { path: '', message: 'is another key than the one with which these people’s cards were made' },
      ]);
    }
    return write(terminal, given('out'), due.value, chosen, linked, isAgain);
  },
};

async function write(
  terminal: Terminal,
  folder: string,
  due: Due,
  { left }: Chosen,
  linked: readonly LinkedMessage[],
  isAgain: boolean,
): Promise<ExitCode> {
  const ready = linked.filter(({ people }) => people.every(({ state }) => state === 'registered'));
  const files = mergeFiles(ready, { borough: due.boroughName, site: due.site });
  const written = [
    ...files.map(({ name, text }) => [name, text] as const),
    ...(isAgain || ready.length === 0 ? [] : [['made.csv', madeCsv(ready)] as const]),
  ];
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const [name, text] of written) await writeWhole(join(folder, name), [text]);
  } catch (error) {
    return refuseToWrite(terminal, folder, error);
  }
  const sentences = [
    `${ready.length} messages made: ${files.map(({ name, messages }) => `${messages} in ${name}`).join(', ') || 'none'}.`,
    linked.length === ready.length
      ? ''
      : `${linked.length - ready.length} are for people without a registered card: print their cards first.`,
    left['not-in-lists'] === 0 ? '' : `${left['not-in-lists']} are for people who are not in this list.`,
    left['not-agreed'] === 0
      ? ''
      : `${left['not-agreed']} are for people who, by this list, did not agree to be contacted.`,
    left['no-address'] === 0 ? '' : `${left['no-address']} are for people without an address that may be used.`,
    left['silent-address'] === 0
      ? ''
      : `${left['silent-address']} would go to an address of somebody who left or asked for nothing more.`,
    left['too-long'] === 0 ? '' : `${left['too-long']} would be too long for a text message.`,
    isAgain || ready.length === 0 ? '' : 'Upload made.csv on the page of reminders before you send them.',
  ];
  terminal.err(`${sentences.filter((sentence) => sentence !== '').join('\n')}\n`);
  return exitCodes.done;
}
