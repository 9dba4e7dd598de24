/**
 * Golden: the vectors come from redraw.py, a second implementation written from docs/randomisation.md
 * (`python3 test/randomise/redraw.py vectors > test/randomise/vectors.golden.json`). They never change under "pledge-1".
 */
import { readFileSync } from 'node:fs';
import { hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import type { Design, DesignArm } from '../../src/randomise/design.ts';
import { designOf } from '../../src/randomise/design.ts';
import { drawList } from '../../src/randomise/draw-list.ts';
import { freshState, inListOrder, type Rerandomised } from '../../src/randomise/draw-state.ts';
import { beaconText, commitmentOf, drawKey } from '../../src/randomise/seed.ts';
import { algorithm, stream } from '../../src/randomise/stream.ts';
import { canonicalJson, sha256Hex } from '../../src/trial/canonical.ts';
import type { Protocol } from '../../src/trial/protocol.ts';
import { schemeSchema } from '../../src/trial/scheme.ts';
import { stratumKey } from '../../src/trial/stratum.ts';

/** Further values are those of the scheme's factors or covariates. */
type Row = readonly [unit: string, list: string, stratum: string, household?: string | null, ...values: string[]];
type Draw = {
  readonly document: Pick<Protocol, 'scheme' | 'unit' | 'strata'> & {
    readonly arms: readonly DesignArm[];
    readonly stoppedArms?: readonly string[];
    readonly beacon?: { readonly round: number };
  };
  readonly protocolHash: string;
  readonly rows: readonly Row[];
  readonly allocations: readonly (readonly [unit: string, stratum: string, position: number | null, arm: string])[];
  readonly rerandomised?: { readonly tries: number; readonly imbalance: number; readonly isMet: boolean };
};

const golden: {
  readonly algorithm: string;
  readonly canonical: { readonly document: unknown; readonly text: string; readonly hash: string };
  readonly seed: string;
  readonly commitment: string;
  readonly beacon: { readonly round: string; readonly output: string; readonly key: string };
  readonly stream: { readonly protocolHash: string; readonly label: string; readonly numbers: readonly number[] };
  readonly strata: readonly { readonly values: readonly string[]; readonly key: string }[];
  readonly draws: Readonly<Record<string, Draw>>;
} = JSON.parse(readFileSync(new URL('vectors.golden.json', import.meta.url), 'utf8'));

test('the algorithm is the one the vectors are for', () => {
  expect(algorithm).toBe(golden.algorithm);
});

test('canonical JSON and its hash', () => {
  expect(canonicalJson(golden.canonical.document)).toBe(golden.canonical.text);
  expect(sha256Hex(golden.canonical.text)).toBe(golden.canonical.hash);
});

test('commitment, key without and with a beacon', () => {
  const { seed, commitment, beacon } = golden;
  expect(commitmentOf(seed)).toBe(commitment);
  expect(drawKey(seed, null)).toEqual(hexToBytes(seed));
  expect(drawKey(seed, beaconText(beacon.round, beacon.output))).toEqual(hexToBytes(beacon.key));
});

test('the first numbers of a stream', () => {
  const { protocolHash, label, numbers } = golden.stream;
  const random = stream(drawKey(golden.seed, null), protocolHash, label);
  expect(numbers.map(() => random())).toEqual(numbers);
});

test.each(golden.strata)('the stratum key of $values', ({ values, key }) => {
  expect(stratumKey(values)).toBe(key);
});

describe('whole draws', () => {
  test.each(Object.entries(golden.draws))('%s', (_, { document, protocolHash, rows, allocations, rerandomised }) => {
    expect(sha256Hex(canonicalJson(document))).toBe(protocolHash);
    const { beacon } = document;
    const key = drawKey(
      golden.seed,
      beacon === undefined ? null : beaconText(String(beacon.round), golden.beacon.output),
    );
    // A vector declares only what the draw reads of a protocol.
    const protocol = {
      stoppedArms: [],
      ...document,
      scheme: schemeSchema.parse(document.scheme),
    } as unknown as Protocol;
    const { lines, outcome } = drawRows(designOf(protocol, protocolHash), key, rows);
    expect(lines).toEqual(allocations);
    expect(outcome === null ? undefined : outcome).toEqual(rerandomised);
  });
});

/** Draws rows list by list, as the service does. */
function drawRows(design: Design, key: Uint8Array, rows: readonly Row[]) {
  let state = freshState;
  let outcome: Pick<Rerandomised, 'tries' | 'imbalance' | 'isMet'> | null = null;
  const isOneList = design.scheme.kind === 'complete' || design.scheme.kind === 'rerandomised';
  const lists = Map.groupBy(rows, ([, list]) => (isOneList ? 'all' : list));
  const lines = [...lists].flatMap(([id, listed]) => {
    const units = listed.map(([unit, , stratum, household = null, ...values]) => ({
      unit,
      stratum,
      household,
      values,
    }));
    const list = { id, units };
    const result = drawList(design, key, list, state);
    state = result.state;
    if (result.rerandomised !== null) {
      const { tries, imbalance, isMet } = result.rerandomised;
      outcome = { tries, imbalance, isMet };
    }
    return inListOrder(list, result).map(({ unit, stratum, position, arm }) => [unit, stratum, position, arm]);
  });
  return { lines, outcome };
}
