/** The run sheet's names: joined in this browser from the local list, for the screen and the print-out, and never sent. */
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

const page = document.getElementById('run-sheet');
if (page !== null) await start(page);
