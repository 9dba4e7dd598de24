/**
 * The engines differ in the last bit of exp, log, pow and sin, so results.json could differ between Node and Workers. In
 * analysis/ only + - * /, the square root and exact functions may be used; exp, ln and pow are the library's own.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../analysis/', import.meta.url));
/** Exact or correctly rounded by the language's own definition, and the constants. */
const allowed = new Set([
  'abs',
  'ceil',
  'floor',
  'fround',
  'imul',
  'max',
  'min',
  'round',
  'sign',
  'sqrt',
  'trunc',
  'clz32',
  'LN2',
  'PI',
  'SQRT2',
  'SQRT1_2',
  'LN10',
  'LOG2E',
  'E',
]);

const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => [name, withoutComments(readFileSync(folder + name, 'utf8'))] as const);

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');
}

describe('the arithmetic uses nothing that an engine may round in its own way', () => {
  it('reads the whole room', () => {
    expect(sources.length).toBeGreaterThan(50);
  });

  it.each(sources)('%s', (_, text) => {
    const functions = [...text.matchAll(/\bMath\s*(?:\.\s*(\w+)|\[)/g)].map(([, name]) => name ?? 'computed');
    expect(functions.filter((name) => !allowed.has(name))).toEqual([]);
    expect(text.match(/\*\*/g)).toBeNull();
    expect(text.match(/\{[^}]*\}\s*=\s*Math\b|=\s*Math\s*[;,)]/g)).toBeNull();
  });

  it.each(sources)('%s asks neither the clock, chance, the locale nor the machine', (_, text) => {
    const forbidden =
      /\bMath\.random\b|\bnew Date\b|\bDate\.now\b|\blocaleCompare\b|\btoLocale\w+|\bIntl\b|from 'node:|\bprocess\./g;
    expect(text.match(forbidden)).toBeNull();
  });
});
