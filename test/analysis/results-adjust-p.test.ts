/** Adjusted p-values against R's p.adjust, and what must hold whatever the values. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustmentMethods } from '../../analysis/plan/schema.ts';
import { adjustP } from '../../analysis/results/adjust-p.ts';

type Golden = {
  readonly method: (typeof adjustmentMethods)[number];
  readonly p: readonly number[];
  readonly adjusted: readonly number[];
};

const golden: readonly Golden[] = JSON.parse(readFileSync(new URL('adjust-p.golden.json', import.meta.url), 'utf8'));

/** Closed forms of a few multiplications: the last bits may differ by the order of operations, no more. */
function closedForm(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= 4 * Number.EPSILON * expected;
}

describe('adjusted p-values', () => {
  it.each(golden.map((record) => [record.method, record.p.length, record] as const))(
    '%s of %i values is what p.adjust gives',
    (_, __, { method, p, adjusted }) => {
      const found = adjustP(p, method);
      expect(found.length).toBe(adjusted.length);
      expect(found.filter((value, index) => !closedForm(value, adjusted[index] ?? Number.NaN))).toEqual([]);
    },
  );

  const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });

  it.each(adjustmentMethods)('%s is never below p nor above 1, keeps the order, and moves with its p', (method) => {
    fc.assert(
      fc.property(probabilities, (p) => {
        const adjusted = adjustP(p, method);
        for (const [index, value] of adjusted.entries()) {
          expect(value).toBeGreaterThanOrEqual(p[index] ?? Number.NaN);
          expect(value).toBeLessThanOrEqual(1);
        }
        const byP = p.map((value, index) => [value, adjusted[index] ?? 0] as const).sort((a, b) => a[0] - b[0]);
        for (const [index, [, value]] of byP.entries()) expect(value).toBeGreaterThanOrEqual(byP[index - 1]?.[1] ?? 0);
        expect(adjustP(p.toReversed(), method)).toEqual(adjusted.toReversed());
      }),
    );
  });
});
