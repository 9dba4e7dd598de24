/** The step that asks who lives together: one checkbox for each proposal, none ticked before the registrar ticks it. */
import type { Proposal } from '../../../borough/households.ts';
import { nameOf, type Person } from '../../../borough/person.ts';
import { byId, fromTemplate } from './elements.ts';

export function drawProposals(
  people: readonly Person[],
  proposals: readonly Proposal[],
  confirmed: ReadonlySet<number>,
): void {
  const items = proposals.map(({ members }, at) => {
    const item = fromTemplate('template-household').querySelector('.govuk-checkboxes__item');
    const [box, label] = [item?.querySelector('input') ?? null, item?.querySelector('label') ?? null];
    if (item === null || box === null || label === null) throw new Error('the template of a household lacks a part');
    box.id = at === 0 ? 'households' : `households-${at + 1}`;
    box.value = String(at);
    box.checked = confirmed.has(at);
    label.htmlFor = box.id;
    label.textContent = members
      .flatMap((member) => people[member] ?? [])
      .map((person) => `${nameOf(person) || 'no name'} (row ${person.row})`)
      .join(', ');
    return item;
  });
  byId('households-fields').replaceChildren(...items);
}

export function confirmedProposals(): ReadonlySet<number> {
  const boxes = byId('households-fields').querySelectorAll('input');
  return new Set([...boxes].filter(({ checked }) => checked).map(({ value }) => Number(value)));
}

export function tickAll(): void {
  for (const box of byId('households-fields').querySelectorAll('input')) box.checked = true;
}
