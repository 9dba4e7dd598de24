/**
 * Published trials, from the counts in their tables: each arm's count becomes two rows with frequency weights, and the
 * printed rates and differences must come out at the precision they were printed with. `difference`, `wald` and the like are
 * figures of two independent binomials, recorded to ten significant digits.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compute } from '../../analysis/compute.ts';
import type { ResultRow } from '../../analysis/results/result.ts';
import { resultEntry } from '../../analysis/results/write-results.ts';

type Sample = {
  readonly sample: string;
  readonly arms: readonly {
    readonly arm: string;
    readonly n: number;
    readonly count: number;
    readonly printed: string | null;
  }[];
  readonly contrasts: readonly {
    readonly treated: string;
    readonly reference: string;
    /** In percentage points, as the paper has it. */
    readonly printed: string;
    readonly difference: number;
    readonly standardError: number;
    readonly wald: readonly number[];
    readonly newcombe: readonly number[];
    readonly chiSquared: number;
    readonly p: number;
  }[];
};

type Study = { readonly study: string; readonly samples: readonly Sample[] };

const folder = new URL('./', import.meta.url);
const studies = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): Study => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

/** A CSV with one row per arm and outcome, weighted by how many people it stands for. */
function weightedData({ arms }: Sample): Uint8Array {
  const lines = arms.flatMap(({ arm, n, count }) => [`"${arm}",1,${count}`, `"${arm}",0,${n - count}`]);
  return new TextEncoder().encode(`arm,outcome,people\n${lines.join('\n')}\n`);
}

async function run(sample: Sample): Promise<readonly ResultRow[]> {
  const [first] = sample.arms;
  const contrasts = sample.contrasts.map(({ treated, reference }) => [treated, reference]);
  const plan = {
    title: sample.sample,
    arm: { column: 'arm', reference: first?.arm },
    weight: 'people',
    outcomes: [{ name: 'outcome', column: 'outcome', kind: 'binary' }],
    contrasts: contrasts.length === 0 ? 'each-against-reference' : contrasts,
    estimators: [
      { id: 'rates', method: 'proportions' },
      { id: 'wald', method: 'risk-difference', interval: 'wald' },
      { id: 'newcombe', method: 'risk-difference', interval: 'newcombe' },
      { id: 'test', method: 'chi-squared' },
    ],
  };
  const input = { planText: JSON.stringify(plan), data: weightedData(sample), engineVersion: 'test' };
  return (await compute(input)).results.rows;
}

/** Equal at the ten significant digits that were recorded. */
function asRecorded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asRecorded);
  return typeof value === 'number' ? Number(value.toPrecision(10)) : value;
}

function resultOf(rows: readonly ResultRow[], id: string, treated: string) {
  const row = rows.find((one) => one.id === id && (one.contrast?.[0] ?? treated) === treated);
  if (row === undefined) throw new Error(`no result ${id} for ${treated}`);
  return resultEntry(row);
}

/** Ten digits above 1e-12; below it the contract's |ΔlogP| ≤ 1e-9·max(1, |logP|), since R's own tails are no better there. */
function expectSameP(entry: object, recorded: number): void {
  if (!('p' in entry) || !('logP' in entry)) throw new Error('there is no p');
  if (recorded > 1e-12) expect(asRecorded(entry.p)).toBe(recorded);
  const logP = Math.log(recorded);
  expect(Math.abs(Number(entry.logP) - logP)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(logP)));
}

function digitsOf(printed: string): number {
  return printed.split('.')[1]?.length ?? 0;
}

for (const { study, samples } of studies) {
  describe(study, () => {
    describe.each(samples.map((sample) => [sample.sample, sample] as const))('%s', (_, sample) => {
      it('has the published count, size and rate in each arm', async () => {
        const [rates] = await run(sample);
        const figures = rates?.figures;
        if (figures === undefined || !('quantity' in figures) || figures.quantity !== 'proportion')
          throw new Error('there are no proportions');
        const byArm = new Map(figures.rows.map((row) => [row.arm, row]));
        for (const { arm, n, count, printed } of sample.arms) {
          const row = byArm.get(arm);
          if (row === undefined || !('count' in row)) throw new Error(`nothing about ${arm}`);
          expect([row.n, row.count, row.proportion]).toEqual([n, count, count / n]);
          if (printed !== null) expect((row.proportion * 100).toFixed(digitsOf(printed))).toBe(printed);
        }
      });

      if (sample.contrasts.length === 0) return;
      it('has the published differences, and their intervals and tests', async () => {
        const rows = await run(sample);
        for (const expected of sample.contrasts) {
          const wald = resultOf(rows, 'wald', expected.treated);
          const estimate = 'estimate' in wald ? Number(wald.estimate) : Number.NaN;
          expect((estimate * 100).toFixed(digitsOf(expected.printed))).toBe(expected.printed);
          const newcombe = resultOf(rows, 'newcombe', expected.treated);
          const test = resultOf(rows, 'test', expected.treated);
          const found = Object.entries({ wald, newcombe, test }).flatMap(([id, entry]) =>
            Object.entries(entry).map(([key, value]) => [`${id}.${key}`, asRecorded(value)]),
          );
          expect(Object.fromEntries(found)).toMatchObject({
            'wald.estimate': expected.difference,
            'wald.standardError': expected.standardError,
            'wald.interval': expected.wald,
            'newcombe.interval': expected.newcombe,
            'test.statistic': expected.chiSquared,
          });
          expectSameP(test, expected.p);
        }
      });
    });
  });
}
