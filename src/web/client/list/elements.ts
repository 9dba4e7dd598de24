/** The few things a script needs to fill in a page that was drawn on the server: find, make, fill, show one step at a time. */

/** The element the page's own view has under this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

export function inputById(id: string): HTMLInputElement {
  const found = byId(id);
  if (!(found instanceof HTMLInputElement)) throw new Error(`#${id} is no input`);
  return found;
}

export function selectById(id: string): HTMLSelectElement {
  const found = byId(id);
  if (!(found instanceof HTMLSelectElement)) throw new Error(`#${id} is no select`);
  return found;
}

/** A new element; text goes in as text, never as markup. */
export function element(tag: string, className: string, ...children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

/** What stands in the view's template of this id, to be filled in. */
export function fromTemplate(id: string): HTMLElement {
  const template = byId(id);
  const first = template instanceof HTMLTemplateElement ? template.content.firstElementChild : null;
  const copy = first?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error(`#${id} is no template`);
  return copy;
}

/** Rows of a GOV.UK table; the first cell is the row's heading where `isHeaded`. */
export function tableRow(cells: readonly string[], isHeaded = true): HTMLElement {
  const row = element('tr', 'govuk-table__row');
  for (const [at, text] of cells.entries()) {
    const isHeading = isHeaded && at === 0;
    const cell = element(isHeading ? 'th' : 'td', isHeading ? 'govuk-table__header' : 'govuk-table__cell', text);
    if (isHeading) cell.setAttribute('scope', 'row');
    row.append(cell);
  }
  return row;
}

/** Puts rows in place of those of the table inside #id. */
export function fillTable(id: string, rows: readonly HTMLElement[]): void {
  const body = byId(id).querySelector('tbody');
  if (body === null) throw new Error(`#${id} holds no table`);
  body.replaceChildren(...rows);
}

export function onClick(id: string, act: () => void | Promise<void>): void {
  byId(id).addEventListener('click', (event) => {
    event.preventDefault();
    void act();
  });
}

/** Asks for a file to be saved on this machine. */
export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
