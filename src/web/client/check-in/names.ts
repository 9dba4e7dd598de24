/** Joins names to the rows: those this browser knows, and those of the list chosen again. */
import { byId, inputById, onClick } from '../list/elements.ts';
import { holdNames, namesOf } from '../local-list.ts';
import { joinNames, type Row, sortRows } from './rows.ts';

export async function watchNames(
  page: HTMLElement,
  rows: readonly Row[],
  ceremony: string,
  heldOn: string,
): Promise<void> {
  async function join(): Promise<void> {
    const homes = new Set([ceremony, ...rows.map(({ home }) => home)]);
    for (const home of homes) joinNames(rows, await namesOf(home));
    sortRows(page, rows);
    const named = rows.filter(({ name }) => name !== '').length;
    if (named === 0) return;
    byId('names-told').textContent =
      `Names are joined in this browser and never sent. It knows ${named} of these ${rows.length} people.`;
  }

  onClick('names-read', async () => {
    const problem = byId('names-problem');
    const input = inputById('names-file');
    const file = input.files?.[0];
    if (file === undefined) {
      problem.textContent = 'Choose the file with the list.';
      return;
    }
    problem.textContent = 'Reading the list';
    // The reader of spreadsheets is far larger than this page, and is wanted once a day.
    const { namesFromFile } = await import('../names-from-file.ts');
    const read = await namesFromFile(new Uint8Array(await file.arrayBuffer()), heldOn);
    if (!read.ok) {
      problem.textContent =
        read.kind === 'no-key'
          ? 'This browser has no linkage key yet. The page that adds people to the list takes it.'
          : `This is no list: ${read.messages.join('. ')}`;
      return;
    }
    const here = new Map([...read.names].filter(([hash]) => rows.some(({ reference }) => reference === hash)));
    await holdNames(ceremony, heldOn, here, inputById('names-stay').checked ? 'day' : 'tab');
    input.value = '';
    problem.textContent = here.size === 0 ? 'Nobody of this ceremony is in this file.' : `${here.size} names joined.`;
    await join();
  });

  await join();
}
