/** The run sheet's names and follow-up codes: made in this browser from the local list and the linkage key, and never sent. */
import { shownCode } from '../../trial/follow-up-code.ts';
import { madeCodes } from './cards/made-codes.ts';
import { heldKey } from './linkage-key-store.ts';
import { namesOf } from './local-list.ts';

async function start(page: HTMLElement): Promise<void> {
  const names = await namesOf(page.dataset.ceremony ?? '');
  let known = 0;
  for (const cell of page.querySelectorAll<HTMLElement>('[data-reference]')) {
    const person = names.get(cell.dataset.reference ?? '');
    if (person === undefined) continue;
    cell.textContent = person.name;
    known += 1;
  }
  const told = page.querySelector('#names-told');
  if (told !== null && known > 0) {
    told.textContent = `Names are joined in this browser and never sent. It knows ${known} of these people.`;
  }
}

/** Codes that are registered, so that none stands on paper that opens nothing. */
async function showCodes(page: HTMLElement): Promise<void> {
  const key = await heldKey();
  if (key === null) return;
  for (const { row, codes, state } of await madeCodes(key.key, page)) {
    const cell = row.querySelector('[data-code]');
    if (cell !== null && state === 'registered') cell.textContent = shownCode(codes.code);
  }
}

const page = document.getElementById('run-sheet');
if (page !== null) {
  await start(page);
  await showCodes(page);
}
