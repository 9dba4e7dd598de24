/**
 * How text that somebody else wrote is shown inside a sentence of ours: on one line, with nothing that a terminal obeys or an
 * eye misses, and cut where it would drown the sentence. A unit's id may hold a line end and an escape sequence; the message
 * about it must not be able to say anything of its own.
 */

/** Characters that are drawn as nothing or move what is: Unicode's ignorable, format and control characters, spaces, the blank Braille pattern. */
export const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\s\u2800]/u;

const everyInvisible = new RegExp(invisible, 'gu');
const mostCharacters = 60;
const mostNames = 30;
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** `text` on one line: every invisible character but the plain space written as \n, \r, \t, \u001b or \u{e0001}. */
export function visible(text: string): string {
  return text.replace(everyInvisible, (character) => (character === ' ' ? character : escaped(character)));
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return short[character] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`);
}

/** A value in quotation marks: its first 60 characters, "…" where there are more, all of them visible. */
export function quoted(value: string): string {
  return `"${visible(cut(value))}"`;
}

/** At most 60 characters of `value`, and "…" where there were more. */
export function cut(value: string): string {
  // Twice as many UTF-16 units hold as many characters, so that a value of megabytes is not spread out.
  const first = [...value.slice(0, 2 * mostCharacters + 2)];
  return first.length > mostCharacters ? `${first.slice(0, mostCharacters).join('')}…` : value;
}

/** Values one after another, each quoted; from the thirty-first on they are counted. */
export function quotedList(values: readonly string[]): string {
  const shown = values.slice(0, mostNames).map(quoted).join(', ');
  return values.length > mostNames ? `${shown} and ${values.length - mostNames} more` : shown;
}
