/** The steps from a file that was chosen to a list that is read without open questions. Loaded with the reader, once a file is there. */
import { rowErrorsCsv } from '../../../borough/csv-text.ts';
import { findList } from '../../../borough/find-list.ts';
import { type Hasher, hasherOfCryptoKey, remembering } from '../../../borough/hasher.ts';
import { fieldRules } from '../../../borough/list-fields.ts';
import { lookalikeWords } from '../../../borough/lookalikes.ts';
import { matchColumns } from '../../../borough/match-columns.ts';
import { columnQuestions, consequencesOf, dateQuestion } from '../../../borough/open-questions.ts';
import { readFile } from '../../../borough/read-file.ts';
import { advice, columnOf } from '../../../borough/row-error.ts';
import type { Sheet } from '../../../borough/sheet.ts';
import { count } from './check-step.ts';
import { chosenColumns, chosenOrder, drawColumns } from './columns-step.ts';
import { type Draft, readDraft } from './draft.ts';
import { byId, fillTable, inputById, onClick, saveFile, selectById, tableRow } from './elements.ts';
import { ask } from './sending-steps.ts';
import { type PageProblem, showProblems, showStep } from './steps.ts';

const { heldOn = '' } = byId('list-steps').dataset;

let sheets: readonly Sheet[] = [];
let hasher: Hasher;
let draft: Draft;
/** Reads the file and goes to the first step that has something to settle. */
export async function openFile(bytes: Uint8Array, key: CryptoKey): Promise<void> {
  hasher = remembering(hasherOfCryptoKey(key));
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
    lookalikeWords(draft.read.people),
    draft.list.hiddenRows > 0
      ? `${draft.list.hiddenRows} rows are hidden in the spreadsheet; they were read like the others.`
      : '',
  ];
  byId('read-notes').textContent = words.filter((word) => word !== '').join(' ');
  if (errors.length === 0) return ask(draft, hasher);
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
onClick('rows-without', () => ask(draft, hasher));
onClick('rows-columns', () => showStep('columns'));
