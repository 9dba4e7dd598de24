/**
 * `pledge prepare`: on the borough's own machine, from a list with names to the attendee list without them. It does what the list
 * page does in a browser, for those without JavaScript; the file it writes is uploaded there.
 */
import type { Problem } from '../../../analysis/plan/problem.ts';
import { attendeesCsv, namesCsv, rowErrorsCsv } from '../../borough/csv-text.ts';
import { deriveRows } from '../../borough/derive.ts';
import type { FoundList } from '../../borough/find-list.ts';
import { hasherOfBytes } from '../../borough/hasher.ts';
import { householdsOf, proposedHouseholds } from '../../borough/households.ts';
import type { LinkageKey } from '../../borough/linkage-key.ts';
import { fieldRules } from '../../borough/list-fields.ts';
import type { Columns } from '../../borough/match-columns.ts';
import { dateQuestion } from '../../borough/open-questions.ts';
import { nameOf } from '../../borough/person.ts';
import { readPeople } from '../../borough/read-people.ts';
import { type Command, type ExitCode, exitCodes, type Terminal } from '../command.ts';
import { refuse, refuseWords } from '../input-file.ts';
import { refuseToWrite, writeWhole } from '../output-file.ts';
import { lostFile, readKey, readList } from '../prepare-input.ts';
import { type PrepareChoices, readChoices } from '../prepare-options.ts';
import { asked, described, report } from '../prepare-words.ts';
import { readWords } from '../words.ts';

const usage =
  'pledge prepare --list FILE --key FILE --out CSV [--date YYYY-MM-DD] [--columns FIELD=COLUMN,…] [--sheet NAME] [--headings ROW] [--dates day-first|month-first] [--households lead|proposed] [--errors CSV] [--without-errors] [--names CSV]';

const rules = {
  options: {
    ...{ list: true, key: true, out: true, date: false, columns: false, sheet: false, headings: false },
    ...{ dates: false, households: false, errors: false, names: false },
  },
  flags: ['without-errors'],
  files: [],
};

export const prepareCommand: Command = {
  name: 'prepare',
  summary: 'from the borough’s list with names to the attendee list without them, on the borough’s own machine',
  usage,
  details: `Reads CSV, semicolon and tab files and XLSX. Columns are known by their names; --columns says what is not known, by heading or
by letter: reference=C,lead=none,address=F+G. Fields: ${Object.keys(fieldRules).join(', ')}.
--date: the day of the ceremony, for which ages count (else today). --households proposed: people of one surname at one address are
one household even where no lead case identifier says so. --errors: the faults of rows as a file, without what stands in them.
--without-errors: go on without the rows that have faults. --names: whom each hash means, for the borough alone.
Files are yours alone to read (mode 0600).`,
  async run(words, terminal) {
    const read = readWords(words, rules);
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { options, flags } = read.value;
    const choices = readChoices(options, new Date().toISOString());
    if (!choices.ok) return refuseWords(terminal, choices.problems, usage);
    const lost = await lostFile(options);
    if (lost !== null) return refuse(terminal, [lost]);
    const key = await readKey(options.get('key') ?? '');
    if (!key.ok) return refuse(terminal, inFile(options.get('key'), key.problems));
    const list = await readList(options, choices.value);
    if (!list.ok) return refuse(terminal, inFile(options.get('list'), list.problems));
    return prepare(terminal, { ...list.value, key: key.value, choices: choices.value, options, flags });
  },
};

type Work = {
  readonly list: FoundList;
  readonly columns: Columns;
  readonly key: LinkageKey;
  readonly choices: PrepareChoices;
  readonly options: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
};

async function prepare(terminal: Terminal, { list, columns, key, choices, options, flags }: Work): Promise<ExitCode> {
  const read = readPeople(list, columns, choices.on, choices.order ?? 'day-first');
  const doubt = choices.order === null ? dateQuestion(read) : null;
  if (doubt !== null) return refuse(terminal, inFile(options.get('list'), [asked(doubt, list)]));
  const errors = [['errors', rowErrorsCsv(read.errors)]] as const;
  if (read.errors.length > 0 && !flags.has('without-errors')) {
    const unwritten = await write(terminal, options, errors);
    return unwritten ?? refuse(terminal, inFile(options.get('list'), read.errors.map(described)));
  }
  const proposals = proposedHouseholds(read.people);
  const households = householdsOf(read.people, choices.joinProposed ? proposals : []);
  const rows = await deriveRows(read.people, households, choices.on, hasherOfBytes(key));
  const names = read.people.map((person, at) => ({
    ...{ reference_hash: rows[at]?.reference_hash ?? '', row: person.row, name: nameOf(person) },
  }));
  const files = [...errors, ['names', namesCsv(names)], ['out', attendeesCsv(rows)]] as const;
  const unwritten = await write(terminal, options, files);
  if (unwritten !== null) return unwritten;
  const out = options.get('out') ?? '';
  terminal.err(report({ list, columns, choices, read, proposals: proposals.length, out }));
  return exitCodes.done;
}

/** Writes those of the files whose option is given; the exit code where one cannot be written, else null. */
async function write(
  terminal: Terminal,
  options: ReadonlyMap<string, string>,
  files: readonly (readonly [string, string])[],
): Promise<ExitCode | null> {
  for (const [option, text] of files) {
    const path = options.get(option);
    if (path === undefined) continue;
    try {
      await writeWhole(path, [text]);
    } catch (error) {
      return refuseToWrite(terminal, path, error, `--${option}`);
    }
  }
  return null;
}

function inFile(file: string | undefined, problems: readonly Problem[]) {
  return problems.map((problem) => ({ ...problem, file: file ?? '' }));
}
