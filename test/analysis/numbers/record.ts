/**
 * For the tables of analysis/README.md: where PLEDGE_NUMBERS names a file, each comparison with an oracle and each calibrated
 * rate leaves a line of JSON in it, under the name of its test. Without it nothing is written.
 */
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** A distance from the oracle's figure: relative, or as the tolerance of its kind defines it. */
export type DifferenceLine = {
  /** Path below test/analysis without its ending. */
  readonly file: string;
  /** Names of describes and test, joined by " > ". */
  readonly test: string;
  readonly label: string;
  readonly difference: number;
  readonly allowed: number;
};
/** How often a test rejected, or an interval held the truth, in so many simulated trials. */
export type RateLine = {
  readonly calibration: string;
  readonly id: string;
  readonly rate: 'rejection' | 'coverage';
  readonly nominal: number;
  /** The nominal rate; or the method's own on these trials, where that is known and another. */
  readonly expected: number;
  readonly seen: number;
  readonly trials: number;
  /** Whether the rate is one that its claim allows. */
  readonly isKept: boolean;
};

const room = fileURLToPath(new URL('..', import.meta.url));
const file = process.env.PLEDGE_NUMBERS;

export function recordDifference(difference: number, label: string, allowed: number): void {
  if (file === undefined) return;
  const { testPath = '', currentTestName = '' } = expect.getState();
  if (currentTestName === '') return;
  const name = relative(room, testPath).replace(/\.test\.ts$/, '');
  write({ file: name, test: currentTestName, label, difference, allowed } satisfies DifferenceLine);
}

export function recordRate(line: RateLine): void {
  write(line);
}

function write(line: DifferenceLine | RateLine): void {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
