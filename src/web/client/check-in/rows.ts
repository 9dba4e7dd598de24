/** The rows of the page: who they are, what is recorded or waits of each, and what was in the way. */
import type { AttendanceStatus } from '../../../trial/attendance.ts';
import { element } from '../list/elements.ts';
import type { LocalNames } from '../local-list.ts';
import { inOrder, type Known, type Mark, mayTakeBack } from './queue.ts';

export type Row = {
  readonly person: string;
  readonly code: string;
  readonly home: string;
  readonly reference: string;
  readonly item: HTMLElement;
  /** As the server drew it, and in what words. */
  readonly drawn: Known;
  readonly drawnWords: string;
  name: string;
  sortAs: string;
  /** What the service is known to have, and what waits here: as shown. */
  known: Known;
  marks: readonly Mark[];
};

export const words: Readonly<Record<AttendanceStatus, string>> = {
  attended: 'Arrived',
  late: 'Late',
  rebooked: 'Rebooked',
  'left-list': 'Left the list',
  absent: 'Absent',
};

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: 'numeric',
  minute: '2-digit',
  hour12: true,
});
export const timeOf = (instant: string): string => clock.format(new Date(instant)).replace(' ', '');

export function rowsOf(page: HTMLElement): readonly Row[] {
  return [...page.querySelectorAll<HTMLElement>('[data-person]')].map((item) => {
    const { person = '', code = '', home = '', reference = '', seen = '-1', status = '' } = item.dataset;
    const drawn: Known = { status: status as Known['status'], at: null, seen: Number(seen) }; // the view writes no other
    const drawnWords = item.querySelector('[data-part="said"]')?.textContent ?? '';
    return { person, code, home, reference, item, drawn, drawnWords, name: '', sortAs: '', known: drawn, marks: [] };
  });
}

/** The person as spoken of on this screen. */
export const called = ({ name, code }: Row): string => (name === '' ? `Code ${code}` : name);

/** What stands of a person if everything that waits arrives. */
export function standing({ known, marks }: Row): AttendanceStatus | '' {
  return inOrder(marks).findLast(({ held }) => held === null)?.status ?? known.status;
}

export function joinNames(rows: readonly Row[], names: LocalNames): void {
  for (const row of rows) {
    const person = names.get(row.reference);
    if (person === undefined) continue;
    row.name = person.name;
    row.sortAs = person.sortAs.toLocaleLowerCase('en-GB');
    part(row, 'name').textContent = person.name;
    part(row, 'code').textContent = row.code;
  }
}

/** Households by the first of their names; whoever has no name stays behind, by code. */
export function sortRows(page: HTMLElement, rows: readonly Row[]): void {
  const keys = new Map(rows.map((row) => [row.item, `${row.sortAs === '' ? '\uffff' : row.sortAs} ${row.code}`]));
  const keyOf = (box: Element) => {
    const inside = [...box.querySelectorAll<HTMLElement>('[data-person]')].map((item) => keys.get(item) ?? '');
    return keys.get(box as HTMLElement) ?? inside.toSorted()[0] ?? ''; // a row itself, or what holds rows
  };
  for (const list of page.querySelectorAll('.app-people__members, .app-people')) {
    const sorted = [...list.children].toSorted((a, b) => keyOf(a).localeCompare(keyOf(b), 'en-GB'));
    list.append(...sorted);
  }
}

export function showRow(row: Row, account: string): void {
  const stands = standing(row);
  const waiting = row.marks.filter(({ held }) => held === null);
  for (const button of row.item.querySelectorAll('[data-act]')) {
    if (button.hasAttribute('aria-pressed')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('data-act') === stands && stands !== ''));
    }
  }
  part(row, 'said').textContent = saidOf(row, stands, waiting);
  row.item.toggleAttribute('data-waiting', waiting.length > 0);
  row.item.toggleAttribute('data-undo', undoOf(row) !== null);
  const undo = row.item.querySelector('[data-act="undo"]');
  if (undo !== null) undo.textContent = undoOf(row)?.text ?? 'Undo';
  showTrouble(row, account);
}

function saidOf({ known, drawn, drawnWords }: Row, stands: AttendanceStatus | '', waiting: readonly Mark[]): string {
  if (waiting.length > 0 && stands !== '') return `${words[stands]}, waiting to send`;
  if (known === drawn) return drawnWords;
  if (known.status === '') return 'Not recorded yet';
  return `${words[known.status]}, recorded${known.at === null ? '' : ` at ${timeOf(known.at)}`}`;
}

/** How the last mark of this visit is undone: taken back where it never left, else put right by another; null where there is none. */
export function undoOf(row: Row): { readonly text: string; readonly act: Mark | AttendanceStatus } | null {
  const last = mayTakeBack(row.marks);
  if (last !== null) return { text: 'Undo', act: last };
  const before = row.item.dataset.before;
  if (before === undefined || row.marks.some(({ held }) => held !== null)) return null;
  if (before !== '')
    return { text: `Undo (${words[before as AttendanceStatus].toLowerCase()})`, act: before as AttendanceStatus }; // written below only
  return standing(row) === 'absent' ? null : { text: 'Undo (absent)', act: 'absent' };
}

/** Remembers, for undoing, what stood before a mark. */
export function noteBefore(row: Row): void {
  row.item.dataset.before = standing(row);
}

function showTrouble(row: Row, account: string): void {
  const box = row.item.querySelector<HTMLElement>('[data-part="trouble"]');
  if (box === null) return;
  const held = row.marks.find((mark) => mark.held !== null);
  const others = row.marks.filter((mark) => mark.by !== account);
  const text =
    held === undefined
      ? others.length > 0
        ? 'Marked under another sign-in, and not sent yet.'
        : ''
      : troubleOf(row, held);
  box.hidden = text === '';
  if (box.dataset.text === text) return;
  box.dataset.text = text;
  box.replaceChildren();
  if (text === '') return;
  box.append(element('p', '', text));
  if (held === undefined) return;
  const last = inOrder(row.marks).at(-1) ?? held;
  const isOvertaken = held.held?.kind === 'meanwhile';
  const keep = isOvertaken && row.known.status !== '' ? `Keep ${words[row.known.status]}` : 'Remove this mark';
  const again = isOvertaken ? `Record ${words[last.status]}` : 'Try again';
  box.append(decision('again', again), ' ', decision('drop', keep));
}

function troubleOf({ known }: Row, { held, status, madeAt }: Mark): string {
  const mine = `You marked ${words[status]} at ${timeOf(madeAt)}.`;
  if (held?.kind === 'refused') return `${mine} It was not recorded: ${held.why}`;
  const theirs =
    known.status === ''
      ? 'Meanwhile something was recorded at another ceremony.'
      : `Meanwhile ${words[known.status]} was recorded${known.at === null ? '' : ` at ${timeOf(known.at)}`}, by somebody else or on another device.`;
  return `${mine} ${theirs} Which is right?`;
}

function decision(act: string, text: string): HTMLElement {
  const button = element('button', 'app-person__act', text);
  button.setAttribute('type', 'button');
  button.setAttribute('data-decide', act);
  return button;
}

function part(row: Row, name: string): Element {
  const found = row.item.querySelector(`[data-part="${name}"]`);
  if (found === null) throw new Error(`a row has no ${name}`);
  return found;
}
