/** Beside R, which goes through every allocation with combn: test/golden/randomisation-inference.R. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { given } from '../estimators/given.ts';
import { expectClosedForm } from '../numbers/tolerance.ts';
import { declared, type Kind } from './declared.ts';

type Record = {
  readonly kind: Kind;
  readonly statistic: 'difference' | 'studentised';
  readonly people: readonly {
    readonly unit: number;
    readonly arm: 0 | 1;
    readonly block: number;
    readonly outcome: number;
  }[];
  readonly allocations: number;
  readonly estimate: number;
  readonly observed: number;
  readonly p: number;
  readonly level: number;
  readonly low: number | null;
  readonly high: number | null;
};
const url = new URL('../../golden/randomisation-inference.golden.json', import.meta.url);
const records: readonly Record[] = JSON.parse(readFileSync(url, 'utf8'));

function of({ kind, statistic, people, level }: Record, exactBelow: number) {
  const [result] = declared(
    kind,
    people.map(({ unit, arm, block, outcome }) => ({
      arm: arm === 1 ? 'letter' : 'standard',
      unit: `${unit}`,
      block: `${block}`,
      outcome,
    })),
    ['standard', 'letter'],
    [['letter', 'standard']],
    { statistic, level, interval: true, exactBelow, draws: 20_000, seed: 'golden' },
  );
  return given(result);
}

describe('agrees with full enumeration in R', () => {
  it.each(records.map((record, index) => ({ index, ...record })))('$index: $kind, $statistic', (record) => {
    const all = of(record, 100_000);
    expectClosedForm(all.estimate, record.estimate, 'estimate');
    expectClosedForm(all.statistic, record.observed, 'statistic');
    expectClosedForm(all.p, record.p, 'p');
    expect([all.exact, all.draws]).toEqual([true, record.allocations]);
    if (record.low === null || record.high === null || !('interval' in all)) return;
    expectClosedForm(Number(all.interval[0]), record.low, 'lower bound');
    expectClosedForm(Number(all.interval[1]), record.high, 'upper bound');
  });

  it.each(records.map((record, index) => ({ index, ...record })))('$index: $kind, $statistic, drawn', (record) => {
    const drawn = of(record, 0);
    expect(drawn.exact).toBe(false);
    expect(Math.abs(drawn.p - record.p)).toBeLessThanOrEqual(4 * drawn.monteCarloError);
  });
});
