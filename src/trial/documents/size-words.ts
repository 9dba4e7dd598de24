/** How large the trial is expected to be and what it can see, in sentences. */
import type { Protocol } from '../protocol-schema.ts';
import { percent, points, tidy } from './design-words.ts';
import type { Block, PlannedSize } from './document.ts';
import { list, text, write } from './document.ts';
import { smallestEffectWords } from './plan-words.ts';

/** The blocks under a heading on sample size; a blank where nothing could be worked out. */
export function sizeBlocks(protocol: Protocol, size: PlannedSize | null): readonly Block[] {
  const silent = protocol.boroughs.every(({ expected }) => expected === null);
  if (size === null) return [text(smallestEffectWords(protocol)), write('How the size of the trial was determined.')];
  return [
    text(smallestEffectWords(protocol), expectedWords(size), assumptionWords(size)),
    list(size.rows.map((row) => rowWords(row, protocol))),
    ...(size.assumed.length === 0 ? [] : [text(`Assumed: ${size.assumed.join('; ')}.`)]),
    write(
      silent
        ? 'How many ceremonies and people each borough expects, which the declaration does not say; where the correlation within clusters and the share of people in the reference arm are known from.'
        : 'Where the correlation within clusters and the share of people in the reference arm are known from.',
    ),
  ];
}

export function expectedWords({ units, unitsName, size, sizeVariation }: PlannedSize): string {
  return `About ${Math.round(units)} ${unitsName} of ${tidy(Number(size.toFixed(1)))} people on average (coefficient of variation ${tidy(sizeVariation)}) are expected, some ${Math.round(units * size)} people.`;
}

const assumptionWords = ({ alpha, power, reference }: PlannedSize): string =>
  `For one comparison of two arms at a two-sided error of ${percent(alpha)}, a power of ${percent(power)} and a share of ${percent(reference)} in the reference arm, where a difference is hardest to see:`;

function rowWords({ icc, detectable, power }: PlannedSize['rows'][number], { smallestEffectOfInterest }: Protocol) {
  const seen =
    detectable === null
      ? 'no difference can be worked out'
      : `a difference of ${points(Number(detectable.toFixed(3)))} can be detected`;
  const had =
    power === null ? '' : `; the power for ${points(smallestEffectOfInterest)} is ${percent(Number(power.toFixed(2)))}`;
  return `with a correlation of ${icc} within clusters ${seen}${had}`;
}

/** The least and the largest difference over the grid of correlations: "5.9 to 10.2 percentage points". */
export function detectableRange({ rows }: PlannedSize): string | null {
  const found = rows.flatMap(({ detectable }) => (detectable === null ? [] : [detectable]));
  if (found.length === 0) return null;
  const write = (share: number) => (100 * share).toFixed(1);
  return `${write(Math.min(...found))} to ${write(Math.max(...found))} percentage points`;
}
