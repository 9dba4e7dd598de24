/**
 * How hard the words of guidance are, by the formula of Flesch and Kincaid (1975): its grade and 5 is an age, so that content for ages 9 to 11
 * (GOV.UK's content design guidance) has a grade of 6 at most. Words of the declaration are the trial's own and are left out.
 */
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { describe, expect, test } from 'vitest';
import { guidancePage } from '../../../analysis/guidance/page.ts';
import { directionWords, verdictWords } from '../../../analysis/guidance/verdict.ts';
import { arm, sampleRelease } from '../release/sample-release.ts';

const hardest = 6;
/** Below this a formula of averages says nothing. */
const fewestWords = 8;
/** GOV.UK's style: split sentences of more than 25 words. */
const longestSentence = 25;

/** A full stop inside a number ends nothing. */
const sentencesOf = (words: string): readonly string[] => words.split(/(?<=[.!?])\s+/).filter((one) => one !== '');
const wordsOf = (words: string): readonly string[] => words.match(/[\p{L}\p{N}][\p{L}\p{N}’'.-]*/gu) ?? [];

function gradeOf(words: string): number {
  const all = wordsOf(words);
  const syllables = all.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0);
  return fleschKincaid({ sentence: sentencesOf(words).length, word: all.length, syllable: syllables });
}

/** The paragraphs of a page as they are read; the trial's own words and its fingerprint left out. */
function paragraphsOf(html: string): readonly string[] {
  const paragraphs = [...html.matchAll(/<p(?: class="warning")?>(.*?)<\/p>/gs)].map(([, inside = '']) => inside);
  return paragraphs.filter((one) => !one.includes('<code>')).map((one) => one.replaceAll(/<[^>]+>/g, ''));
}

const people = { icc: 0.01, units: 200, variation: 0.3 };
const page = (usual: number, visit: number, n: number) =>
  guidancePage(sampleRelease([arm('usual', n, usual), arm('visit', n, visit)], people));

describe.each([
  ['a positive trial', page(1_600, 2_000, 4_000)],
  ['a null trial', page(1_600, 1_620, 4_000)],
  ['a negative trial', page(2_000, 1_600, 4_000)],
  ['an unclear trial', page(200, 205, 500)],
  ['a trial that is too small', page(30, 30, 80)],
])('%s', (_, html) => {
  const paragraphs = paragraphsOf(html);

  test('can be read at the age of 11 as a whole', () => {
    expect(paragraphs.length).toBeGreaterThan(12);
    expect(gradeOf(paragraphs.join(' '))).toBeLessThanOrEqual(hardest);
  });

  test('has no paragraph that is harder, and no long sentence', () => {
    const hard = paragraphs.filter((one) => wordsOf(one).length >= fewestWords && gradeOf(one) > hardest);
    expect(hard).toEqual([]);
    const long = paragraphs.flatMap(sentencesOf).filter((one) => wordsOf(one).length > longestSentence);
    expect(long).toEqual([]);
  });
});

test('every verdict the rules can give is as easy', () => {
  const said = Object.values(verdictWords).map(({ found, act }) => `${found} ${act}`);
  const directions = ([[1, 2], [-2, -1], [-1, 1], 'suppressed'] as const).map(directionWords);
  const hard = [...said, ...directions].filter((one) => wordsOf(one).length >= fewestWords && gradeOf(one) > hardest);
  expect(hard).toEqual([]);
});

test('the measure knows hard words from easy ones', () => {
  const hard =
    'The confidence interval encompasses the prespecified minimally important difference, precluding definitive interpretation of comparative effectiveness.';
  expect(gradeOf(hard)).toBeGreaterThan(15);
  expect(gradeOf('The cat sat on the mat. It was a warm day and it slept.')).toBeLessThan(2);
});
