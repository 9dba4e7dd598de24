/** The flow diagram at two to six arms, measured in a real browser: nothing is cut and no words leave their box. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawFlow } from '../../../analysis/consort/draw-flow.ts';
import { exactFigures, type Flow, type FlowBox, safeFigures } from '../../../analysis/consort/flow.ts';
import { hiddenSymbol } from '../../../analysis/consort/flow-words.ts';
import { type Opened, openBrowser } from '../../journey/browser.ts';

const names = [
  'standard',
  'registration-and-volunteering',
  'a prompt in the room',
  'WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW',
  'x',
  'pack',
];

function madeUp(arms: number): Flow {
  const counts: Flow['counts']['counts'][number][] = [];
  const count = (value: number) => {
    const id = `count-${counts.length}`;
    counts.push({ id, value, kind: 'published', largestHouseholds: [1, 1] });
    return id;
  };
  const box = (title: string, value: number, lines: readonly string[] = []): FlowBox => ({
    ...{ title, people: count(value), units: count(value) },
    lines: lines.map((words, index) => ({ words, id: count(index) })),
  });
  return {
    ...{ format: 'pledge-flow/1', title: 'What a citizenship ceremony offers & to whom', unitWords: 'ceremonies' },
    assessed: box('Assessed for eligibility', 123_456),
    excluded: box('Not randomised', 9, [
      'Under 18',
      'Joined after the list had closed',
      'Another rule of the protocol',
    ]),
    randomised: box('Randomised', 1_234),
    arms: names.slice(0, arms).map((arm) => ({
      arm,
      allocation: box(`Allocated to ${arm}`, 1_234, ['Came to a ceremony', 'Not recorded whether they came']),
      followUp: box('Lost to follow-up', 12, ['Left, counted only', 'Outcome not known', 'Left, but outcomes kept']),
      analysis: box('Analysed for: Registered to vote within 90 days of the ceremony', 1_000),
    })),
    notes: [{ words: 'Arm not delivered as drawn', id: count(0) }],
    counts: { counts, sums: [] },
  };
}

let opened: Opened;
beforeAll(async () => {
  opened = await openBrowser();
});
afterAll(async () => {
  if ('browser' in opened) await opened.browser.close();
});

describe.each([2, 3, 4, 5, 6])('with %i arms', (arms) => {
  test('all words stand inside the drawing, those of boxes inside their box, and no two boxes touch', async (context) => {
    if (!('browser' in opened)) return context.skip(opened.whyNot);
    const flow = madeUp(arms);
    const page = await opened.browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.setContent(drawFlow(flow, exactFigures(flow), 'SIMULATED'));
    const { boxes, words, whole } = await page.evaluate(() => {
      const placeOf = (element: Element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return { words: element.textContent, left, right, top, bottom };
      };
      const all = (selector: string) => [...document.querySelectorAll(selector)].map(placeOf);
      return { boxes: all('rect.box'), words: all('text'), whole: all('svg')[0] };
    });
    await page.close();
    type Place = (typeof boxes)[number];
    const holds = (outer: Place, inner: Place) =>
      outer.left <= inner.left && outer.right >= inner.right && outer.top <= inner.top && outer.bottom >= inner.bottom;
    const meet = (one: Place, other: Place) =>
      one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
    expect(boxes).toHaveLength(3 + 3 * arms);
    expect(words.filter((place) => whole === undefined || !holds(whole, place))).toEqual([]);
    expect(words.filter((place) => boxes.some((one) => meet(one, place) && !holds(one, place)))).toEqual([]);
    expect(boxes.filter((one) => boxes.some((other) => other !== one && meet(one, other)))).toEqual([]);
  });
});

test('noughts are shown to the research roles, and what is hidden is told by one symbol and explained', () => {
  const flow = madeUp(2);
  expect(drawFlow(flow, exactFigures(flow), null)).toContain('Under 18: 0');
  const safe = drawFlow(flow, safeFigures(new Map([[flow.assessed.people, 123_455]])), null);
  expect(safe).toContain('n = 123,455');
  expect(safe).toContain(`Under 18: ${hiddenSymbol}`);
  expect(safe).toContain('fewer than 10');
  expect(safe).not.toContain('1,234');
});
