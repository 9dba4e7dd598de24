/** The steps from a file that was chosen to a list that is sent. Loaded with the reader, once a file is there. */
import { rowErrorsCsv } from '../../../borough/csv-text.ts';
import { findList } from '../../../borough/find-list.ts';
import { type Hasher, hasherOfCryptoKey } from '../../../borough/hasher.ts';
import { fieldRules } from '../../../borough/list-fields.ts';
import { matchColumns } from '../../../borough/match-columns.ts';
import { columnQuestions, consequencesOf, dateQuestion } from '../../../borough/open-questions.ts';
import { localPerson, nameOf } from '../../../borough/person.ts';
import { readFile } from '../../../borough/read-file.ts';
import { advice, columnOf } from '../../../borough/row-error.ts';
import type { Sheet } from '../../../borough/sheet.ts';
import { holdNames } from '../local-list.ts';
import { count, drawCheck, withReason } from './check-step.ts';
import { chosenColumns, chosenOrder, drawColumns } from './columns-step.ts';
import { type Draft, hashDraft, knownRows, onList, proposalsOf, type Readied, readDraft, readied } from './draft.ts';
import { byId, fillTable, inputById, onClick, saveFile, selectById, tableRow } from './elements.ts';
import { confirmedProposals, drawProposals } from './households-step.ts';
import { bodyOf, type JoinKind, send, type Where, whereKnown } from './service.ts';
import { type PageProblem, showProblems, showStep } from './steps.ts';

const { ceremony = '', heldOn = '', late } = byId('list-steps').dataset;
const isLate = late === 'true';

let sheets: readonly Sheet[] = [];
let hasher: Hasher;
let draft: Draft;
let people: readonly Readied[] = [];
/** The body last shown and its key: sent again, it acts once. */
let sending: { readonly body: string; readonly key: string } | null = null;

/** Reads the file and goes to the first step that has something to settle. */
export async function openFile(bytes: Uint8Array, key: CryptoKey): Promise<void> {
  hasher = hasherOfCryptoKey(key);
  const read = await readFile(bytes);
  if (!read.ok) return showProblems(inFile(read.problems));
  sheets = read.value;
  await openSheet();
}

/** Finds the list in the file, as far as the registrar's answers about sheet and headings go. */
async function openSheet(): Promise<void> {
  const names = sheets.flatMap(({ name }) => name ?? []);
  const sheet = selectById('list-sheet');
  if (sheet.options.length - 1 !== names.length || names.some((name, at) => sheet.options[at + 1]?.value !== name)) {
    sheet.replaceChildren(new Option('Find it for me', ''), ...names.map((name) => new Option(name, name)));
  }
  const row = Number(inputById('list-headings').value.trim());
  const found = findList(sheets, {
    ...(sheet.value === '' ? {} : { sheet: sheet.value }),
    ...(Number.isInteger(row) && row > 0 ? { headingRow: row } : {}),
  });
  if (!found.ok) {
    byId('list-place').hidden = false;
    return showProblems(inFile(found.problems));
  }
  const matched = matchColumns(found.value.headings);
  draft = {
    ...{
      list: found.value,
      matched,
      columns: matched.columns,
      order: null,
      read: { people: [], errors: [], leftOut: [] },
    },
    ...{ hashes: [], known: new Map(), isBroughtOver: false, confirmed: new Set(), reasons: new Map() },
  };
  const questions = columnQuestions(matched, matched.columns);
  drawColumns(found.value, matched.columns, questions);
  byId('date-order-fields').hidden = true;
  if (questions.length > 0) return showStep('columns');
  await readRows();
}

type Fault = { readonly path: string; readonly message: string };

function inFile(problems: readonly Fault[]): readonly PageProblem[] {
  return problems.map(({ path, message }) => ({
    message: capitalised(path === '' ? message : `${path}: ${message}`),
    field: 'list-file',
  }));
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

onClick('columns-done', async () => {
  const chosen = chosenColumns(draft.columns);
  if (!('reference' in chosen)) return showProblems(chosen);
  draft.columns = chosen;
  draft.order = chosenOrder();
  await readRows();
});

onClick('columns-change', () => showStep('columns'));

async function readRows(): Promise<void> {
  readDraft(draft, heldOn);
  const doubt = draft.order === null ? dateQuestion(draft.read) : null;
  if (doubt?.kind === 'date-order') {
    byId('date-order-fields').hidden = false;
    showStep('columns');
    const rows = doubt.rows.slice(0, 10).join(', ');
    const message = `Row ${rows}: the month stands before the day. Say how this file writes dates, because others may be wrong unseen`;
    return showProblems([{ message, field: 'date-order' }]);
  }
  const { errors, leftOut } = draft.read;
  const words = [
    ...consequencesOf(draft.columns),
    leftOut.length > 0 ? `Left out as nobody’s (totals, notes, repeated headings): row ${leftOut.join(', ')}.` : '',
    draft.list.hiddenRows > 0
      ? `${draft.list.hiddenRows} rows are hidden in the spreadsheet; they were read like the others.`
      : '',
  ];
  byId('read-notes').textContent = words.filter((word) => word !== '').join(' ');
  if (errors.length === 0) return ask();
  const rows = new Set(errors.map(({ row }) => row)).size;
  byId('rows-counts').textContent =
    `${errors.length} ${errors.length === 1 ? 'thing is' : 'things are'} not right, in ${rows} ${rows === 1 ? 'row' : 'rows'}. ` +
    `${count(draft.read.people.length)} can be read.`;
  fillTable(
    'rows-table',
    errors.map((error) =>
      tableRow([String(error.row), columnOf(error), fieldRules[error.field].label, advice(error.rule)]),
    ),
  );
  byId('rows-without').hidden = draft.read.people.length === 0;
  byId('rows-without').textContent = rows === 1 ? 'Go on without this row' : `Go on without these ${rows} rows`;
  showStep('rows');
}

onClick('rows-save', () => saveFile('rows-to-mend.csv', rowErrorsCsv(draft.read.errors)));
onClick('rows-again', () => {
  inputById('list-file').value = '';
  showStep('file');
});
onClick('rows-without', () => ask());
onClick('rows-columns', () => showStep('columns'));

/** Asks the service, by hash, who is enrolled already. */
async function ask(): Promise<void> {
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

onClick('reason-done', async () => {
  const reasons = withReason(draft.reasons, people);
  if (!(reasons instanceof Map)) return showProblems(reasons as readonly PageProblem[]);
  draft.reasons = reasons;
  inputById('reason-row').value = '';
  await check();
});

onClick('send', async () => {
  if (sending === null) return;
  const body = bodyOf(
    people.map(({ row }) => row),
    joinKind(),
  );
  if (body !== sending.body) sending = { body, key: crypto.randomUUID() };
  const answer = await send(ceremony, isLate, sending.body, sending.key);
  if (!answer.ok) {
    // Somebody was enrolled in between: asking again shows who.
    if (answer.kind === 'already-enrolled' && !draft.isBroughtOver) return ask();
    return showProblems([{ message: answer.message }]);
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
