/**
 * Every scheme on lists of all sorts, drawn by Pledge's engine and by redraw.py, the second implementation: arms, positions,
 * followers, and the imbalance of a rerandomised list to the last bit.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { designOf } from '../../src/randomise/design.ts';
import { drawList } from '../../src/randomise/draw-list.ts';
import { freshState, inListOrder, type Unit } from '../../src/randomise/draw-state.ts';
import { drawKey } from '../../src/randomise/seed.ts';
import { canonicalJson, sha256Hex } from '../../src/trial/canonical.ts';
import type { Protocol } from '../../src/trial/protocol.ts';
import { schemeSchema } from '../../src/trial/scheme.ts';
import { armsWith, seedOf } from './design-fixture.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('Skipped: there is no python3 here to draw a second time with.');

const redraw = fileURLToPath(new URL('redraw.py', import.meta.url));

type Row = readonly [unit: string, list: string, stratum: string, household: string | null, values: readonly string[]];
type Case = {
  readonly document: {
    readonly arms: ReturnType<typeof armsWith>;
    readonly scheme: { readonly kind: string };
    readonly stoppedArms: readonly string[];
    readonly unit: string;
  };
  readonly seed: string;
  readonly rows: readonly Row[];
};

const texts = fc.constantFrom('', '0', 'false', 'a', 'Å', '\u{1F600}', '\uFF5E', 'a|b=c/%', ' a');
const numbers = fc.oneof(
  fc.integer({ min: -50, max: 50 }).map(String),
  fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true }).map((x) => x.toFixed(7)),
  fc.constantFrom('1e3', '.5', '+7.', '-0', '2.5E-02', '123456789012345678901234567890'),
);

const share = fc.constantFrom(0, 0.1, 0.2, 0.5, 1);
const factor = (name: string) => fc.constantFrom(name, { name, weight: 2 }, { name, weight: 7 });
const category = { column: 'hall', as: 'category' };
const none = fc.constant<readonly string[]>([]);
/** Schemes that read, of each unit, a hall, a text and two numbers, as far as they read anything. */
const schemes = {
  simple: { scheme: fc.constant({ kind: 'simple' }), reads: none },
  complete: { scheme: fc.constant({ kind: 'complete' }), reads: none },
  cohort: { scheme: fc.constant({ kind: 'cohort' }), reads: none },
  blocks: {
    scheme: fc.record({
      kind: fc.constant('blocks'),
      times: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    }),
    reads: none,
  },
  'big-stick': {
    scheme: fc.record({ kind: fc.constant('big-stick'), limit: fc.integer({ min: 1, max: 4 }) }),
    reads: none,
  },
  minimisation: {
    scheme: fc.record({
      kind: fc.constant('minimisation'),
      factors: fc.tuple(factor('hall'), factor('age')),
      imbalance: fc.constantFrom('range', 'variance'),
      randomShare: share,
    }),
    reads: fc.tuple(texts, texts),
  },
  rerandomised: {
    scheme: fc.record({
      kind: fc.constant('rerandomised'),
      covariates: fc.constant([category, 'people', { column: 'km', as: 'number' }]),
      criterion: fc.constantFrom('mahalanobis', 'standardised-difference'),
      threshold: fc.constantFrom(0.01, 0.3, 2),
      maximumTries: fc.constantFrom(1, 5, 60),
    }),
    reads: fc.tuple(texts, numbers, numbers),
  },
} as const;
type Made = { readonly kind: string; readonly times?: readonly number[] };

/** Blocks are given as multiples of the ratio's sum. */
function withSizes(
  { times, ...scheme }: Made,
  ratios: readonly number[],
): Made & { readonly blockSizes?: readonly number[] } {
  const sum = ratios.reduce((all, ratio) => all + ratio, 0);
  return times === undefined ? scheme : { ...scheme, blockSizes: times.map((time) => time * sum) };
}

const kinds = Object.keys(schemes) as (keyof typeof schemes)[]; // the keys it was written with

function casesOf(kind: keyof typeof schemes): fc.Arbitrary<Case> {
  const { scheme, reads } = schemes[kind];
  const ratio = kind === 'big-stick' ? fc.constant(1) : fc.integer({ min: 1, max: 3 });
  const ratiosOf = fc.array(ratio, { minLength: 2, maxLength: 4 });
  const row = fc.tuple(
    fc.constantFrom('', 's', 'a%2Fb/t'),
    fc.option(fc.constantFrom('h1', 'h2', 'h3'), { freq: 3 }),
    reads,
  );
  const rowsOf = fc.array(row, { minLength: 1, maxLength: 30 });
  return fc
    .record({ ratios: ratiosOf, scheme, rows: rowsOf, isStopped: fc.boolean(), seed: fc.nat({ max: 1e6 }) })
    .map((made) => ({
      document: {
        arms: armsWith(made.ratios),
        scheme: withSizes(made.scheme, made.ratios),
        stoppedArms: made.isStopped && made.ratios.length > 2 ? ['arm-1'] : [],
        unit: 'attendee',
      },
      seed: seedOf(made.seed),
      rows: made.rows.map(
        ([stratum, household, values], index): Row => [
          `u${index}`,
          kind === 'cohort' ? `list ${Math.floor(index / 9)}` : 'all',
          stratum,
          household,
          values,
        ],
      ),
    }));
}

function drawn({ document, seed, rows }: Case) {
  // A case declares only what the draw reads of a protocol.
  const protocol = { strata: [], ...document, scheme: schemeSchema.parse(document.scheme) } as unknown as Protocol;
  const design = designOf(protocol, sha256Hex(canonicalJson(document)));
  const key = drawKey(seed, null);
  let state = freshState;
  let rerandomised: object | null = null;
  const allocations = [...Map.groupBy(rows, ([, list]) => list)].flatMap(([id, listed]) => {
    const units = listed.map(([unit, , stratum, household, values]): Unit => ({ unit, stratum, household, values }));
    const result = drawList(design, key, { id, units }, state);
    state = result.state;
    if (result.rerandomised !== null) {
      const { tries, imbalance, isMet } = result.rerandomised;
      rerandomised = { tries, imbalance, isMet };
    }
    return inListOrder({ id, units }, result).map(({ unit, stratum, position, arm }) => [unit, stratum, position, arm]);
  });
  return { allocations, rerandomised };
}

describe.skipIf(!hasPython)('the second implementation draws the same', () => {
  test.each(kinds)('%s, 40 lists', (kind) => {
    const cases = fc.sample(casesOf(kind), { numRuns: 40, seed: 20_260_409 });
    const theirs = spawnSync('python3', [redraw, 'rows'], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    expect(theirs.stderr).toBe('');
    const answers: readonly unknown[] = JSON.parse(theirs.stdout);
    expect(answers).toHaveLength(cases.length);
    for (const [index, one] of cases.entries()) expect(drawn(one)).toEqual(answers[index]);
  });
});
