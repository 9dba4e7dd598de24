/** The report's charts: where axes begin and end, what is drawn of a figure without an end, and that a page full of them is sound. */
import AxeBuilder from '@axe-core/playwright';
import chromiumBinary from '@sparticuz/chromium';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { drawChart } from '../../analysis/report/charts/draw.ts';
import { wrapped } from '../../analysis/report/charts/svg.ts';
import { plainAxis, ratioAxis, tickWords } from '../../analysis/report/charts/ticks.ts';
import { analyse } from '../../analysis/run.ts';

describe('axes', () => {
  it.each([
    [0, 60, [0, 10, 20, 30, 40, 50, 60]],
    [-20.7, 6.4, [-25, -20, -15, -10, -5, 0, 5, 10]],
    [-0.213, 0.213, [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]],
    [0, 2789, [0, 500, 1000, 1500, 2000, 2500, 3000]],
    [0.0001, 0.00013, [0.0001, 0.000105, 0.00011, 0.000115, 0.00012, 0.000125, 0.00013]],
  ])('from %d to %d by steps of 1, 2 or 5', (from, to, ticks) => {
    const axis = plainAxis(from, to);
    expect(axis.ticks).toEqual(ticks);
    expect(axis.place(ticks[0] ?? 0)).toBeCloseTo(0, 12);
    expect(axis.place(ticks.at(-1) ?? 0)).toBeCloseTo(1, 12);
  });

  it.each([
    [0.6, 1.3, [0.5, 1, 2]],
    [1, 1, [1, 2]],
    [0.02, 9, [0.015625, 0.0625, 0.25, 1, 4, 16]],
  ])('of ratios from %d to %d by powers of 2', (from, to, ticks) => {
    const axis = ratioAxis(from, to);
    expect(axis.ticks).toEqual(ticks);
    expect(axis.place(ticks[0] ?? 0)).toBeCloseTo(0, 12);
  });

  it.each([
    [0.5, '0.5'],
    [10, '10'],
    [-0.25, '\u22120.25'],
    [0, '0'],
    [1.5, '1.5'],
    [0.0002, '2e\u22124'],
    [0.00025, '2.5e\u22124'],
    [100, '100'],
  ])('write %d without zeros that say nothing', (tick, words) => {
    expect(tickWords(tick)).toBe(words);
  });

  it('hold every value between two of their ticks, whatever the scale', () => {
    for (let power = -9; power < 9; power += 1) {
      for (const part of [1.0001, 2.5, 3, 7.7, 9.9999]) {
        const to = part * 10 ** power;
        for (const from of [0, -to, to / 3]) {
          const { ticks, place } = plainAxis(from, to);
          expect(ticks.length).toBeGreaterThan(2);
          expect(ticks.length).toBeLessThan(10);
          expect(place(from)).toBeGreaterThan(-1e-9);
          expect(place(to)).toBeLessThan(1 + 1e-9);
        }
      }
    }
  });
});

describe('a forest', () => {
  const chart = {
    kind: 'forest',
    title: 'Each <b>comparison</b>',
    scale: 'ratio',
    unit: 'odds ratio',
    rows: [
      { label: 'a & b', value: { estimate: 2, lower: 0.5, upper: 'Infinity' } },
      { label: 'c', value: null },
    ],
  } as const;

  it('has an arrow where an interval has no end, and says what is not computed', () => {
    const { text } = drawChart('x', chart);
    expect(text.match(/class="arrow"/g)).toHaveLength(1);
    expect(text).toContain('not computed');
  });

  it('escapes what a file says, and names itself by ids that are the same in every run', () => {
    const { text } = drawChart('x', chart);
    expect(text).toContain('a &amp; b');
    expect(text).toContain('Each &lt;b&gt;comparison&lt;/b&gt;');
    expect(text).toContain('aria-labelledby="x-title x-description"');
    expect(drawChart('x', chart).text).toBe(text);
    expect(text).not.toMatch(/NaN|Infinity/);
  });
});

