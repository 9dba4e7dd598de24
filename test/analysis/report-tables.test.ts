/** The report's tables: the unit of a figure is the one that results.json says, and no method is left out in silence. */
import { expect, it } from 'vitest';
import { planSchema } from '../../analysis/plan/schema.ts';
import { subgroupForest } from '../../analysis/report/charts/charts-of.ts';
import { figureTable } from '../../analysis/report/figure-tables.ts';
import type { ResultRow } from '../../analysis/results/result.ts';

const plan = planSchema.parse({
  title: 'Tables',
  arm: { column: 'arm', reference: 'control' },
  outcomes: [{ name: 'voted', column: 'voted', kind: 'binary', primary: true }],
  contrasts: 'each-against-reference',
  estimators: [
    { id: 'main', method: 'linear' },
    { id: 'redrawn', method: 'randomisation-inference' },
    { id: 'wards', method: 'subgroup', by: 'ward' },
  ],
});
const [outcome] = plan.outcomes;
const [main, redrawn, wards] = plan.estimators;
if (outcome === undefined || main === undefined || redrawn === undefined || wards === undefined)
  throw new Error('plan');

const test = { statistic: 2, df: 8, p: 0.08, logP: Math.log(0.08) };
const figures = { estimate: 0.25, standardError: 0.125, ...test, interval: [-0.04, 0.54], level: 0.95 } as const;
const about = { outcome: 'voted', contrast: ['letter', 'control'], pAdjusted: null, warnings: [] } as const;

it.each([
  ['risk-difference', 'Difference in percentage points', '+25.00'],
  ['mean-difference', 'Difference in means', '0.2500'],
] as const)('%s is written as what it is, whatever the kind of the outcome', (quantity, heading, cell) => {
  const linear: ResultRow = {
    ...{ ...about, id: 'main', method: 'linear' },
    figures: { quantity, ...figures, distribution: 't', n: 10, terms: [] },
  };
  const drawn: ResultRow = {
    ...{ ...about, id: 'redrawn', method: 'randomisation-inference' },
    figures: {
      ...{ quantity, ...figures, distribution: 'randomisation', n: 10, null: 'pairwise' },
      ...{ draws: 99, monteCarloError: 0.01, exact: false },
    },
  };
  const levels: ResultRow = {
    ...{ ...about, id: 'wards', method: 'subgroup' },
    figures: {
      ...{ quantity: 'subgroup-differences', measure: quantity, level: 0.95, n: 10 },
      rows: [{ ...figures, level: 'north' }],
      interaction: { notEstimable: { code: 'one-level', reason: 'There is one level.' } },
    },
  };
  for (const [estimator, row] of [
    [main, linear],
    [redrawn, drawn],
    [wards, levels],
  ] as const) {
    const [table] = figureTable(plan, estimator, outcome, [row]);
    expect(table?.columns).toContain(heading);
    expect(table?.rows[0]).toContain(cell);
  }
  expect(subgroupForest('By ward', [levels])?.unit).toBe(heading.toLowerCase());
});

it('a method that no table is written for stops the run', () => {
  // No plan that was parsed has such a method.
  const unheard = { ...main, method: 'augury' } as never;
  const row: ResultRow = {
    ...about,
    id: 'main',
    method: 'linear',
    figures: { notEstimable: { code: 'x', reason: 'X.' } },
  };
  expect(() => figureTable(plan, unheard, outcome, [row])).toThrow('no table for');
});
