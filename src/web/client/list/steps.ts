/** One step of the list page is shown at a time; what is wrong with it stands in the error summary above, linked to its field. */
import { byId, element } from './elements.ts';

export const steps = ['insecure', 'key', 'file', 'columns', 'rows', 'known', 'households', 'check', 'sent'] as const;
export type Step = (typeof steps)[number];

const title = document.title;

/** Shows a step and moves to its heading, so that a screen reader says where one is. */
export function showStep(step: Step, isFirst = false): void {
  clearProblems();
  for (const one of steps) byId(`step-${one}`).hidden = one !== step;
  if (isFirst) return;
  const heading = byId(`step-${step}`).querySelector('h2');
  document.title = heading === null ? title : `${heading.textContent}: ${title}`;
  heading?.focus();
  heading?.scrollIntoView();
}

export type PageProblem = {
  readonly message: string;
  /** Id of the field it is about; undefined where it is about none. */
  readonly field?: string;
};

/** Shows what is wrong, all of it, and moves to it. */
export function showProblems(problems: readonly PageProblem[]): void {
  clearProblems();
  const items = problems.map(({ message, field }) => {
    if (field === undefined) return element('li', '', message);
    const link = document.createElement('a');
    link.href = `#${field}`;
    link.textContent = message;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      byId(field).focus();
    });
    return element('li', '', link);
  });
  const summary = byId('list-problems');
  summary.querySelector('ul')?.replaceChildren(...items);
  summary.hidden = false;
  for (const { message, field } of problems) if (field !== undefined) markField(field, message);
  document.title = `Error: ${title}`;
  summary.querySelector<HTMLElement>('.govuk-error-summary')?.focus();
}

export function clearProblems(): void {
  byId('list-problems').hidden = true;
  document.title = title;
  for (const message of document.querySelectorAll('#list-steps .govuk-error-message')) message.remove();
  for (const group of document.querySelectorAll('#list-steps .govuk-form-group--error')) {
    group.classList.remove('govuk-form-group--error');
  }
  for (const field of document.querySelectorAll('#list-steps [aria-describedby]')) describe(field, (ids) => ids);
}

function markField(id: string, message: string): void {
  const field = byId(id);
  const group = field.closest('.govuk-form-group');
  if (group === null) return;
  group.classList.add('govuk-form-group--error');
  const said = element('p', 'govuk-error-message', element('span', 'govuk-visually-hidden', 'Error: '), message);
  said.id = `${id}-error`;
  describe(field.closest('.govuk-radios') === null ? field : (field.closest('fieldset') ?? field), (ids) => [
    said.id,
    ...ids,
  ]);
  const before = field.closest('.govuk-drop-zone') ?? field.closest('.govuk-radios') ?? field;
  before.before(said);
}

/** Changes by what an element is described, after taking away the messages of errors that are gone. */
function describe(element: Element, change: (ids: readonly string[]) => readonly string[]): void {
  const ids = (element.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .filter((id) => id !== '' && !id.endsWith('-error'));
  const changed = change(ids);
  if (changed.length === 0) element.removeAttribute('aria-describedby');
  else element.setAttribute('aria-describedby', changed.join(' '));
}
