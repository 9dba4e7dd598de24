/** One arm by itself is the arm that the whole list gives, wherever a block begins. */
import { expect, test } from 'vitest';
import { armAlone } from '../../src/randomise/draw-alone.ts';
import { drawList } from '../../src/randomise/draw-list.ts';
import { freshState } from '../../src/randomise/draw-state.ts';
import { drawKey } from '../../src/randomise/seed.ts';
import { designWith, seedOf, unitsIn } from './design-fixture.ts';

test.each([[[3]], [[4, 8, 12]], [[27]]])('blocks of %j: every position of a list of 40', (blockSizes) => {
  const sum = blockSizes[0] === 4 ? [2, 1, 1] : [1, 1, 1];
  const design = designWith({ kind: 'blocks', blockSizes }, sum);
  const key = drawKey(seedOf(blockSizes.length), null);
  const units = unitsIn('E09000005/3-plus', 40);
  const { drawn } = drawList(design, key, { id: 'list', units }, freshState);
  const alone = drawn.map(({ stratum, position }) => armAlone(design, key, { stratum, position }));
  expect(alone).toEqual(drawn.map(({ arm }) => arm));
});

test('no other scheme gives an arm from its place alone', () => {
  const place = { stratum: '', position: 0 };
  for (const kind of ['simple', 'complete', 'cohort'] as const) {
    expect(armAlone(designWith({ kind }, [1, 1]), drawKey(seedOf(1), null), place)).toBeNull();
  }
  expect(armAlone(designWith({ kind: 'big-stick', limit: 2 }, [1, 1]), drawKey(seedOf(1), null), place)).toBeNull();
});
