/** Names beside codes, for pages that only show them: from the local list of this browser, and never sent. */
import { namesOf } from './local-list.ts';

/** Puts each person's name before the code wherever the page says `data-reference`. @returns how many are known */
export async function joinNames(page: HTMLElement): Promise<number> {
  const names = await namesOf(page.dataset.ceremony ?? '');
  let known = 0;
  for (const place of page.querySelectorAll<HTMLElement>('[data-reference]')) {
    const person = names.get(place.dataset.reference ?? '');
    if (person === undefined) continue;
    place.textContent = `${person.name} (${place.textContent?.trim() ?? ''})`;
    known += 1;
  }
  return known;
}
