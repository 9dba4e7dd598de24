/** The report: what it says first, that nothing in a file can become markup, and that a page checker and axe find nothing. */
import AxeBuilder from '@axe-core/playwright';
import chromiumBinary from '@sparticuz/chromium';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { html } from '../../analysis/report/html.ts';
import {
  fixed,
  grouped,
  intervalOf,
  percentage,
  perHundred,
  pValue,
  signed,
  significant,
} from '../../analysis/report/wording.ts';
import { analyse } from '../../analysis/run.ts';

const plan = {
  title: 'A <script>alert("title")</script> & co',
  arm: { column: 'arm', reference: 'control' },
  rows: [{ column: 'age', op: '>=', value: 18 }],
  cluster: 'home',
  outcomes: [
    { name: 'voted', column: 'voted', kind: 'binary', primary: true },
    { name: 'days', column: 'days', kind: 'continuous' },
  ],
  contrasts: 'each-against-reference',
  multiplicity: { method: 'holm' },
  estimators: [
    { id: 'rates', method: 'proportions', interval: 'wilson', outcomes: ['voted'] },
    { id: 'difference', method: 'risk-difference', interval: 'miettinen-nurminen' },
    { id: 'model', method: 'linear', errors: 'CR1S' },
    { id: 'test', method: 'chi-squared', over: 'all-arms', outcomes: ['voted'] },
    { id: 'alike', method: 'icc' },
  ],
};

const lines = Array.from({ length: 120 }, (_, row) => {
  const home = Math.floor(row / 2);
  const arm = ['control', 'a "letter" <b>', 'visit'][home % 3];
  const voted = arm === 'visit' ? Number(row % 5 !== 0) : Number(row % 2 === 0);
  return `"${arm?.replaceAll('"', '""')}",${home},${voted},${(row * 7) % 11},${row === 3 ? 17 : 30}`;
});

async function report(changes: object = {}): Promise<string> {
  const data = new TextEncoder().encode(`arm,home,voted,days,age\n${lines.join('\n')}\n`);
  const { files } = await analyse({ planText: JSON.stringify({ ...plan, ...changes }), data, engineVersion: '1.2.3' });
  return new TextDecoder().decode(files.find(({ name }) => name === 'report.html')?.bytes);
}

/** What a reader sees, markup aside. */
function words(page: string): string {
  return page
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

describe('the report', () => {
  it('puts what to be careful with before any figure', async () => {
    const page = words(await report());
    const warning = page.indexOf('Read this first');
    expect(warning).toBeGreaterThan(-1);
    expect(page).toContain('take people of one cluster as independent of each other: rates, difference, test.');
    expect(page).toContain('2 results could not be computed');
    expect(page.indexOf('The plan')).toBeGreaterThan(warning);
  });

  it('gives a difference that may be none the same kind of sentence as one that is not', async () => {
    const page = words(await report());
    const letter = page.match(/Of every 100 people, [^.]*\.\d [^(]*than in control \([^)]*\)\. [^.]*\./g) ?? [];
    expect(letter.length).toBe(4);
    expect(letter.filter((sentence) => sentence.includes('do not tell this apart from no difference')).length).toBe(2);
    expect(letter.filter((sentence) => sentence.includes('leaves out &quot;no difference&quot;')).length).toBe(2);
  });

  it('says which rows were left out, what was refused, and where it comes from', async () => {
    const page = words(await report());
    expect(page).toContain('Left out by the plan&#39;s rows[0] (age \u2265 18) \u22121');
    expect(page).toContain('Rows those where age \u2265 18 ');
    expect(page).toContain('difference (risk difference): days, visit against control');
    expect(page).toMatch(/Plan, SHA-256 [0-9a-f]{64} Data, SHA-256 [0-9a-f]{64} Computed by pledge 1\.2\.3/);
  });

  it('says of an estimator with rows or a cluster of its own which they are', async () => {
    const rows = [{ column: 'arm', op: 'in', value: ['control', 'visit'] }];
    const visited = { id: 'visited', method: 'linear', errors: 'HC2', cluster: null, rows };
    const page = words(await report({ estimators: [...plan.estimators, visited] }));
    expect(page).toContain(
      'voted, visited: linear model, HC2, rows where arm is one of control, visit, without clusters Comparison',
    );
    expect(page).toContain('voted, model: linear model, CR1S Comparison');
  });

  it('holds no script, no address and no unescaped word of the input', async () => {
    const page = await report();
    expect(page).not.toMatch(/<script|https?:|src=|@import|url\(/);
    expect(page).toContain('A &lt;script&gt;alert(&quot;title&quot;)&lt;/script&gt; &amp; co');
    expect(page).toContain('a &quot;letter&quot; &lt;b&gt;');
  });

  it('is valid HTML', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: { 'long-title': 'off' },
    });
    const result = await validator.validateString(await report());
    const found = result.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
    );
    expect(found).toEqual([]);
  });

  it('passes axe at WCAG 2.2 AA, and fits a phone', async () => {
    const browser = await chromium.launch({
      executablePath: await chromiumBinary.executablePath(),
      args: ['--no-sandbox'],
    });
    try {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      await page.setContent(await report());
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    } finally {
      await browser.close();
    }
  });
});

describe('words for numbers', () => {
  it.each([
    [grouped(344084), '344,084'],
    [grouped(999), '999'],
    [grouped(1234567.5), '1,234,567.5'],
    [fixed(-0.04, 1), '0.0'],
    [fixed(-0.06, 1), '\u22120.1'],
    [signed(0.5, 1), '+0.5'],
    [signed(0.01, 1), '0.0'],
    [percentage(0.37794), '37.8%'],
    [perHundred(0.0813), '8.1 more'],
    [perHundred(-0.0813), '8.1 fewer'],
    [perHundred(0.0004), '0.04 more'],
    [perHundred(-0.00001234), '0.0012 fewer'],
    [perHundred(0), 'no more and no fewer'],
    [pValue(0.0004), '< 0.001'],
    [pValue(0.0496), '0.050'],
    [significant(1234.5678), '1235'],
    [significant(0.000012345), '1.234e\u22125'],
    [intervalOf([-0.1, 'Infinity'], (bound) => fixed(bound, 1)), '\u22120.1 to no upper limit'],
  ])('%s', (found, expected) => {
    expect(found).toBe(expected);
  });

  it('escapes every string and no fragment', () => {
    expect(html`<p>${['<', html`<b>${"'"}</b>`, 3]}</p>`.text).toBe('<p>&lt;<b>&#39;</b>3</p>');
  });
});
