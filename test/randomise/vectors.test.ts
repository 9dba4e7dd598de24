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
import { type Drawn, freshState } from '../../src/randomise/draw-state.ts';
import { beaconText, commitmentOf, drawKey } from '../../src/randomise/seed.ts';
import { algorithm, stream } from '../../src/randomise/stream.ts';
import { canonicalJson, sha256Hex } from '../../src/trial/canonical.ts';
import type { Protocol } from '../../src/trial/protocol.ts';
import { stratumKey } from '../../src/trial/stratum.ts';

type Row = readonly [unit: string, ceremony: string, stratum: string];
type Draw = {
  readonly document: Pick<Protocol, 'scheme' | 'unit' | 'strata'> & {
    readonly arms: readonly DesignArm[];
    readonly stoppedArms?: readonly string[];
    readonly beacon?: { readonly round: number };
  };
  readonly protocolHash: string;
  readonly rows: readonly Row[];
  readonly allocations: readonly (readonly [unit: string, stratum: string, position: number, arm: string])[];
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
  test.each(Object.entries(golden.draws))('%s', (_, { document, protocolHash, rows, allocations }) => {
    expect(sha256Hex(canonicalJson(document))).toBe(protocolHash);
    const { beacon } = document;
    const key = drawKey(
      golden.seed,
      beacon === undefined ? null : beaconText(String(beacon.round), golden.beacon.output),
    );
    // A vector declares only what the draw reads of a protocol.
    const protocol = { stoppedArms: [], ...document } as unknown as Protocol;
    const drawn = drawRows(designOf(protocol, protocolHash), key, rows);
    expect(drawn.map(({ unit, stratum, position, arm }) => [unit, stratum, position, arm])).toEqual(allocations);
  });
});

/** Draws rows list by list, as the service does. */
function drawRows(design: Design, key: Uint8Array, rows: readonly Row[]): readonly Drawn[] {
  let state = freshState;
  const lists = Map.groupBy(rows, ([, ceremony]) => ceremony);
  return [...lists].flatMap(([id, list]) => {
    const units = list.map(([unit, , stratum]) => ({ unit, stratum, household: null, values: [] }));
    const result = drawList(design, key, { id, units }, state);
    state = result.state;
    return result.drawn;
  });
}
