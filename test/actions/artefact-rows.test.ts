import { describe, expect, it } from 'vitest';
import { artefactRows } from '../../src/actions/artefact-rows.ts';

describe('files kept in parts', () => {
  const bodies = (text: string) =>
    artefactRows('t', 'c', 'n', 'h', text, 'now').rows.map((row) => ('body' in row ? row.body : ''));

  it('keeps an empty file as one empty part', () => {
    expect(bodies('')).toEqual(['']);
  });

  it('joins to the same text and splits no surrogate pair', () => {
    const text = `${'x'.repeat(149_999)}😀${'é'.repeat(200_000)}`;
    const parts = bodies(text);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join('')).toBe(text);
    for (const part of parts) expect(part.isWellFormed()).toBe(true);
  });
});
