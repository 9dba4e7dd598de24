/** Filters the rows while somebody types a name or a code; Enter marks the only one left as arrived, and the box is free for the next. */
import { byId, inputById } from '../list/elements.ts';
import { called, type Row } from './rows.ts';

export function watchSearch(
  rows: readonly Row[],
  arrived: (row: Row) => Promise<void>,
  say: (text: string) => void,
): void {
  const box = inputById('search');

  function found(): readonly Row[] {
    const wanted = folded(box.value).split(' ');
    return rows.filter((row) => {
      const words = folded(`${row.name} ${row.sortAs} ${row.code}`).split(' ');
      return wanted.every((part) => words.some((word) => word.startsWith(part)));
    });
  }

  function show(): readonly Row[] {
    const shown = new Set(found());
    for (const row of rows) row.item.hidden = !shown.has(row);
    for (const box of byId('check-in').querySelectorAll<HTMLElement>('[data-part="household"], [data-part="group"]')) {
      box.hidden = box.querySelector('[data-person]:not([hidden])') === null;
    }
    return [...shown];
  }

  box.addEventListener('input', () => {
    const shown = show();
    const [only] = shown;
    if (box.value.trim() === '') say('');
    else if (only === undefined) say('Nobody on this page has this name or code.');
    else say(shown.length === 1 ? `${called(only)}: Enter marks as arrived.` : `${shown.length} people match.`);
  });

  box.addEventListener('keydown', async (event) => {
    if (event.key === 'Escape') box.value = '';
    else if (event.key === 'Enter') {
      event.preventDefault();
      const [only, ...more] = found();
      if (box.value.trim() === '') return;
      if (only === undefined) return say('Nobody on this page has this name or code.');
      if (more.length > 0) return say(`${more.length + 1} people match. Go on typing, or choose one below.`);
      if (only.item.querySelector('[data-act="attended"]') === null)
        return say(`${called(only)} cannot be marked as arrived.`);
      box.value = '';
      show();
      await arrived(only);
      return;
    } else return;
    show();
    say('');
  });
}

/** Without accents, case and punctuation, so that "Şükran O’Neil" is found by "sukran oneil". */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’]/gu, '')
    .toLocaleLowerCase('en-GB')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
