/** JSON for a terminal as much as for a program: what a terminal obeys or an eye misses is written as \uXXXX, which means the same. */
import { invisible } from '../../analysis/plan/quoted.ts';

const everyInvisible = new RegExp(invisible, 'gu');

/** The JSON text of a value, its last line ended. @param indent spaces a level; one line where left out */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return `${text.replace(everyInvisible, (character) => (' \n'.includes(character) ? character : escaped(character)))}\n`;
}

/** Each UTF-16 unit by itself, as JSON writes characters beyond U+FFFF. */
function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
