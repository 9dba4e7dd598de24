/** The step that asks which column is which, and how the file writes dates; filled in with what is known by name. */
import type { FoundList } from '../../../borough/find-list.ts';
import { type Field, fieldRules, fields } from '../../../borough/list-fields.ts';
import { type Columns, withChosen } from '../../../borough/match-columns.ts';
import { columnShown, type Question } from '../../../borough/open-questions.ts';
import { byId, fromTemplate, inputById, selectById } from './elements.ts';
import type { PageProblem } from './steps.ts';

const asked = fields.filter((field) => field !== 'unused' && field !== 'reason');

/** Draws one select for each field; a doubtful or unknown one is left for the registrar to choose. */
export function drawColumns(list: FoundList, columns: Columns, questions: readonly Question[]): void {
  const open = new Set(questions.flatMap((question) => ('field' in question ? [question.field] : [])));
  byId('columns-fields').replaceChildren(...asked.map((field) => fieldGroup(field, list, columns, open.has(field))));
}

function fieldGroup(field: Field, { headings }: FoundList, columns: Columns, isOpen: boolean): HTMLElement {
  const { label, use } = fieldRules[field];
  const group = fromTemplate('template-column');
  const select = group.querySelector('select');
  const [labelled, hint] = [group.querySelector('label'), group.querySelector('.govuk-hint')];
  if (select === null || labelled === null || hint === null) throw new Error('the template of a column lacks a part');
  select.id = `column-${field}`;
  select.name = select.id;
  labelled.htmlFor = select.id;
  labelled.textContent = label;
  hint.id = `${select.id}-hint`;
  hint.textContent = sentence(use);
  select.setAttribute('aria-describedby', hint.id);
  const found = columns[field];
  const several =
    found.length > 1 && !isOpen
      ? [[found.join('+'), found.map((at) => columnShown(at, headings)).join(' and ')] as const]
      : [];
  const options = [
    ...(isOpen ? [['', 'Choose a column'] as const] : []),
    ...(field === 'reference' ? [] : [['none', 'Not in this list'] as const]),
    ...several,
    ...headings.map((_, at) => [String(at), columnShown(at, headings)] as const),
  ];
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  select.value = isOpen ? '' : found.length === 0 ? 'none' : found.join('+');
  return group;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** What was chosen; or, linked to their fields, the questions that were left open. */
export function chosenColumns(columns: Columns): Columns | readonly PageProblem[] {
  const values = asked.map((field) => [field, selectById(`column-${field}`).value] as const);
  const problems = values.flatMap(([field, value]) =>
    value === '' ? [{ message: `Choose the column for: ${fieldRules[field].label}`, field: `column-${field}` }] : [],
  );
  if (problems.length > 0) return problems;
  const chosen = Object.fromEntries(
    values.map(([field, value]) => [field, value === 'none' ? [] : value.split('+').map(Number)]),
  ) as Partial<Columns>; // fields of `asked` only
  return withChosen(columns, chosen);
}

/** Whether dates were said to be day or month first; null where nothing was said. */
export function chosenOrder(): 'day-first' | 'month-first' | null {
  if (inputById('date-order').checked) return 'day-first';
  return inputById('date-order-2').checked ? 'month-first' : null;
}
