/**
 * Trials of 40 people under a true null, looked at three times through the whole engine: the share in which any look crosses its
 * boundary is alpha. The arms are small, so the t statistic read as the z with its p is put to the test as well.
 */
import { describe, expect, it } from 'vitest';
import { compute } from '../../../analysis/compute.ts';
import { recordRate } from '../numbers/record.ts';
import { chance } from './chance.ts';

const isLong = process.env.PLEDGE_CALIBRATION === 'long';
const scenario = {
  name: 'three looks at 40 people, no effect',
  trials: isLong ? 9_600 : 600,
};
const looks = [0.5, 0.75, 1];
const people = 40;
const alpha = 0.05;

/** true where the look at so many people crosses its boundary. */
async function isRejected(rows: readonly string[], look: number, settings: object): Promise<boolean> {
  const planText = JSON.stringify({
    title: 'A trial under way',
    arm: { column: 'arm', reference: 'control' },
    outcomes: [{ name: 'days', column: 'days', kind: 'continuous' }],
    contrasts: 'each-against-reference',
    estimators: [{ id: 'look', method: 'interim', looks: looks.slice(0, look), ...settings }],
  });
  const seen = rows.slice(0, people * (looks[look - 1] ?? 1));
  const data = new TextEncoder().encode(`arm,days\n${seen.join('\n')}\n`);
  const { results } = await compute({ planText, data, engineVersion: '0' });
  const figures = results.rows[0]?.figures;
  return figures !== undefined && 'decision' in figures && figures.decision === 'reject';
}

describe(scenario.name, () => {
  it.each([
    ['looks, O’Brien-Fleming', { spending: 'obrien-fleming' }],
    ['looks, Pocock', { spending: 'pocock' }],
    ['looks, Pocock, one side', { spending: 'pocock', sided: 1, alpha }],
  ])(
    '%s',
    async (id, settings) => {
      const { trials } = scenario;
      const random = chance(`interim looks, ${id}`);
      let rejected = 0;
      for (let trial = 0; trial < trials; trial += 1) {
        const arms = [20, 10, 10].flatMap((size) =>
          random.shuffled([
            ['control', size / 2],
            ['letter', size / 2],
          ]),
        );
        const rows = arms.map((arm) => `${arm},${random.normal()}`);
        for (let look = 1; look <= looks.length; look += 1) {
          if (!(await isRejected(rows, look, settings))) continue;
          rejected += 1;
          break;
        }
      }
      const seen = rejected / trials;
      const isKept = Math.abs(seen - alpha) < 4 * Math.sqrt((alpha * (1 - alpha)) / trials);
      recordRate({
        calibration: scenario.name,
        id,
        rate: 'rejection',
        nominal: alpha,
        expected: alpha,
        seen,
        trials,
        isKept,
      });
      expect(isKept, `${rejected} of ${trials}`).toBe(true);
    },
    isLong ? 3_600_000 : 240_000,
  );
});
