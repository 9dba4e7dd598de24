/**
 * The check-in page: marks are put into this device's queue and shown at once, and sent whenever the service can be reached. Names
 * come from the local list, and are never sent.
 */
import type { AttendanceStatus } from '../../trial/attendance.ts';
import { watchNames } from './check-in/names.ts';
import { keepPage } from './check-in/offline.ts';
import { type Mark, newer, seenBy } from './check-in/queue.ts';
import { addMark, allMarks, dropMarks, knownAt, release, takeBack } from './check-in/queue-store.ts';
import { called, noteBefore, type Row, rowsOf, showRow, standing, undoOf, words } from './check-in/rows.ts';
import { watchSearch } from './check-in/search.ts';
import { startSending } from './check-in/sending.ts';
import { known as askKnown } from './check-in/service.ts';
import { showLine } from './check-in/state-line.ts';
import { byId, onClick } from './list/elements.ts';

async function start(page: HTMLElement): Promise<void> {
  const { ceremony = '', account = '', heldOn = '' } = page.dataset;
  const rows = rowsOf(page);
  const rowOf = new Map(rows.map((row) => [row.person, row]));
  const others = new BroadcastChannel('pledge-check-in');
  const say = (text: string) => {
    byId('check-in-found').textContent = text;
  };

  /** Reads the queue again and shows it. */
  async function refresh(): Promise<void> {
    const [marks, known] = [await allMarks(), await knownAt(ceremony)];
    for (const row of rows) {
      row.marks = marks.filter((mark) => mark.ceremony === ceremony && mark.person === row.person);
      row.known = newer(row.known, known.get(row.person));
      showRow(row, account);
    }
    const arrived = rows.filter((row) => standing(row) === 'attended').length;
    byId('check-in-count').textContent = `${arrived} of ${expectedOf(page)} arrived`;
    showLine(marks, sending.line(), account, ceremony);
  }

  /** Asks what others have recorded. */
  async function askOthers(): Promise<void> {
    const told = await askKnown(ceremony);
    if (told === 'signed-out') sending.signedOut();
    else for (const row of rows) row.known = newer(row.known, told?.get(row.person));
    await settleAgreed();
    await refresh();
  }

  /** What somebody else recorded meanwhile is no conflict where it says the same. */
  async function settleAgreed(): Promise<void> {
    for (const row of rows) {
      const agreed = row.marks.filter(({ held, status }) => held?.kind === 'meanwhile' && status === row.known.status);
      if (agreed.length === 0) continue;
      await dropMarks(agreed);
      say(`${called(row)}: ${words[agreed[0]?.status ?? 'attended']} was recorded already.`);
    }
  }

  async function told(mark: Mark, outcome: { readonly kind: string }): Promise<void> {
    others.postMessage('changed');
    await refresh();
    if (outcome.kind === 'held' && mark.ceremony === ceremony) await askOthers();
  }

  const sending = startSending(account, location.pathname, told, refresh);

  async function mark(row: Row, status: AttendanceStatus): Promise<void> {
    const held = row.marks.filter((one) => one.held !== null);
    const waiting = row.marks.filter((one) => one.held === null && held.length === 0);
    if (standing(row) === status && held.length === 0) return say(`${called(row)}: ${words[status]} already.`);
    noteBefore(row);
    const made = { ceremony, person: row.person, status, by: account, seen: seenBy(row.known, waiting) };
    const instead = held.length > 0 ? row.marks : [];
    try {
      await addMark(
        { ...made, key: crypto.randomUUID(), madeAt: new Date().toISOString(), isTried: false, held: null },
        instead,
      );
    } catch (error) {
      say(
        `${called(row)}: not marked. This device would not keep it. Mark it on paper, and tell whoever looks after the device.`,
      );
      throw error;
    }
    say(`${called(row)}: ${words[status]}.`);
    others.postMessage('changed');
    await refresh();
    void sending.flush();
  }

  async function undo(row: Row): Promise<void> {
    const undoing = undoOf(row);
    if (undoing === null) return;
    if (typeof undoing.act === 'string') {
      await mark(row, undoing.act);
      delete row.item.dataset.before;
    } else if (await takeBack(undoing.act.order)) {
      delete row.item.dataset.before;
      say(`${called(row)}: taken back.`);
    }
    await refresh();
  }

  async function decide(row: Row, what: string): Promise<void> {
    const held = row.marks.find((one) => one.held !== null);
    if (held === undefined) return;
    if (what === 'drop') await dropMarks(row.marks);
    else if (held.held?.kind === 'meanwhile') return mark(row, row.marks.at(-1)?.status ?? held.status);
    else await release(held, account);
    await refresh();
    row.item.querySelector<HTMLElement>('[aria-pressed]')?.focus();
    void sending.flush();
  }

  // Where this device can keep nothing this throws, and the buttons go on sending the form.
  await refresh();
  page.addEventListener('click', (event) => {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-act], [data-decide]') : null;
    const row = rowOf.get(button?.closest<HTMLElement>('[data-person]')?.dataset.person ?? '');
    if (button === null || row === undefined) return;
    event.preventDefault();
    const { act, decide: decision } = button.dataset;
    if (decision !== undefined) void decide(row, decision);
    else if (act === 'undo') void undo(row);
    else void mark(row, act as AttendanceStatus); // the view writes no other
  });

  onClick('check-in-take-over', async () => {
    for (const one of (await allMarks()).filter(({ by }) => by !== account)) await release(one, account);
    await refresh();
    void sending.flush();
  });
  others.addEventListener('message', ({ data }) => {
    if (data === 'signed-out') sending.signedOut();
    void refresh();
  });
  setInterval(() => {
    if (document.visibilityState === 'visible' && sending.line() !== 'signed-out') void askOthers();
  }, 20_000);

  watchSearch(rows, (row) => mark(row, 'attended'), say);
  await watchNames(page, rows, ceremony, heldOn);
  page.dataset.ready = '';
  await keepPage().catch(ignoreNoNetwork);
  await sending.flush();
  await askOthers();
}

/** Opened without a network the page is kept already. */
function ignoreNoNetwork(error: unknown): void {
  if (!(error instanceof TypeError)) throw error;
}

function expectedOf(page: HTMLElement): number {
  return page.querySelector('[data-part="group"]')?.querySelectorAll('[data-person]').length ?? 0;
}

const page = document.getElementById('check-in');
if (page !== null) {
  if (globalThis.isSecureContext) await start(page);
  else {
    page.dataset.ready = '';
    byId('check-in-line').textContent =
      'This page did not come over HTTPS: each mark is sent at once and reloads the page, and nothing is kept if the network drops.';
  }
}
