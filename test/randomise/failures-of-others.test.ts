/**
 * Failures that other systems for randomisation are known to have had, each as a test that shows its absence here, named
 * after where it was reported.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawList } from '../../src/randomise/draw-list.ts';
import { freshState } from '../../src/randomise/draw-state.ts';
import { armsOfPlaces, choosePlace } from '../../src/randomise/minimisation.ts';
import { possibleSimple } from '../../src/randomise/possible-draws.ts';
import { drawKey } from '../../src/randomise/seed.ts';
import { chooseByRatio } from '../../src/randomise/simple.ts';
import { arrangeWholeList } from '../../src/randomise/whole-list.ts';
import { parseProtocol } from '../../src/trial/protocol.ts';
import { type Scheme, schemeSchema } from '../../src/trial/scheme.ts';
import { changed } from '../trial/changed-protocol.ts';
import { designWith, seedOf, unitsIn } from './design-fixture.ts';
import { allocationsAtOnce, allocationsInOrder, shuffleOf, totalOf, type Weighted, weightOf } from './enumerate.ts';

function problemsOf(slug: string, changes: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = parseProtocol(changed(slug, changes));
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
}

/** The probability of the first arm at each of the units in turn. */
function firstArm(all: readonly Weighted[], units: number): readonly number[] {
  return Array.from({ length: units }, (_, unit) => Number(weightOf(all, unit, 0)) / Number(totalOf(all)));
}

/** Units of one level, drawn to places by the rule of this scheme; their arms. */
function minimisedArms(ratios: readonly number[], units: number, fifths: number): readonly Weighted[] {
  const minimising = { weights: [1], imbalance: 'range' as const, randomShare: fifths / 5 };
  const armOfPlace = armsOfPlaces(
    designWith({ kind: 'minimisation', factors: [{ name: 'hall', weight: 1 }], ...minimising }, ratios),
  );
  const radix = armOfPlace.length === 5 ? 60 : 6;
  return allocationsInOrder(units, [5, radix], (before, random) => {
    const counts = armOfPlace.map((_, place) => before.filter((own) => own === place).length);
    return choosePlace([counts], minimising, random);
  }).map(({ arms, weight }) => ({ arms: arms.map((place) => armOfPlace[place] ?? -1), weight }));
}

describe('minimisation forgets the ratio (Slice #219)', () => {
  /**
   * The textbook's biased coin: counts are divided by the ratio, and the arm that leaves the smaller difference comes with
   * probability 0.8, whichever it is. Kuznetsova & Tymofyeyev 2012 show what that does to 2:1.
   */
  function textbook(before: readonly number[], random: () => number): number {
    const ratios = [2, 1];
    const leaves = (arm: number) => {
      const shares = ratios.map(
        (ratio, own) => (before.filter((one) => one === own).length + (own === arm ? 1 : 0)) / ratio,
      );
      return Math.abs((shares[0] ?? 0) - (shares[1] ?? 0));
    };
    const preferred = leaves(0) < leaves(1) ? 0 : 1;
    return random() < 0.8 ? preferred : 1 - preferred;
  }

  test('the textbook’s rule gives .80 .32 .70 .78 .41 where two in three are owed', () => {
    const all = allocationsInOrder(5, [5], textbook);
    expect(firstArm(all, 5).map((share) => share.toFixed(2))).toEqual(['0.80', '0.32', '0.70', '0.78', '0.41']);
  });

  test('ours gives two in three each time', () => {
    const all = minimisedArms([2, 1], 5, 1);
    for (let unit = 0; unit < 5; unit++) expect(3n * weightOf(all, unit, 0)).toBe(2n * totalOf(all));
  });
});

