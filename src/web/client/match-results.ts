/**
 * `pledge match` in this browser: the borough's list and its register are read and matched here, doubtful pairs are looked at here, and
 * the result without names goes into the form that takes such a file, after it was shown. The form alone sends anything.
 */
import { heldKey, holdKey, isSecurePage } from './linkage-key-store.ts';
import { byId, element, inputById, onClick } from './list/elements.ts';
import type { Answered, Asked, Pair } from './match-results/steps.ts';

let worker: Worker | null = null;
let pairs: readonly Pair[] = [];

function tell(...sentences: readonly string[]): void {
  byId('match-told').replaceChildren(
    ...sentences.filter((one) => one !== '').map((one) => element('p', 'govuk-body', one)),
  );
}

/** The matcher is loaded on use, and lives as long as the page. */
function ask(asked: Asked): Promise<Answered> {
  worker ??= new Worker('/workers/match-results-worker.js');
  const thread = worker;
  return new Promise((resolve) => {
    thread.onmessage = ({ data }: MessageEvent<Answered>) => resolve(data);
    thread.onerror = () => resolve({ ok: false, messages: ['These files could not be matched.'], mayGoOn: false });
    thread.postMessage(asked);
  });
}

async function keyHere(): Promise<CryptoKey | null> {
  const file = inputById('key-file').files?.[0];
  if (file !== undefined) {
    const problems = await holdKey(await file.text());
    if (problems.length > 0) {
      tell(`This is no linkage key: ${problems.join('; ')}`);
      return null;
    }
    inputById('key-file').value = '';
    byId('match-key').hidden = true;
  }
  const held = await heldKey();
  if (held === null) tell('Choose the file with the linkage key.');
  return held?.key ?? null;
}

/** As typed; the worker says where it is no date. */
function dayTyped(): string {
  const [year = '', month = '', day = ''] = ['year', 'month', 'day'].map((part) =>
    inputById(`match-day-${part}`).value.trim(),
  );
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

async function match(): Promise<void> {
  withdraw();
  const key = await keyHere();
  if (key === null) return;
  const [list, register] = ['match-list', 'match-register'].map((id) => inputById(id).files?.[0]);
  if (list === undefined) return tell('Choose the file with your list.');
  if (register === undefined) return tell('Choose the file with the register.');
  const on = dayTyped();
  tell('Matching. You can leave this page open and wait.');
  const undated = inputById('match-undated').checked ? on : '';
  await show(
    await ask({ kind: 'read', key, list, register, on, undated, withoutErrors: inputById('match-without').checked }),
  );
}

async function decide(): Promise<void> {
  const { chosen } = await import('./match-results/review.ts');
  const decided = chosen(pairs);
  if (decided === null) return tell('Choose an answer for every pair.');
  await show(await ask({ kind: 'decide', decided }));
}

async function show(answer: Answered): Promise<void> {
  withdraw();
  if (!answer.ok) {
    byId('match-faults').hidden = !answer.mayGoOn;
    return tell(...answer.messages);
  }
  const { people, electors, counts, leftOut, dateless, anonymousUntold } = answer;
  tell(
    `Matched ${people} people with ${electors} electors: ${counts.registered} registered, ${counts['not-registered']} not registered, ${counts.unmatchable} unmatchable, ${counts.review} to look at.`,
    leftOut.length === 0 ? '' : `Left out, since they take no part: row ${leftOut.join(', ')}.`,
    anonymousUntold === 0
      ? ''
      : `${anonymousUntold} anonymous entries tell nothing; such a person would be given as not registered.`,
    dateless === 0
      ? ''
      : `Of ${dateless} registered people the register tells no date. Tick the box about registrations without a date, if this is the first register that shows them, and match again.`,
  );
  pairs = answer.pairs;
  if (pairs.length > 0) {
    const { pairElements } = await import('./match-results/review.ts');
    byId('match-pairs').replaceChildren(...pairElements(pairs));
    byId('match-review').hidden = false;
  } else if (dateless === 0) offer(answer.csv);
  byId('match-told').focus();
}

/** Into the form, as if the file had been chosen. */
function offer(csv: string): void {
  const files = new DataTransfer();
  files.items.add(new File([csv], 'match.csv', { type: 'text/csv' }));
  inputById('result').files = files.files;
  for (const part of ['year', 'month', 'day']) {
    inputById(`register-${part}`).value = inputById(`match-day-${part}`).value;
  }
  inputById('match-seen').value = 'yes';
  byId('match-csv').textContent = csv;
  byId('match-sent').hidden = false;
}

/** An earlier result does not stay in the form while another is made. */
function withdraw(): void {
  for (const id of ['match-review', 'match-sent']) byId(id).hidden = true;
  byId('match-pairs').replaceChildren();
  inputById('result').value = '';
  inputById('match-seen').value = '';
}

if (isSecurePage()) {
  // Another file than the one that was shown is checked like any other.
  byId('result').addEventListener('change', () => {
    inputById('match-seen').value = '';
  });
  byId('match-steps').hidden = false;
  byId('match-key').hidden = (await heldKey()) !== null;
  onClick('match-start', match);
  onClick('match-decide', decide);
} else tell('A browser reads keys only on a page that came over HTTPS. Use the command “pledge match”.');
