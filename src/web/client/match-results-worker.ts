/**
 * Matches in a thread of its own, so that a page with a register of a whole borough stays usable. It keeps the list and the register
 * in memory until its tab is closed, talks to that page alone, and asks the network for nothing.
 */
import { findList } from '../../borough/find-list.ts';
import { hasherOfCryptoKey } from '../../borough/hasher.ts';
import { matchColumns } from '../../borough/match-columns.ts';
import { matchCsv } from '../../borough/matching/match-files.ts';
import { type Matched, matchPeople, type ReviewPair, uprnsOf } from '../../borough/matching/match-people.ts';
import { openRegister } from '../../borough/matching/read-register.ts';
import { missingColumns, registerLabels } from '../../borough/matching/register-columns.ts';
import { type Decision, matchStatuses } from '../../borough/matching/verdicts.ts';
import { columnQuestions, dateQuestion } from '../../borough/open-questions.ts';
import { readFile } from '../../borough/read-file.ts';
import { readPeople } from '../../borough/read-people.ts';
import { isDate } from '../../trial/calendar.ts';
import type { Answered, Asked, Pair } from './match-results/steps.ts';

type Reading = Extract<Asked, { kind: 'read' }>;

// TypeScript's own types of workers and of pages exclude each other; of a worker only this is needed.
const worker = self as unknown as {
  readonly postMessage: (answer: Answered) => void;
  readonly addEventListener: (name: 'message', listen: (event: MessageEvent<Asked>) => void) => void;
};

const decided = new Map<string, Map<string, Decision>>();
let matchAgain: (() => Promise<Matched>) | null = null;

worker.addEventListener('message', ({ data }) => {
  const failed = () =>
    refusal(['These files could not be matched. Close the page, open it again, and choose them again.']);
  void answer(data)
    .catch(failed)
    .then((one) => worker.postMessage(one));
});

async function answer(asked: Asked): Promise<Answered> {
  if (asked.kind === 'read') {
    decided.clear();
    matchAgain = null;
    const refused = await read(asked);
    if (refused !== null) return refused;
  } else {
    for (const { trial_id, elector, decision } of asked.decided) {
      decided.set(trial_id, (decided.get(trial_id) ?? new Map<string, Decision>()).set(elector, decision));
    }
  }
  return matchAgain === null ? refusal(['Choose both files first.']) : told(await matchAgain());
}

async function read({ key, list, register, on, undated, withoutErrors }: Reading): Promise<Answered | null> {
  if (!isDate(on)) return refusal(['Enter the day of the register as a date, such as 1 10 2026.']);
  const inList = (message: string) => `Your list: ${message}.`;
  const file = await readFile(new Uint8Array(await list.arrayBuffer()));
  const found = file.ok ? findList(file.value) : file;
  if (!found.ok) return refusal(found.problems.map(({ message }) => inList(message)));
  const matched = matchColumns(found.value.headings);
  const { columns } = matched;
  const isOpen = columnQuestions(matched, columns).some((one) => one.kind !== 'which-column' || one.isRequired);
  if (isOpen)
    return refusal([inList('one column, and only one, must be known as each of reference, name and date of birth')]);
  if (columns.surname.length + columns.forenames.length + columns.fullName.length === 0)
    return refusal([inList('it has no names; choose the borough’s own list')]);
  const people = readPeople(found.value, columns, on, 'day-first');
  if (dateQuestion(people) !== null)
    return refusal([inList('some dates of birth are written month first; write them all day first')]);
  if (people.errors.length > 0 && !withoutErrors) {
    const rows = [...new Set(people.errors.map(({ row }) => row))].join(', ');
    return refusal([inList(`these rows have faults: ${rows}`)], true);
  }
  const opened = await openRegister(new Uint8Array(await register.arrayBuffer()));
  if (!opened.ok) return refusal(opened.problems.map(({ message }) => `The register: ${message}.`));
  const missing = missingColumns(opened.value.columns).map((field) => registerLabels[field]);
  if (missing.length > 0) return refusal([`The register: no column is known as ${missing.join(' or ')}.`]);
  const uprns = uprnsOf(found.value.headings, found.value.rows);
  const hasher = hasherOfCryptoKey(key);
  matchAgain = () => matchPeople(people.people, uprns, opened.value, { hasher, on, decided, undated });
  return null;
}

function refusal(messages: readonly string[], mayGoOn = false): Answered {
  return { ok: false, messages, mayGoOn };
}

function told({ rows, review, counts, leftOut }: Matched): Answered {
  const count = Object.fromEntries(
    matchStatuses.map((status) => [status, rows.filter((row) => row.status === status).length]),
  ) as Record<(typeof matchStatuses)[number], number>; // one entry for each status
  return {
    ...{ ok: true, people: rows.length, electors: counts.electors, counts: count, leftOut },
    dateless: rows.filter(({ status, date }) => status === 'registered' && date === '').length,
    anonymousUntold: counts.anonymousUntold,
    pairs: review.map(pairOf),
    csv: matchCsv(rows),
  };
}

function pairOf({ trial_id, person, elector }: ReviewPair): Pair {
  const { written, number, date } = elector;
  return {
    ...{ trial_id, elector: number },
    list: { name: person.name, date: person.born, address: person.address },
    register: { name: written.name, date: date ?? '', address: written.address },
  };
}
