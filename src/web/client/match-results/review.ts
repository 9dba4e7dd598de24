/** Pairs to look at, side by side, with a choice below each. Text goes in as text. They are on this page alone, and gone with it. */
import { type Decision, decisions } from '../../../borough/matching/verdicts.ts';
import { element, tableRow } from '../list/elements.ts';
import type { Decided, Pair } from './steps.ts';

const words: Readonly<Record<Decision, string>> = {
  same: 'The same person: registered',
  different: 'Two people: not this elector',
  unsure: 'Nobody can tell: unmatchable',
};

export function pairElements(pairs: readonly Pair[]): readonly HTMLElement[] {
  return pairs.map((pair, at) => {
    const heading = `Pair ${at + 1} of ${pairs.length}`;
    const caption = element('caption', 'govuk-table__caption govuk-table__caption--s', heading);
    const head = element('thead', 'govuk-table__head', headRow(['What', 'Your list', 'The register']));
    const body = element(
      'tbody',
      'govuk-table__body',
      tableRow(['Name', pair.list.name, pair.register.name]),
      tableRow(['Date', pair.list.date || 'not told', pair.register.date || 'not told']),
      tableRow(['Address', pair.list.address, pair.register.address]),
    );
    const legend = element('legend', 'govuk-visually-hidden', `${heading}: are they one person?`);
    const radios = element('div', 'govuk-radios govuk-radios--small', ...decisions.map((one) => radio(at, one)));
    const choice = element('fieldset', 'govuk-fieldset', legend, radios);
    return element('div', 'govuk-form-group', element('table', 'govuk-table', caption, head, body), choice);
  });
}

/** What was chosen; null while any pair is without a choice, which then takes the focus. */
export function chosen(pairs: readonly Pair[]): readonly Decided[] | null {
  const made: Decided[] = [];
  for (const [at, { trial_id, elector }] of pairs.entries()) {
    const decision = decisions.find((one) => document.querySelector(`#${idOf(at, one)}:checked`) !== null);
    if (decision === undefined) {
      document.getElementById(idOf(at, 'same'))?.focus();
      return null;
    }
    made.push({ trial_id, elector, decision });
  }
  return made;
}

const idOf = (at: number, decision: Decision) => `pair-${at}-${decision}`;

function radio(at: number, decision: Decision): HTMLElement {
  const input = element('input', 'govuk-radios__input');
  Object.assign(input, { type: 'radio', id: idOf(at, decision), name: `pair-${at}`, value: decision });
  const label = element('label', 'govuk-label govuk-radios__label', words[decision]);
  label.setAttribute('for', idOf(at, decision));
  return element('div', 'govuk-radios__item', input, label);
}

function headRow(cells: readonly string[]): HTMLElement {
  const headings = cells.map((text) => {
    const heading = element('th', 'govuk-table__header', text);
    heading.setAttribute('scope', 'col');
    return heading;
  });
  return element('tr', 'govuk-table__row', ...headings);
}
