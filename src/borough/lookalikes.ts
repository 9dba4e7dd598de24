/** People who may stand in a list twice: one name and one date of birth under two references. Said, and left to the registrar. */
import { nameOf, type Person } from './person.ts';

/** The rows of each, two or more, ascending. */
export function lookalikes(people: readonly Person[]): readonly (readonly number[])[] {
  const named = people.filter((person) => person.born !== null && nameOf(person) !== '');
  const same = Map.groupBy(named, (person) => `${person.born} ${lettersOf(person)}`);
  return [...same.values()].filter((group) => group.length > 1).map((group) => group.map(({ row }) => row));
}

/** In words; '' where there are none. */
export function lookalikeWords(people: readonly Person[]): string {
  const found = lookalikes(people).map((rows) => rows.join(' and '));
  if (found.length === 0) return '';
  return `Same name and date of birth under different references, perhaps one person: row ${found.join('; row ')}.`;
}

/** The name's letters in any order of its words: lists mix "Ada Quill" and "QUILL, Ada". */
function lettersOf(person: Person): string {
  const plain = nameOf(person).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .toSorted()
    .join(' ');
}
