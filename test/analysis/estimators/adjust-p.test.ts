/** Adjusted p-values against R's p.adjust (test/golden/adjust-p.R). */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustP } from '../../../analysis/results/adjust-p.ts';
import { expectClosedForm } from '../numbers/tolerance.ts';

const methods = ['bonferroni', 'holm', 'hochberg', 'hommel', 'bh', 'by'] as const;
type Family = { readonly p: readonly number[] } & Readonly<Record<(typeof methods)[number], readonly number[]>>;
const families: readonly Family[] = JSON.parse(
  readFileSync(new URL('../../golden/adjust-p.golden.json', import.meta.url), 'utf8'),
);

describe.each(methods)('%s', (method) => {
  it.each(families)('is R’s for $p', (family) => {
    const adjusted = adjustP(family.p, method);
    expect(adjusted).toHaveLength(family.p.length);
    for (const [index, value] of adjusted.entries()) {
      const expected = family[method][index] ?? Number.NaN;
      expectClosedForm(value, expected, `p ${index}`);
      if (expected < 1e-12) expectClosedForm(value / expected, 1, `p ${index}, relatively`);
    }
  });

  it('never lowers a p-value, keeps their order and does not depend on it', () => {
    const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(family, (p) => {
        const adjusted = adjustP(p, method);
        const reversed = adjustP(p.toReversed(), method).toReversed();
        return p.every((value, i) => {
          const own = adjusted[i] ?? Number.NaN;
          const isOrdered = p.every((other, j) => other < value || (adjusted[j] ?? Number.NaN) >= own);
          return own >= value && own <= 1 && own === reversed[i] && isOrdered;
        });
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});
