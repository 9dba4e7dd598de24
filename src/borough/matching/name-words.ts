/**
 * Names as they are compared: plain Latin letters without accents, in words. A hyphen divides words, an apostrophe does not
 * ("O'Brien" is one word), titles and "son of" are no part of a name, and what stands in a form for "has no such name" is none.
 */

/** Letters that Unicode does not take apart into a plain one and an accent. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŋ: 'n', ə: 'a' },
};
const noName = new Set(['xxx', 'xx', 'x', 'nfn', 'fnu', 'lnu', 'unknown', 'na', 'none', 'nil', 'tbc', 'nosurname']);
const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'rev', 'sir', 'dame', 'master']);
const kinship = /\b[sdw]\/[o0]\b/gi;

/** The words of a name, in order; empty where there is none. */
export function nameWords(name: string): readonly string[] {
  const plain = name
    .replace(kinship, ' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþıħŋə]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/['’‘`ʼʻʹ]/g, '');
  const words = plain.split(/[^\p{L}]+/u).filter((word) => word !== '');
  const named = titles.has(words[0] ?? '') && words.length > 1 ? words.slice(1) : words;
  return named.length === 1 && noName.has(named[0] ?? '') ? [] : named;
}

/** A name as two parts; either may be empty, as where somebody has one name alone. */
export type NameParts = { readonly surname: readonly string[]; readonly forenames: readonly string[] };

/** The parts of a name; out of a full name "Surname, Forenames", "Forenames SURNAME", or with the surname last. */
export function nameParts(name: {
  readonly surname: string;
  readonly forenames: string;
  readonly fullName: string;
}): NameParts {
  if (name.surname !== '' || name.forenames !== '' || name.fullName === '') {
    return { surname: nameWords(name.surname), forenames: nameWords(name.forenames) };
  }
  const [before = '', after] = name.fullName.split(',');
  if (after !== undefined) return { surname: nameWords(before), forenames: nameWords(after) };
  const written = name.fullName.split(/\s+/).filter((word) => word !== '');
  const capitals = written.filter((word) => /\p{Lu}{2}/u.test(word) && word === word.toUpperCase());
  if (capitals.length > 0 && capitals.length < written.length) {
    const others = written.filter((word) => !capitals.includes(word));
    return { surname: nameWords(capitals.join(' ')), forenames: nameWords(others.join(' ')) };
  }
  const words = nameWords(name.fullName);
  return { surname: words.slice(-1), forenames: words.slice(0, -1) };
}
