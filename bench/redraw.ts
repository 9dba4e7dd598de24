/**
 * Re-draws of whole trials of 50,000 units, scheme by scheme: milliseconds for one, and how a trial ten times smaller compares, so
 * that growth is seen within one run. Run: node bench/redraw.ts [units]
 */
import { designOf } from '../src/randomise/design.ts';
import type { Unit, UnitList } from '../src/randomise/draw-state.ts';
import { redrawsOf } from '../src/randomise/redraw.ts';
import type { Protocol } from '../src/trial/protocol.ts';
import type { Scheme } from '../src/trial/scheme.ts';

const units = Number(process.argv[2] ?? 50_000);
const listSize = 25;
const rounds = 15;

const factors = ['a', 'b', 'c'].map((name) => ({ name, weight: 1 }));
const covariates = ['a', 'b'].map((column) => ({ column, as: 'number' as const }));
const schemes: readonly (readonly [string, Scheme])[] = [
  ['simple', { kind: 'simple' }],
  ['blocks of 27', { kind: 'blocks', blockSizes: [27] }],
  ['blocks of 3 and 6', { kind: 'blocks', blockSizes: [3, 6] }],
  ['complete', { kind: 'complete' }],
  ['cohorts of 25', { kind: 'cohort' }],
  ['big stick, limit 3', { kind: 'big-stick', limit: 3 }],
  ['minimisation, 3 factors', { kind: 'minimisation', factors, imbalance: 'range', randomShare: 0.2 }],
  [
    'rerandomised, 2 covariates',
    { kind: 'rerandomised', covariates, criterion: 'mahalanobis', threshold: 3, maximumTries: 1_000 },
  ],
];

/** Milliseconds of one re-draw: the median over rounds, after the first. */
function costOf(scheme: Scheme, count: number): number {
  // Only what a draw reads of a protocol.
  const protocol = {
    arms: ['x', 'y', 'z'].map((name) => ({ name, ratio: 1 })),
    unit: 'household',
    scheme,
    strata: ['borough'],
    stoppedArms: [],
  } as unknown as Protocol;
  const { redraw } = redrawsOf(
    [{ design: designOf(protocol, '0'.repeat(64)), lists: listsOf(scheme, count) }],
    ['x', 'y', 'z'],
    'bench',
  );
  redraw(0);
  const times = Array.from({ length: rounds }, (_, i) => {
    const start = performance.now();
    redraw(i + 1);
    return performance.now() - start;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

function listsOf({ kind }: Scheme, count: number): readonly UnitList[] {
  const all = Array.from({ length: count }, (_, index): Unit => {
    const values = [String(index % 6), String((index * 7) % 5), String((index * 11) % 3)];
    return { unit: `u${index}`, stratum: `s${index % 18}`, household: null, values };
  });
  if (kind === 'complete' || kind === 'rerandomised') return [{ id: 'all', units: all }];
  return Array.from({ length: Math.ceil(count / listSize) }, (_, list) => ({
    id: `list-${list}`,
    units: all.slice(list * listSize, (list + 1) * listSize),
  }));
}

for (const [name, scheme] of schemes) {
  const [one, tenth] = [costOf(scheme, units), costOf(scheme, units / 10)];
  const line = `${one.toFixed(1).padStart(8)} ms, ${(one / tenth).toFixed(1).padStart(5)} times a tenth of it`;
  process.stdout.write(`re-draw of ${units} units, ${name.padEnd(28)} ${line}\n`);
}