it('long labels are broken into lines, words longer than a line into pieces', () => {
  const lines = wrapped(`one two ${'x'.repeat(130)} three`);
  expect(lines.join('').replaceAll(/[^x]/g, '')).toHaveLength(130);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(56);
});

const plan = {
  title: 'A trial with every chart',
  arm: { column: 'arm', reference: 'control' },
  outcomes: [
    { name: 'voted', column: 'voted', kind: 'binary', primary: true },
    { name: 'registered', kind: 'time-to-event', time: 'days', event: 'registered' },
  ],
  contrasts: 'all-pairs',
  covariates: ['age', 'region'],
  multiplicity: { method: 'holm' },
  estimators: [
    { id: 'balance', method: 'balance' },
    { id: 'main', method: 'linear', outcomes: ['voted'] },
    { id: 'ratio', method: 'risk-ratio', outcomes: ['voted'] },
    { id: 'boroughs', method: 'sites', by: 'borough', model: 'reml', knappHartung: true, outcomes: ['voted'] },
    { id: 'regions', method: 'subgroup', by: 'region', outcomes: ['voted'] },
    { id: 'curves', method: 'kaplan-meier', outcomes: ['registered'] },
  ],
};

async function report(declared: object = plan): Promise<string> {
  const lines = Array.from({ length: 300 }, (_, row) => {
    const arm = ['control', 'a "letter" <b>', 'visit'][row % 3] ?? '';
    const voted = Number((row * 13) % 7 < 2 + (row % 3));
    const cells = [`b${row % 4}`, voted, 1 + ((row * 17) % 40), Number(row % 5 > 0), 20 + (row % 50)];
    return [`"${arm.replaceAll('"', '""')}"`, ...cells, ['east', 'west'][(row >> 2) % 2]].join(',');
  });
  const data = new TextEncoder().encode(`arm,borough,voted,days,registered,age,region\n${lines.join('\n')}\n`);
  const { files } = await analyse({ planText: JSON.stringify(declared), data, engineVersion: '1.2.3' });
  return new TextDecoder().decode(files.find(({ name }) => name === 'report.html')?.bytes);
}

/** The text of a report's head, without its marks. */
function headOf(page: string): string {
  const text = page
    .slice(page.indexOf('<main>'))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
  const [answer, plain] = [text.indexOf('The question and the answer'), text.indexOf('The plan')];
  expect(answer).toBeGreaterThan(-1);
  expect(plain).toBeGreaterThan(answer);
  return text.slice(answer, plain);
}

