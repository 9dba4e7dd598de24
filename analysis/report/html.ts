/**
 * A template for HTML that cannot forget to escape: whatever is put into it becomes text, unless it is itself such a template.
 * Titles, arm names and column names come from files that anybody may have written.
 */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Fragment = Html | string | number | readonly Fragment[];

/** Tagged template: html`<p>${name}</p>`. Strings are escaped, fragments kept, lists joined. */
export function html(parts: TemplateStringsArray, ...values: readonly Fragment[]): Html {
  const pieces = parts.flatMap((part, index) => {
    const value = values[index];
    return value === undefined ? [part] : [part, written(value)];
  });
  return new Html(pieces.join(''));
}

function written(value: Fragment): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return value.map(written).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
