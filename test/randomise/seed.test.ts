/** What a person can type wrong in a seed, each fault named. */
import { expect, test } from 'vitest';
import { commitmentOf, parseSeed } from '../../src/randomise/seed.ts';

const seed = '0123456789abcdef'.repeat(4);

test('64 lower-case hexadecimal digits are a seed', () => {
  expect(parseSeed(seed)).toEqual({ ok: true, value: seed });
});

test.each([
  { text: `0x${seed}`, names: ['"0x"'] },
  { text: seed.toUpperCase(), names: ['upper-case'] },
  { text: seed.slice(1), names: ['63 characters'] },
  { text: `${seed}0`, names: ['65 characters'] },
  { text: '', names: ['0 characters'] },
  { text: `${seed.slice(1)}g`, names: ['"g" at character 64'] },
  { text: `${seed}\n`, names: ['line ends'] },
  {
    text: ` 0X${seed.slice(3).toUpperCase()}z`,
    names: ['spaces', '"0X"; 62 characters follow', 'upper-case', '"z" at character 62'],
  },
])('$text is refused: $names', ({ text, names }) => {
  const parsed = parseSeed(text);
  const messages = parsed.ok ? [] : parsed.problems.map(({ message }) => message);
  expect(messages).toHaveLength(names.length);
  for (const [index, name] of names.entries()) expect(messages[index]).toContain(name);
});

test('the commitment is of the characters, not of the bytes', () => {
  // printf '0123…' | sha256sum
  expect(commitmentOf(seed)).toBe('a8ae6e6ee929abea3afcfc5258c8ccd6f85273e0d4626d26c7279f3250f77c8e');
});