describe('minimisation counts the site twice, and another arm comes out (Slice #239)', () => {
  const site = [3, 1];
  const age = [1, 4];
  const place = (...counts: readonly (readonly number[])[]) =>
    choosePlace(counts, { weights: counts.map(() => 1), imbalance: 'variance', randomShare: 0 }, () => 0.5);

  test('a worked example: 3 + 1 against 1 + 4 takes the first arm, 3 + 3 + 1 against 1 + 1 + 4 the second', () => {
    expect(place(site, age)).toBe(0);
    expect(place(site, site, age)).toBe(1);
  });

  test('neither a factor named twice nor one that is a stratum gets past the protocol', () => {
    const scheme = (factors: readonly string[]) => ({ scheme: { kind: 'minimisation', factors, randomShare: 0.2 } });
    expect(problemsOf('welcome-pack', { strata: [], ...scheme(['borough', 'borough']) }).join()).toContain(
      'named twice',
    );
    expect(problemsOf('welcome-pack', { strata: ['borough'], ...scheme(['borough']) }).join()).toContain(
      'is a stratum',
    );
  });

  test('the draw counts a unit once at each factor’s level, within its stratum', () => {
    const scheme = schemeSchema.parse({ kind: 'minimisation', factors: ['age', 'hall'], randomShare: 0.2 });
    const units = unitsIn('E09000005', 1, () => ['18-24', 'E09000005']);
    const { state } = drawList(designWith(scheme, [1, 1]), drawKey(seedOf(1), null), { id: 'c', units }, freshState);
    expect([...state.tally.keys()]).toEqual(['E09000005|age=18-24', 'E09000005|hall=E09000005']);
    expect([...state.tally.values()].flat().reduce((sum, count) => sum + count, 0)).toBe(2);
  });
});

describe('a share of chance that means something else at its end (unbiased #102)', () => {
  test('with a random share of 1 the arms so far do not matter at all', () => {
    const chances = [
      [0, 0, 0],
      [90, 1, 0],
    ].map((counts) =>
      [0, 1, 2].map((place) => {
        const all = allocationsAtOnce([5, 3], (random) => [
          choosePlace([counts], { weights: [1], imbalance: 'range', randomShare: 1 }, random),
        ]);
        return Number(weightOf(all, 0, place)) / Number(totalOf(all));
      }),
    );
    expect(chances).toEqual([
      [1 / 3, 1 / 3, 1 / 3],
      [1 / 3, 1 / 3, 1 / 3],
    ]);
  });

  test('with 0 only a tie is left to chance', () => {
    const least = (counts: readonly number[]) =>
      allocationsAtOnce([5, 6], (random) => [
        choosePlace([counts], { weights: [1], imbalance: 'range', randomShare: 0 }, random),
      ]).map(({ arms }) => arms[0]);
    expect(least([4, 3, 9])).toEqual([1]);
    expect(least([2, 2, 9])).toEqual([0, 1]);
  });
});

describe('3:1:1 is not honoured (unbiased #107), under 95% coverage', () => {
  const due = [3n, 1n, 1n];
  function expectFifths(all: readonly Weighted[], units: number): void {
    for (let unit = 0; unit < units; unit++) {
      for (const [arm, fifths] of due.entries()) expect(5n * weightOf(all, unit, arm)).toBe(fifths * totalOf(all));
    }
  }

  test('by simple randomisation, a closed list and minimisation, to the last allocation', () => {
    expectFifths(
      allocationsAtOnce([5], (random) => [chooseByRatio([3, 1, 1], random)]),
      1,
    );
    expectFifths(
      allocationsAtOnce([...shuffleOf(5), ...shuffleOf(4)], (random) => arrangeWholeList([3, 1, 1], 4, random)),
      4,
    );
    expectFifths(minimisedArms([3, 1, 1], 2, 1), 2);
  });
});

