/** The wording of the attendee's page is locked with the protocol: its hash, and words that neither praise nor urge. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commonWording, wordingHash, wordingOf } from '../../src/trial/attendee-wording.ts';
import { parseProtocol } from '../../src/trial/protocol.ts';

const text = readFileSync(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url), 'utf8');
const hash = '6a5127a11381b79b285e795d4ae9e83a6b34179a7b1541f24cf4e05cc99fe513';

function problemsOf(change: (page: Record<string, unknown>) => void): readonly (readonly [string, string])[] {
  const document = JSON.parse(text);
  change(document.attendeePage);
  const parsed = parseProtocol(JSON.stringify(document));
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => [path, message] as const);
}

describe('the wording', () => {
  test('never changes under its number', () => {
    expect(wordingHash(commonWording)).toBe(hash);
    expect(wordingOf(1)).toBe(commonWording);
    expect(wordingOf(2)).toBeUndefined();
  });

  test('praises nothing, urges nothing, and leads nowhere while a window is open', () => {
    const { afterWindow, ...open } = commonWording;
    const words = JSON.stringify(open);
    expect(words).not.toMatch(
      /https?:|well done|thank|great|congratulat|please|should|don’t forget|important|your vote/i,
    );
    expect(afterWindow.href).toMatch(/^https:\/\/www\.gov\.uk\//);
  });
});

describe('a protocol’s attendeePage', () => {
  test('is read with the shipped wording, or left out', () => {
    expect(problemsOf(() => {})).toEqual([]);
    const { attendeePage: _, reminders: __, ...without } = JSON.parse(text);
    const parsed = parseProtocol(JSON.stringify(without));
    expect(parsed.ok && parsed.value.attendeePage).toBeNull();
  });

  test('is refused with another hash, an unknown number, or an outcome that people cannot speak to', () => {
    const other = problemsOf((page) => {
      page.hash = '0'.repeat(64);
    });
    expect(other).toEqual([['attendeePage.hash', `the hash of this wording is ${hash}`]]);
    const unknown = problemsOf((page) => {
      page.wording = 2;
    });
    expect(unknown.map(([path]) => path)).toEqual(['attendeePage.wording']);
    const asks = problemsOf((page) => {
      page.asks = { registered: 'intends_to_volunteer', intends: 'registered' };
    });
    expect(asks.map(([path]) => path)).toEqual(['attendeePage.asks.registered', 'attendeePage.asks.intends']);
  });
});
