/**
 * How well somebody guesses the next arm who knows the block sizes, has seen every arm so far and names the likeliest
 * remaining one: computed exactly by walking every state a block can be in, and held to the figures that are printed.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseProtocol } from '../../src/trial/protocol.ts';
import { protocolWarnings } from '../../src/trial/protocol-warnings.ts';

/** What is left of each of three arms in a block. */
type Left = readonly [number, number, number];

/** Expected right guesses over the next `places` places: the block in hand has `left`, later ones a size drawn from `sizes`. */
function rightGuesses(sizes: readonly number[], places: number): number {
  const known = new Map<string, number>();

  function from(left: Left, ahead: number): number {
    if (ahead === 0) return 0;
    const total = left[0] + left[1] + left[2];
    if (total === 0) return fresh(ahead);
    const key = `${[...left].sort((a, b) => a - b).join()} ${ahead}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let expected = Math.max(...left) / total;
    for (const [arm, count] of left.entries()) {
      if (count === 0) continue;
      const taken = (index: number) => (left[index] ?? 0) - (index === arm ? 1 : 0);
      expected += (count / total) * from([taken(0), taken(1), taken(2)], ahead - 1);
    }
    known.set(key, expected);
    return expected;
  }

  function fresh(ahead: number): number {
    const each = sizes.map((size) => from([size / 3, size / 3, size / 3], ahead));
    return each.reduce((sum, one) => sum + one, 0) / sizes.length;
  }

  return fresh(places);
}

/** The share of right guesses over whole blocks of these sizes, each size as often as any other. */
function overWholeBlocks(sizes: readonly number[]): number {
  const right = sizes.reduce((sum, size) => sum + rightGuesses([size], size), 0);
  return right / sizes.reduce((sum, size) => sum + size, 0);
}

const percent = (share: number, digits: number) => `${(100 * share).toFixed(digits)}%`;
const halfYear = 26;

test('a block of three by hand: one in three, then one in two, then certain', () => {
  expect(rightGuesses([3], 3)).toBeCloseTo(1 / 3 + 1 / 2 + 1, 14);
});

const shownAnywhere = [
  percent(rightGuesses([3, 6], halfYear) / halfYear, 0),
  percent(rightGuesses([27], halfYear) / halfYear, 0),
  percent(1 / 3, 0),
  percent(overWholeBlocks([3, 6]), 1),
  percent(overWholeBlocks([27]), 1),
];

test('the warning on small blocks states these figures and for what they are', () => {
  const document = JSON.parse(
    readFileSync(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url), 'utf8'),
  );
  const parsed = parseProtocol(JSON.stringify({ ...document, scheme: { kind: 'blocks', blockSizes: [3, 6] } }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const warning = protocolWarnings(parsed.value).find(({ path }) => path.join('.') === 'scheme.blockSizes.0');
  for (const figure of shownAnywhere) expect(warning?.message).toContain(figure);
  expect(warning?.message).toContain(`first ${halfYear} ceremonies`);
});

test('the page of the trial states the same, and those of other designs', () => {
  const page = readFileSync(new URL('../../trials/ceremony-offer/protocol.md', import.meta.url), 'utf8');
  for (const figure of [...shownAnywhere, percent(overWholeBlocks([6]), 1)]) expect(page).toContain(figure);
});
