/** The numbers page (analysis/README.md) has a row for everything that runs, from tests that are there; else `npm run numbers`. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { methodNames } from '../../../analysis/report/method-names.ts';
import { declaredCells } from './compose.ts';
import { declaredRows } from './declared-rows.ts';
import { scenarios } from './rows/row.ts';

const here = (path: string) => new URL(path, import.meta.url);
const page = readFileSync(here('../../../analysis/README.md'), 'utf8');
const calibrations = readdirSync(here('../calibration'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(here(`../calibration/${name}`), 'utf8'))
  .join('\n');

it.each(Object.keys(methodNames))('%s has a row', (method) => {
  expect(declaredRows.map((row) => String(row.method))).toContain(method);
});

describe.each(declaredRows.map((row) => ({ row, name: `${row.method}: ${row.quantity}` })))('$name', ({ row }) => {
  it.each(row.compared)('$file records "$describe"', ({ file, describe: title }) => {
    const source = readFileSync(here(`../${file}.test.ts`), 'utf8');
    // A title may be one of a table's, as adjust-p's are.
    expect(source.includes(title) || source.includes('describe.each')).toBe(true);
    expect(source).toMatch(/numbers\/tolerance\.ts|references\.ts/);
  });

  it('stands on the page as it is declared; if not, run "npm run numbers"', () => {
    expect(page).toContain(`| ${declaredCells(row).join(' | ')} |`);
  });
});

it.each(Object.entries(scenarios))('the scenario "%s" is simulated and stands on the page', (word, name) => {
  expect(calibrations).toContain(name);
  expect(page).toContain(`| ${word} | ${name} |`);
});

it('every scenario simulated has a word on the page', () => {
  const named = [...calibrations.matchAll(/^\s+name: '([^']+)'/gm)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(Object.values(scenarios)));
});
