/**
 * Values as R source. Everything outside printable ASCII is escaped, so that the script means the same in every locale.
 */
export type RValue = string | number | boolean | null | readonly RValue[];

/** c("a", "b"), 0.25, TRUE, NULL; the texts "Infinity" and "-Infinity" inside a list of numbers are R's Inf. */
export function rLiteral(value: RValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return rText(value);
  return value.length === 0 ? 'character()' : `c(${value.map(rLiteral).join(', ')})`;
}

/** R source that stands in a value as it is: the name of a function. */
export type RSource = { readonly source: string };
export function rSource(source: string): RSource {
  return { source };
}

/** JSON values as R: objects and lists of objects are list(), lists of plain values c(), the texts of infinities Inf. */
export function rValue(value: unknown): string {
  if (Array.isArray(value)) {
    const isPlain = value.every((item) => typeof item !== 'object' || item === null);
    return `${isPlain ? 'c' : 'list'}(${value.map(rValue).join(', ')})`;
  }
  if (typeof value === 'object' && value !== null) {
    if ('source' in value && typeof value.source === 'string') return value.source;
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `list(${members.map(([name, member]) => `${rName(name)} = ${rValue(member)}`).join(', ')})`;
  }
  if (value === 'Infinity' || value === '-Infinity') return value.replace('Infinity', 'Inf');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return rLiteral(value);
  return 'NULL';
}

/** The name of a list's member. */
export function rName(name: string): string {
  return /^[a-z][A-Za-z0-9]*$/.test(name) &&
    !['if', 'for', 'in', 'next', 'else', 'while', 'repeat', 'break', 'function'].includes(name)
    ? name
    : rText(name);
}

function rText(text: string): string {
  const characters = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') return `\\${character}`;
    if (code >= 0x20 && code < 0x7f) return character;
    return code <= 0xffff ? `\\u${hexadecimal(code, 4)}` : `\\U${hexadecimal(code, 8)}`;
  });
  return `"${characters.join('')}"`;
}

function hexadecimal(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}
