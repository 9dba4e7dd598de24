/**
 * `npm run numbers`: runs the tests that compare with R and those that calibrate, and writes what they recorded into the tables of
 * analysis/README.md. PLEDGE_CALIBRATION=long simulates sixteen times as many trials. A failing test is told of at the end.
 * `npm run numbers -- FILE` takes the lines of an earlier run, made with PLEDGE_NUMBERS=FILE.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { between, calibrationMarks, calibrationTable, type Lines, numbersMarks, numbersTable } from './compose.ts';
import type { DifferenceLine, RateLine } from './record.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const page = join(root, 'analysis/README.md');

/** Runs the tests; what they recorded is in `file`. The exit code of the run. */
function runTests(file: string): number {
  writeFileSync(file, '');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', 'test/analysis', '--exclude', 'test/analysis/numbers/page.test.ts'],
    {
      cwd: root,
      env: { ...process.env, PLEDGE_NUMBERS: file },
      stdio: 'inherit',
    },
  );
  return status ?? 1;
}

function linesIn(file: string): Lines {
  const all: readonly (DifferenceLine | RateLine)[] = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return {
    differences: all.filter((line) => 'difference' in line),
    rates: all.filter((line) => 'calibration' in line),
  };
}

const [earlier] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'pledge-numbers-'));
const file = earlier ?? join(folder, 'lines.jsonl');
const status = earlier === undefined ? runTests(file) : 0;
const lines = linesIn(file);
rmSync(folder, { recursive: true });
const tables = between(numbersMarks, readFileSync(page, 'utf8'), numbersTable(lines));
writeFileSync(page, between(calibrationMarks, tables, calibrationTable(lines)));
const counts = `${lines.differences.length} comparisons and ${lines.rates.length} rates`;
process.stdout.write(`Written to analysis/README.md from ${counts}.\n`);
if (status !== 0) process.stderr.write('Some tests failed, see above; the page says which claims were not kept.\n');
process.exit(status);