describe('a report with charts', { timeout: 60_000 }, () => {
  it('begins with the question and its answer, in points, of every 100 people and as a ratio', async () => {
    const head = headOf(await report());
    for (const words of ['Population', 'What came in between', 'Of every 100 people', 'risk ratio', 'Adjusted p']) {
      expect(head).toContain(words);
    }
    expect(head.match(/The data do not tell this apart|The interval leaves out/g)).toHaveLength(3);
  });

  it('names whose the relative effects are, and where those read other rows', async () => {
    expect(headOf(await report())).toMatch(
      /Relative effects are those of ratio \([^)]*\): risk ratio, 95% interval\. (?!ratio reads)/,
    );
    const estimators = [
      { id: 'main', method: 'linear', outcomes: ['voted'] },
      { id: 'ratio', method: 'risk-ratio', outcomes: ['voted'], rows: [{ column: 'age', op: '>=', value: 40 }] },
    ];
    expect(headOf(await report({ ...plan, estimators }))).toMatch(/ratio reads other rows: those where age/);
  });

  it('says that the plan’s first analysis was refused, and whose figures stand in its place', async () => {
    const rows = [{ column: 'region', op: '=', value: 'north' }];
    const estimators = [
      { id: 'first', method: 'linear', outcomes: ['voted'], rows },
      { id: 'second', method: 'risk-difference', outcomes: ['voted'] },
    ];
    const head = headOf(await report({ ...plan, estimators }));
    expect(head).toMatch(/first \([^)]*\) comes before in the plan and could not be computed: [A-Z]/);
    expect(head).toContain('What stands here is second');
    expect(headOf(await report())).not.toContain('comes before in the plan');
  });

  it.each([
    ['cox', 'Hazard ratio', 'ratio of the hazards'],
    ['restricted-mean', 'Difference in restricted mean time', 'difference of the mean times'],
  ])('of a time to an event begins with its answer too: %s', async (method, column, words) => {
    const outcomes = [{ name: 'registered', kind: 'time-to-event', time: 'days', event: 'registered', primary: true }];
    const horizon = method === 'cox' ? {} : { horizon: 30 };
    const estimators = [
      { id: 'main', method, ...horizon },
      ...(method === 'cox' ? [] : [{ id: 'hazards', method: 'cox' }]),
    ];
    const page = await report({ ...plan, outcomes, estimators });
    const head = headOf(page);
    expect(head).toContain(column);
    expect(head).toContain(words);
    expect(head.match(/The data do not tell this apart|The interval leaves out/g)).toHaveLength(3);
    if (method === 'cox') expect(page).toContain('hazard ratio, logarithmic scale');
    else expect(head).toContain('Relative effects are those of hazards');
  });

  it('has every site that is drawn in the table below, to the same figures', async () => {
    const page = await report();
    for (const borough of ['b0', 'b1', 'b2', 'b3', 'pooled'])
      expect(page.match(new RegExp(`visit against control: ${borough}</th>`))).not.toBeNull();
    expect(page).toMatch(/of the variation lies between sites/);
  });

  it('is the same bytes again', async () => {
    expect(await report()).toBe(await report());
  });

  it('has the people at risk beneath the curves, and ends each curve where its arm was last seen', async () => {
    const page = await report();
    const table =
      page.match(/registered, curves: Kaplan-Meier curves: people at risk, by time \(days\)[\s\S]*?<\/table>/)?.[0] ??
      '';
    const cells = [...table.matchAll(/<t[hd](?: [^>]*)?>([^<]*)</g)].map(([, cell]) => cell);
    expect(cells.slice(0, 7)).toEqual(['Arm', '0', '10', '20', '30', '40', 'Last seen']);
    expect(cells.slice(7, 9)).toEqual(['control', '100']);
    const late = (arm: string, lastSeen: number) => ({ arm, lastSeen, steps: [{ time: 5, share: 0.5 }] });
    const chart = { kind: 'curves', title: 't', unit: 'days', curves: [late('a', 10), late('b', 5)] } as const;
    const ends = [...drawChart('x', chart).text.matchAll(/ d="M[^"]*H([\d.]+)"/g)].map(([, end]) => Number(end));
    expect(ends[0]).toBeGreaterThan((ends[1] ?? 0) + 100);
    expect(drawChart('x', chart).text).toContain('Time (days)');
  });

  it('draws comparisons, boroughs, subgroups, curves and balance, each named and described', async () => {
    const page = await report();
    expect(page.match(/<svg [^>]*role="img"/g)).toHaveLength(5);
    expect(page.match(/<title id=/g)).toHaveLength(5);
    expect(page).not.toMatch(/<script|https?:|NaN|undefined/);
  });

  it('is valid, passes axe at WCAG 2.2 AA, and fits a phone', async () => {
    const page = await report();
    const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'long-title': 'off' } });
    const { results } = await validator.validateString(page);
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual(
      [],
    );
    const browser = await chromium.launch({
      executablePath: await chromiumBinary.executablePath(),
      args: ['--no-sandbox'],
    });
    try {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
      const shown = await context.newPage();
      await shown.setContent(page);
      for (const summary of await shown.locator('summary').all()) await summary.click();
      const { violations } = await new AxeBuilder({ page: shown })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(await shown.evaluate('document.documentElement.scrollWidth')).toBe(360);
    } finally {
      await browser.close();
    }
  });
});