describe('leftovers of small strata load one arm (randomizr #35)', () => {
  test.each([1, 2, 3, 4, 5])(
    'a list of %i for three arms: each arm owed the same, none more than one ahead',
    (units) => {
      const radices = [...shuffleOf(3), ...shuffleOf(units)];
      const all = allocationsAtOnce(radices, (random) => arrangeWholeList([1, 1, 1], units, random));
      const count = (arms: readonly number[], arm: number) => arms.filter((own) => own === arm).length;
      const owed = [0, 1, 2].map((arm) =>
        all.reduce((sum, { arms, weight }) => sum + weight * BigInt(count(arms, arm)), 0n),
      );
      expect(new Set(owed).size).toBe(1);
      for (const { arms } of all) {
        const counts = [0, 1, 2].map((arm) => count(arms, arm));
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    },
  );
});

describe('the same seed, a newer version, other arms (randomizr #73; F9)', () => {
  const golden = JSON.parse(readFileSync(new URL('vectors.golden.json', import.meta.url), 'utf8'));

  test('there are frozen vectors for every scheme, and for stopped arms and followers', () => {
    const documents: { scheme: { kind: string }; stoppedArms?: readonly string[] }[] = Object.values(
      golden.draws as Record<string, { document: { scheme: { kind: string } } }>, // as redraw.py writes them
    ).map(({ document }) => document);
    const kinds = schemeSchema.options.map(({ shape }) => shape.kind.value);
    for (const kind of kinds) expect(documents.some(({ scheme }) => scheme.kind === kind)).toBe(true);
    expect(documents.filter(({ stoppedArms }) => stoppedArms !== undefined).length).toBeGreaterThan(3);
    const frozen = readFileSync(new URL('frozen-vectors.test.ts', import.meta.url), 'utf8');
    for (const name of Object.keys(golden.draws)) {
      expect([`  ${name}: '`, `  '${name}': '`, `  '${name}':\n`].some((entry) => frozen.includes(entry))).toBe(true);
    }
  });
});

describe('a misspelt or misplaced key is passed over, and another design drawn (randomizr #92)', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'blocks named to complete randomisation',
      { scheme: { kind: 'complete', blocks: 'borough' } },
      'scheme.blocks: unknown key',
    ],
    [
      'block sizes under another name',
      { scheme: { kind: 'blocks', block_sizes: [6] } },
      'scheme.block_sizes: unknown key',
    ],
    ['strata within the scheme', { scheme: { kind: 'cohort', strata: ['borough'] } }, 'scheme.strata: unknown key'],
    ['a stratum in the singular', { stratum: ['borough'] }, 'stratum: unknown key'],
  ])('%s', (_, changes, problem) => {
    expect(problemsOf('welcome-pack', changes).join('\n')).toContain(problem);
  });
});

describe('an arm of probability zero gets a unit (egap #244)', () => {
  test('a ratio is a whole number of at least 1', () => {
    for (const ratio of [0, 1 / 3, -1]) {
      expect(problemsOf('welcome-pack', { 'arms.2.ratio': ratio }).join()).toContain('arms[2].ratio');
    }
  });

  const schemes: readonly Scheme[] = [
    { kind: 'simple' },
    { kind: 'complete' },
    { kind: 'cohort' },
    { kind: 'blocks', blockSizes: [3, 6] },
    { kind: 'big-stick', limit: 2 },
    schemeSchema.parse({ kind: 'minimisation', factors: ['people'], randomShare: 0.5 }),
    schemeSchema.parse({ kind: 'rerandomised', covariates: ['people'], threshold: 0.1, maximumTries: 50 }),
  ];
  test.each(schemes)('a stopped arm is never drawn, leftovers included: $kind', (scheme) => {
    const design = designWith(scheme, [1, 1, 1]);
    const left = { ...design, arms: design.arms.slice(0, 2), scheme: withoutThird(scheme) };
    for (let seed = 0; seed < 40; seed++) {
      const units = unitsIn('s', 1 + (seed % 7), (index) => [String(index * index)]);
      const { drawn } = drawList(left, drawKey(seedOf(seed), null), { id: 'c', units }, freshState);
      expect(drawn.filter(({ arm }) => arm === 'arm-2')).toEqual([]);
      expect(drawn).toHaveLength(units.length);
    }
  });
});

/** Blocks lose the places of the arm that is stopped (docs/randomisation.md, section 7). */
function withoutThird(scheme: Scheme): Scheme {
  return scheme.kind === 'blocks' ? { ...scheme, blockSizes: scheme.blockSizes.map((size) => (2 * size) / 3) } : scheme;
}

describe('wrong arithmetic survives tests that only run it (F8)', () => {
  test('every allocation there is comes out of the enumeration, and none besides', () => {
    const units = 4;
    const all = minimisedArms([2, 1], units, 1);
    const different = new Set(all.map(({ arms }) => arms.join()));
    expect(BigInt(different.size)).toBe(possibleSimple(designWith({ kind: 'simple' }, [2, 1]), units));
    expect(totalOf(all)).toBe(30n ** BigInt(units));
  });
});
