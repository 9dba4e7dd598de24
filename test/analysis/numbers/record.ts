/**
 * For the tables of analysis/README.md: where PLEDGE_NUMBERS names a file, each comparison with an oracle and each calibrated
 * rate leaves a line of JSON in it, under the name of its test. Without it nothing is written.
 */
import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'vitest';

/** A distance from the oracle's figure: relative, or as the tolerance of its kind defines it. */
export type DifferenceLine = { readonly test: string; readonly label: string; readonly difference: number };
/** How often a test rejected, or an interval held the truth, in so many simulated trials. */
export type RateLine = {
  readonly calibration: string;
  readonly id: string;
  readonly rate: 'rejection' | 'coverage';
  readonly nominal: number;
  readonly seen: number;
  readonly trials: number;
};

const file = process.env.PLEDGE_NUMBERS;

export function recordDifference(difference: number, label: string): void {
  if (file === undefined) return;
  const { testPath = '', currentTestName = '' } = expect.getState();
  const test = `${basename(testPath, '.test.ts')}: ${currentTestName}`;
  write({ test, label, difference } satisfies DifferenceLine);
}

export function recordRate(line: RateLine): void {
  write(line);
}

function write(line: DifferenceLine | RateLine): void {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
