/**
 * The same inputs give the same bytes on every engine only while the arithmetic stays clear of the functions whose last bit
 * an engine may choose. ECMAScript leaves exactly these "implementation-approximated".
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const room = fileURLToPath(new URL('../../../analysis', import.meta.url));
const approximated =
  /\bMath\s*(?:\.|\[\s*['"`])\s*(?:a?(?:cos|sin|tan)h?|atan2|cbrt|expm?1?|hypot|log(?:10|1p|2)?|pow|random)\b|\*\*/;

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

describe('analysis/ uses no function that an engine may round as it likes', () => {
  it.each(sources(room).map((path) => relative(room, path)))('%s', (path) => {
    expect(withoutComments(readFileSync(join(room, path), 'utf8'))).not.toMatch(approximated);
  });

  it('and the search would find one', () => {
    for (const line of [
      'Math.exp(x)',
      'Math.log1p(x)',
      'Math . pow(x, 2)',
      'x ** 2',
      "Math['sin'](x)",
      'Math.hypot(x)',
    ]) {
      expect(line).toMatch(approximated);
    }
    for (const line of ['Math.sqrt(x)', 'Math.floor(x)', 'exp(x)', 'Math.LN2', 'Math.SQRT2']) {
      expect(line).not.toMatch(approximated);
    }
  });
});
