/** The steps from a list that is read to one that is sent: who is known, households, exactly what is sent, sending. */
import { attendeesCsv } from '../../../borough/csv-text.ts';
import type { Hasher } from '../../../borough/hasher.ts';
import { localPerson, nameOf } from '../../../borough/person.ts';
import { holdNames } from '../local-list.ts';
import { count, drawAll, drawCheck, withReason } from './check-step.ts';
import { type Draft, hashDraft, knownRows, onList, proposalsOf, type Readied, readied } from './draft.ts';
import { byId, fillTable, inputById, onClick, saveFile, tableRow } from './elements.ts';
import { confirmedProposals, drawProposals, tickAll } from './households-step.ts';
import { bodyOf, type JoinKind, send, type Where, whereKnown } from './service.ts';
import { type PageProblem, showProblems, showStep } from './steps.ts';

const { ceremony = '', heldOn = '', late } = byId('list-steps').dataset;
const isLate = late === 'true';

let hasher: Hasher;
let draft: Draft;
let people: readonly Readied[] = [];
let isSending = false;
/** The body last shown and its key: sent again, it acts once. */
let sending: { readonly body: string; readonly key: string } | null = null;

/** Asks the service, by hash, who is enrolled already. */
export async function ask(read: Draft, by: Hasher): Promise<void> {
  [draft, hasher] = [read, by];
  await hashDraft(draft, hasher);
  const answer = await whereKnown(ceremony, draft.hashes);
  if (!answer.ok) return showProblems([{ message: answer.message }]);
  draft.known = answer.value;
  const known = knownRows(draft);
  if (known.length === 0) return askHouseholds();
  const names = new Map(draft.read.people.map((person) => [person.row, nameOf(person)]));
  fillTable(
    'known-table',
    known.map(([row, where]) => tableRow([String(row), names.get(row) ?? '', said(where)])),
  );
  byId('known-over').hidden = !(isLate && known.some(([, where]) => where === 'own-borough'));
  showStep('known');
}

function said(where: Where): string {
  if (where === 'this-ceremony') return 'On this list already: not sent again';
  if (where === 'elsewhere') return 'On a list of another borough: left out';
  return isLate
    ? 'On another list of your borough: left out unless you bring them over'
    : 'On another list of your borough: left out; rebook them there';
}

onClick('known-done', () => {
  draft.isBroughtOver = inputById('bring-over').checked;
  return askHouseholds();
});

function askHouseholds(): Promise<void> | void {
  const proposals = proposalsOf(draft);
  if (proposals.length === 0) return check();
  drawProposals(onList(draft), proposals, draft.confirmed);
  showStep('households');
}

onClick('households-all', tickAll);
onClick('households-done', () => {
  draft.confirmed = confirmedProposals();
  return check();
});

async function check(): Promise<void> {
  people = await readied(draft, heldOn, hasher);
  const isNobody = people.length === 0;
  byId('check-nobody').hidden = !isNobody;
  byId('check-some').hidden = isNobody;
  drawCheck(people);
  sending = {
    body: bodyOf(
      people.map(({ row }) => row),
      joinKind(),
    ),
    key: crypto.randomUUID(),
  };
  showStep('check');
}

function joinKind(): JoinKind | null {
  if (!isLate) return null;
  return inputById('join-kind-2').checked ? 'walk-in' : 'late-joiner';
}

onClick('check-all', () => drawAll(people));
onClick('check-save', () => saveFile('attendees.csv', attendeesCsv(people.map(({ row }) => row))));

onClick('reason-done', async () => {
  const reasons = withReason(draft.reasons, people);
  if (!(reasons instanceof Map)) return showProblems(reasons as readonly PageProblem[]);
  draft.reasons = reasons;
  inputById('reason-row').value = '';
  await check();
});

onClick('send', async () => {
  if (sending === null || isSending) return;
  const body = bodyOf(
    people.map(({ row }) => row),
    joinKind(),
  );
  if (body !== sending.body) sending = { body, key: crypto.randomUUID() };
  isSending = true;
  const answer = await send(ceremony, isLate, sending.body, sending.key);
  isSending = false;
  if (!answer.ok) {
    // Somebody was enrolled in between: asking again shows who.
    if (answer.kind === 'already-enrolled' && !draft.isBroughtOver) return ask(draft, hasher);
    return showProblems([{ message: inRowsOfFile(answer.message) }]);
  }
  const hashes = new Map(draft.read.people.map(({ row }, at) => [row, draft.hashes[at] ?? '']));
  const stay = inputById('keep-names').checked ? 'day' : 'tab';
  const names = new Map(onList(draft).map((person) => [hashes.get(person.row) ?? '', localPerson(person)]));
  await holdNames(ceremony, heldOn, names, stay);
  byId('sent-counts').textContent = `${count(people.length)} added`;
  byId('sent-names').hidden = stay !== 'day';
  sending = null;
  showStep('sent');
});

/** The service counts the people it was sent; the registrar knows them by the rows of the file. */
function inRowsOfFile(message: string): string {
  return message.replace(/\brow (\d+(?:, \d+)*)/, (_, numbers: string) => {
    const rows = numbers.split(', ').map((number) => people[Number(number) - 1]?.person.row ?? number);
    return `row ${rows.join(', ')} of the file`;
  });
}
