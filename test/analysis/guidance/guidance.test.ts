/** Words of guidance: each verdict by its rule, and five trials read as a sceptic would. */
import { describe, expect, test } from 'vitest';
import { guidancePage } from '../../../analysis/guidance/page.ts';
import { verdictOf, verdictWords } from '../../../analysis/guidance/verdict.ts';
import { arm, sampleRelease } from '../release/sample-release.ts';

describe('the verdict', () => {
  test.each([
    [[5, 9], 'more'],
    [[0.1, 9], 'more-perhaps-little'],
    [[0.1, 4.9], 'more-too-little'],
    [[-4.9, 4.9], 'no-difference-that-matters'],
    [[0, 4.9], 'no-difference-that-matters'],
    [[0, 5], 'none-to-more'],
    [[-5, 0], 'none-to-fewer'],
    [[-4.9, -0.1], 'fewer-too-little'],
    [[-9, -0.1], 'fewer-perhaps-little'],
    [[-9, -5], 'fewer'],
    [[-6, 7], 'unclear'],
    [[-12, 12], 'too-few'],
  ] as const)('%j is %s', (interval, verdict) => {
    expect(verdictOf(interval, 5)).toBe(verdict);
  });

  test('of a rise and of the same fall mirror each other', () => {
    const mirror = (verdict: string) => verdict.replace('more', 'X').replace('fewer', 'more').replace('X', 'fewer');
    for (let lower = -12; lower <= 12; lower += 1) {
      for (let upper = lower; upper <= 12; upper += 1) {
        expect(verdictOf([-upper, -lower], 5)).toBe(mirror(verdictOf([lower, upper], 5)));
      }
    }
  });

  test('never speaks of significance, and never tells a council to start on a result that could be nothing', () => {
    for (const { found, act } of Object.values(verdictWords))
      expect(`${found} ${act}`).not.toMatch(/signific|prove|\bcause/i);
    for (const one of ['none-to-more', 'none-to-fewer', 'unclear', 'too-few', 'not-shown'] as const) {
      expect(verdictWords[one].found).toMatch(/cannot|Too few/);
      expect(verdictWords[one].act).toMatch(/^Do not/);
    }
  });
});

describe('the page', () => {
  const people = { icc: 0.01, units: 200, variation: 0.3 };
  const page = (usual: number, visit: number, n = 4_000) =>
    guidancePage(sampleRelease([arm('usual', n, usual), arm('visit', n, visit)], people));

  test.each([
    ['a positive trial', page(1_600, 2_000), 'It helped. We are confident'],
    ['a null trial', page(1_600, 1_620), 'It made no difference that matters'],
    ['a negative trial', page(2_000, 1_600), 'It did harm. We are confident'],
    [
      'a trial that could be either',
      page(200, 205, 500),
      'We cannot tell. It may have helped, or it may have done harm.',
    ],
    ['a trial that is too small', page(30, 30, 80), 'Too few people took part to tell.'],
  ])('of %s says so first, with its range and the same figures as the tables', (_, html, words) => {
    expect(html).toContain(`<p><strong>${words}`);
    expect(html).toMatch(/Of every 100 people, .* did it\. The true answer is likely to lie between/);
    expect(html).toContain('were put into a group by chance');
    expect(html).toContain('rounded to the nearest 5');
    expect(html).not.toMatch(/significant|<script/i);
  });

  test('says of another outcome which way it went, and neither whether that matters nor what to do', () => {
    const other = { ...sampleRelease([arm('usual', 4_000, 1_600), arm('visit', 4_000, 2_000)], people) };
    const [primary, second] = other.outcomes;
    if (primary === undefined || second === undefined) throw new Error('The sample has two outcomes.');
    const differences = (lower: number, upper: number) =>
      second.differences.map((one) => ({ ...one, points: (lower + upper) / 2, interval: [lower, upper] as const }));
    const said = (lower: number, upper: number) =>
      guidancePage({ ...other, outcomes: [primary, { ...second, differences: differences(lower, upper) }] }).split(
        'What else was looked at',
      )[1] ?? '';
    for (const html of [said(6, 9), said(-9, -6), said(-2, 2)]) {
      expect(html).not.toMatch(/matter|helped|harm|What you could do/);
    }
    expect(said(6, 9)).toContain('More people did it.');
    expect(said(-9, -6)).toContain('Fewer people did it.');
    expect(said(-2, 2)).toContain('We cannot tell more from fewer.');
  });

  test('draws as many dots as it says, and says it in words', () => {
    const html = page(1_600, 2_000);
    expect(html).toContain('As it is: about 40 of every 100 people');
    expect(html.match(/class="did"/g)).toHaveLength(40 + 50 + 6);
  });

  test('shows neither a hidden figure nor one that would tell it', () => {
    expect(page(1_600, 2_000)).toContain('Not shown: the numbers are too small.');
    expect(page(1_600, 2_000)).toContain('We cannot show this result');
  });
});
