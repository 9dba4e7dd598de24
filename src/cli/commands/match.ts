/**
 * `pledge match`: on the borough's own machine, from its list of attendees and its register to a match result without names. Pairs
 * that a person has to look at go into a review list that stays here.
 */
import { dirname, join } from 'node:path';
import type { Parsed, Problem } from '../../../analysis/plan/problem.ts';
import { decodeText } from '../../borough/decode-text.ts';
import type { FoundList } from '../../borough/find-list.ts';
import { hasherOfBytes } from '../../borough/hasher.ts';
import { matchCsv, readDecisions, reviewCsv } from '../../borough/matching/match-files.ts';
import { type Decisions, matchPeople, uprnsOf } from '../../borough/matching/match-people.ts';
import { registerFields } from '../../borough/matching/register-columns.ts';
import { dateQuestion } from '../../borough/open-questions.ts';
import { type ReadPeople, readPeople } from '../../borough/read-people.ts';
import { isDate } from '../../trial/calendar.ts';
import { type Command, exitCodes } from '../command.ts';
import { isSameFile, readBytes, refuse, refuseWords } from '../input-file.ts';
import { readMatchRegister } from '../match-input.ts';
import { matchReport } from '../match-words.ts';
import { refuseToWrite, writeWhole } from '../output-file.ts';
import { readKey, readList } from '../prepare-input.ts';
import { type PrepareChoices, readChoices } from '../prepare-options.ts';
import { asked, described } from '../prepare-words.ts';
import { readWords } from '../words.ts';

const usage =
  'pledge match --attendees FILE --register FILE --key FILE --out CSV [--date YYYY-MM-DD] [--published YYYY-MM-DD] [--review CSV] [--decisions CSV] [--columns FIELD=COLUMN,…] [--register-columns FIELD=COLUMN,…] [--sheet NAME] [--headings ROW] [--register-sheet NAME] [--register-headings ROW] [--dates day-first|month-first] [--without-errors]';

const rules = {
  options: {
    ...{ attendees: true, register: true, key: true, out: true, date: false, review: false, decisions: false },
    ...{ columns: false, sheet: false, headings: false, dates: false },
    ...{ 'register-columns': false, 'register-sheet': false, published: false, 'register-headings': false },
  },
  flags: ['without-errors'],
  files: [],
};

export const matchCommand: Command = {
  name: 'match',
  summary: 'who of the borough’s attendees is on the borough’s register, without names, on the borough’s own machine',
  usage,
  details: `Needs no network. --attendees: the borough's own list with names, read as by pledge prepare (--columns, --sheet, --headings, --dates).
--register: the full register as CSV or XLSX. Columns are known by their names; --register-columns says what is not known, by
heading or by letter: surname=C,address=F+G,from=none. Fields: ${registerFields.join(', ')}.
--published: the day this register was first published, for registrations of which it tells no date; without a date they are not taken.
--out: trial_id,status,date and no more. --review: pairs a person has to look at (else review.csv beside --out). Write same, different or unsure
into its column "decision" and give it back with --decisions; rows with the status review cannot be uploaded.
--date: the day the register is of (else today). Files are yours alone to read (mode 0600).`,
  async run(words, terminal) {
    const read = readWords(words, rules);
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const { flags } = read.value;
    const options = new Map([...read.value.options, ['list', read.value.options.get('attendees') ?? '']]);
    const given = (name: string) => options.get(name) ?? '';
    const choices = readChoices(options, new Date().toISOString());
    if (!choices.ok) return refuseWords(terminal, choices.problems, usage);
    const review = options.get('review') ?? join(dirname(given('out')), 'review.csv');
    const lost = await lostFile(options, review);
    if (lost !== null) return refuse(terminal, [lost]);
    const key = await readKey(given('key'));
    if (!key.ok) return refuse(terminal, inFile(given('key'), key.problems));
    const attendees = await readAttendees(options, choices.value, flags.has('without-errors'));
    if (!attendees.ok) return refuse(terminal, inFile(given('attendees'), attendees.problems));
    const { list, people } = attendees.value;
    const register = await readMatchRegister(options);
    if (!register.ok) return refuse(terminal, inFile(given('register'), register.problems));
    const decided = await decisionsIn(options.get('decisions'));
    if (!decided.ok) return refuse(terminal, inFile(given('decisions'), decided.problems));
    const uprns = uprnsOf(list.headings, list.rows);
    const undated = given('published');
    if (undated !== '' && !isDate(undated)) {
      return refuseWords(terminal, [{ path: '--published', message: 'write the day as YYYY-MM-DD' }], usage);
    }
    const work = { hasher: hasherOfBytes(key.value), on: choices.value.on, decided: decided.value, undated };
    const matched = await matchPeople(people.people, uprns, register.value, work);
    if (matched.review.length > 0 && !options.has('review') && (await exists(review))) {
      const message = `${review} stands there already, perhaps with decisions; give it as --decisions, or name another as --review`;
      return refuse(terminal, [{ path: '--review', message }]);
    }
    const files = [...(matched.review.length > 0 ? [['--review', review, reviewCsv(matched.review)] as const] : [])];
    for (const [option, path, text] of [...files, ['--out', given('out'), matchCsv(matched.rows)] as const]) {
      try {
        await writeWhole(path, [text]);
      } catch (error) {
        return refuseToWrite(terminal, path, error, option);
      }
    }
    terminal.err(matchReport(matched, { out: given('out'), review, without: people.errors.length }));
    return exitCodes.done;
  },
};

type Attendees = { readonly list: FoundList; readonly people: ReadPeople };

async function readAttendees(
  options: ReadonlyMap<string, string>,
  choices: PrepareChoices,
  withoutErrors: boolean,
): Promise<Parsed<Attendees>> {
  const read = await readList(options, choices);
  if (!read.ok) return read;
  const { list, columns } = read.value;
  if (columns.surname.length + columns.forenames.length + columns.fullName.length === 0) {
    const message = 'has no names; give the borough’s own list, not the one that pledge prepare wrote';
    return { ok: false, problems: [{ path: '', message }] };
  }
  const people = readPeople(list, columns, choices.on, choices.order ?? 'day-first');
  const doubt = choices.order === null ? dateQuestion(people) : null;
  if (doubt !== null) return { ok: false, problems: [asked(doubt, list)] };
  if (people.errors.length > 0 && !withoutErrors) return { ok: false, problems: people.errors.map(described) };
  return { ok: true, value: { list, people } };
}

async function decisionsIn(path: string | undefined): Promise<Parsed<Decisions>> {
  if (path === undefined) return { ok: true, value: new Map() };
  const bytes = await readBytes(path);
  return bytes.ok ? readDecisions(decodeText(bytes.value)) : bytes;
}

async function lostFile(options: ReadonlyMap<string, string>, review: string): Promise<Problem | null> {
  for (const path of [options.get('out') ?? '', review]) {
    for (const input of ['attendees', 'register', 'key', 'decisions']) {
      const other = options.get(input);
      if (other === undefined || !(await isSameFile(path, other))) continue;
      return { path: `--${input}`, message: `${path} would be written over; name another output` };
    }
  }
  return null;
}

async function exists(path: string): Promise<boolean> {
  return isSameFile(path, path);
}

function inFile(file: string, problems: readonly Problem[]) {
  return problems.map((problem) => ({ ...problem, file }));
}
