/**
 * Reminders made in this browser: the borough's own lists are read and joined by hash with whom the service says may be reminded. What is
 * sent is hashes and codes; names, addresses and links go into files that are saved here. A report of GOV.UK Notify is read here as well.
 */
import { heldKey, holdKey, isSecurePage } from './linkage-key-store.ts';
import { byId, element, inputById, onClick, saveFile } from './list/elements.ts';
import type { Reading } from './reminders/make-messages.ts';

const page = byId('reminders');
const { trial = '', borough = '', boroughName = '' } = page.dataset;
const path = `/api/v1/trials/${encodeURIComponent(trial)}/boroughs/${encodeURIComponent(borough)}/reminders`;
let reading: Reading | null = null;

const tell = (...sentences: readonly string[]) => tellIn('reminders-told', sentences);
const tellOfReport = (...sentences: readonly string[]) => tellIn('report-told', sentences);

function tellIn(id: string, sentences: readonly string[]): void {
  byId(id).replaceChildren(...sentences.filter((one) => one !== '').map((one) => element('p', 'govuk-body', one)));
}

async function keyHere(): Promise<CryptoKey | null> {
  const file = inputById('key-file').files?.[0];
  if (file !== undefined) {
    const problems = await holdKey(await file.text());
    if (problems.length > 0) {
      tell(`This is no linkage key: ${problems.join('; ')}`);
      return null;
    }
    byId('reminder-key').hidden = true;
  }
  const held = await heldKey();
  if (held === null) tell('Choose the file with the linkage key.');
  return held?.key ?? null;
}

async function readLists(): Promise<void> {
  const files = [...(inputById('list-files').files ?? [])];
  const key = await keyHere();
  if (key === null) return;
  if (files.length === 0) return tell('Choose the file with your list.');
  // The reader of lists is most of this page's script, and whoever only looks at the page does without it.
  const { read } = await import('./reminders/make-messages.ts');
  const answer = await read(key, files, path);
  if (!answer.ok) return tell(...answer.messages);
  reading = answer.value;
  byId('reminder-make').hidden = reading.due.messages.length === 0;
  byId('reminder-again').hidden = reading.again.messages.length === 0;
  tell(...reading.words);
}

async function make(kind: 'due' | 'again'): Promise<void> {
  if (reading === null) return;
  const { files } = await import('./reminders/make-messages.ts');
  const made = await files(reading, kind, { trial, borough: boroughName, path, site: location.origin });
  if (!made.ok) return tell(...made.messages);
  byId(kind === 'due' ? 'reminder-make' : 'reminder-again').hidden = true;
  tell('The files are made. Save each, and give it to GOV.UK Notify with the template of its kind.');
  const items = made.value.map(({ name, messages, text }) => {
    const button = element(
      'button',
      'govuk-button govuk-button--secondary',
      `Save ${name}, ${messages} ${messages === 1 ? 'message' : 'messages'}`,
    );
    button.setAttribute('type', 'button');
    button.addEventListener('click', () => saveFile(name, text));
    return element('li', '', button);
  });
  byId('reminder-files').replaceChildren(...items);
}

/** The report's file has no name in the form any more, so that no browser sends it. */
function takeReports(): void {
  const form = document.getElementById('report-form');
  if (!(form instanceof HTMLFormElement)) return;
  byId('report-coded').remove();
  const report = inputById('notify-report');
  report.removeAttribute('name');
  report.id = 'report';
  byId('report-whole').querySelector('label')?.setAttribute('for', 'report');
  byId('report-whole').hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void sendReport(form);
  });
}

async function sendReport(form: HTMLFormElement): Promise<void> {
  const file = inputById('report').files?.[0];
  if (file === undefined) return tellOfReport('Choose GOV.UK Notify’s report.');
  const { readReport, deliveriesCsv } = await import('../../borough/reminders/read-report.ts');
  const read = readReport(new Uint8Array(await file.arrayBuffer()));
  if (!read.ok) return tellOfReport(...read.problems.map(({ message }) => `This file ${message}.`));
  const { rows, pending, unknown } = read.value;
  if (unknown.length > 0)
    return tellOfReport(`The report holds rows that are not known here: row ${unknown.slice(0, 20).join(', ')}.`);
  if (rows.length === 0)
    return tellOfReport(`Nothing is decided yet of the ${pending} messages of this report. Download it again later.`);
  const field = document.createElement('input');
  Object.assign(field, { type: 'hidden', name: 'rows', value: deliveriesCsv(rows) });
  form.append(field);
  form.submit();
}

async function start(): Promise<void> {
  takeReports();
  if (document.getElementById('reminder-steps') === null) return;
  if (!isSecurePage())
    return tell('A browser reads keys only on a page that came over HTTPS. Use the command line, below.');
  byId('reminder-steps').hidden = false;
  byId('reminder-key').hidden = (await heldKey()) !== null;
  onClick('lists-read', readLists);
  onClick('files-make', () => make('due'));
  onClick('files-again', () => make('again'));
}

await start();
