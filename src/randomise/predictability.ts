/**
 * How far the arms of a declared draw can be guessed, and how balanced they come out, before anything is drawn: the trial is
 * re-drawn many times on lists as they may come. The guesser knows all arms of the lists before and uses the convergence strategy:
 * the arm furthest behind its share in the stratum comes next (Blackwell & Hodges 1957, Annals of Mathematical Statistics 28:449;
 * Kahan, Rehal & Cro 2015, Trials 16:405, on why it matters in open trials stratified by site).
 */
import { type Design, ratioSum, ratiosOf } from './design.ts';
import type { UnitList } from './draw-state.ts';
import { type Expected, expectationNotes, expectedLists } from './expected-lists.ts';
import { fastNumbers } from './fast-numbers.ts';
import { leadersOf } from './households.ts';
import { redrawsOf } from './redraw.ts';
import { below } from './stream.ts';

/** An average over simulated trials and the worst of them. */
export type Spread = { readonly mean: number; readonly worst: number };

export type Predictability = {
  /** Simulated trials: `lists` made up, each re-drawn `redraws` times. */
  readonly lists: number;
  readonly redraws: number;
  readonly units: number;
  readonly strata: Spread;
  /** Shares in [0, 1] of arms guessed right; `chance` is what naming the likeliest arm each time would give. */
  readonly guessedRight: { readonly share: number; readonly standardError: number; readonly chance: number };
  /** Units by which an arm departs from its share n·ratio/R, the largest over arms: over the whole trial, and over its strata. */
  readonly imbalance: { readonly overall: Spread; readonly perStratum: Spread };
  /** Places that are drawn and not used in the last block of each stratum (blocks), or units beyond whole multiples of R in a list. */
  readonly leftOver: Spread;
  /** Units of each arm: the average and the fewest of any simulated trial. */
  readonly arms: readonly { readonly arm: string; readonly mean: number; readonly fewest: number }[];
  readonly notes: readonly string[];
};

/** How much is simulated; `seed` tells one simulation from another. */
export type Simulation = { readonly lists: number; readonly redraws: number; readonly seed: string };

/** Simulates the declared draw on the sizes that are expected. Never throws on a protocol that parses. */
export function predictability(design: Design, expected: Expected, simulation: Simulation): Predictability {
  const trials: Trial[] = [];
  const random = fastNumbers(`${simulation.seed}|lists`);
  for (let made = 0; made < simulation.lists; made++) {
    const lists = expectedLists(expected, random);
    trials.push(...simulated(design, lists, simulation, `${simulation.seed}|${made}`));
  }
  const shares = trials.map(({ right, units }) => right / units);
  const share = mean(shares);
  const ratios = ratiosOf(design);
  return {
    lists: simulation.lists,
    redraws: simulation.redraws,
    units: mean(trials.map(({ units }) => units)),
    strata: spread(trials.map(({ strata }) => strata)),
    guessedRight: {
      share,
      standardError: Math.sqrt(mean(shares.map((one) => (one - share) ** 2)) / Math.max(1, shares.length - 1)),
      chance: Math.max(...ratios) / ratioSum(ratios),
    },
    imbalance: {
      overall: spread(trials.map(({ overall }) => overall)),
      perStratum: {
        mean: mean(trials.map(({ perStratum }) => perStratum.mean)),
        worst: Math.max(...trials.map(({ perStratum }) => perStratum.worst)),
      },
    },
    leftOver: spread(trials.map(({ leftOver }) => leftOver)),
    arms: design.arms.map(({ name }, arm) => {
      const counts = trials.map(({ counts: each }) => each[arm] ?? 0);
      return { arm: name, mean: mean(counts), fewest: Math.min(...counts) };
    }),
    notes: expectationNotes(expected),
  };
}

type Trial = {
  readonly units: number;
  readonly strata: number;
  readonly right: number;
  readonly overall: number;
  readonly perStratum: Spread;
  readonly leftOver: number;
  readonly counts: readonly number[];
};

function* simulated(
  design: Design,
  lists: readonly UnitList[],
  { redraws }: Simulation,
  seed: string,
): Generator<Trial> {
  const drawn = slotsByList(lists);
  const beyond = total(drawn.map((list) => beyondMultiples(design, list)));
  const { redraw } = redrawsOf(
    [{ design, lists }],
    design.arms.map(({ name }) => name),
    seed,
  );
  const sizes = fastNumbers(`${seed}|block sizes`);
  for (let i = 0; i < redraws; i++) yield trialOf(design, drawn, redraw(i), beyond, sizes);
}

/** Who takes a slot of a list: place among all units, and stratum, numbered from 0. */
type Slots = readonly { readonly place: number; readonly stratum: number }[];

function slotsByList(lists: readonly UnitList[]): readonly Slots[] {
  const all = lists.flatMap(({ units }, list) => units.map((unit) => ({ unit, list })));
  const leaders = new Set(
    leadersOf(
      all.map(({ unit }) => unit),
      new Map(),
    ),
  );
  const strata = new Map<string, number>();
  const slots = all.flatMap(({ unit, list }, place) => {
    if (!leaders.has(unit)) return [];
    const stratum = strata.get(unit.stratum) ?? strata.size;
    strata.set(unit.stratum, stratum);
    return [{ place, list, stratum }];
  });
  return [...Map.groupBy(slots, ({ list }) => list).values()];
}

/** Walks one allocation list by list: what is seen of a list helps to guess the lists after it, not the list itself. */
function trialOf(
  design: Design,
  lists: readonly Slots[],
  allocation: Uint8Array,
  beyond: number,
  sizes: () => number,
): Trial {
  const ratios = ratiosOf(design);
  const seen = new Map<number, number[]>();
  const countsOf = (stratum: number) => {
    const counts = seen.get(stratum) ?? ratios.map(() => 0);
    seen.set(stratum, counts);
    return counts;
  };
  let right = 0;
  for (const list of lists) {
    const guesses = new Map<number, readonly number[]>();
    for (const { place, stratum } of list) {
      const guess = guesses.get(stratum) ?? convergenceGuess(ratios, countsOf(stratum));
      guesses.set(stratum, guess);
      right += guess[allocation[place] ?? 0] ?? 0;
    }
    for (const { place, stratum } of list) {
      const counts = countsOf(stratum);
      const arm = allocation[place] ?? 0;
      counts[arm] = (counts[arm] ?? 0) + 1;
    }
  }
  const strata = [...seen.values()];
  const departures = strata.map((counts) => departure(ratios, counts));
  const counts = ratios.map((_, arm) => strata.reduce((sum, row) => sum + (row[arm] ?? 0), 0));
  return {
    units: total(lists.map(({ length }) => length)),
    strata: strata.length,
    right,
    overall: departure(ratios, counts),
    perStratum: spread(departures),
    leftOver: beyond + unusedPlaces(design, strata, sizes),
    counts,
  };
}

/** The probability of each arm to be the convergence guess: ties are broken by chance. */
function convergenceGuess(ratios: readonly number[], counts: readonly number[]): readonly number[] {
  const units = total(counts);
  const sum = ratioSum(ratios);
  const behind = ratios.map((ratio, index) => units * ratio - (counts[index] ?? 0) * sum);
  const most = Math.max(...behind);
  const share = 1 / behind.filter((one) => one === most).length;
  return behind.map((one) => (one === most ? share : 0));
}

/** The largest number of units by which an arm departs from its share. */
function departure(ratios: readonly number[], counts: readonly number[]): number {
  const units = total(counts);
  const sum = ratioSum(ratios);
  return Math.max(...ratios.map((ratio, arm) => Math.abs((counts[arm] ?? 0) - (units * ratio) / sum)));
}

/** Units of a list drawn at once that no whole multiple of the ratio holds, stratum by stratum. */
function beyondMultiples(design: Design, list: Slots): number {
  const { kind } = design.scheme;
  if (kind !== 'complete' && kind !== 'cohort' && kind !== 'rerandomised') return 0;
  const sum = ratioSum(ratiosOf(design));
  const sizes = [...Map.groupBy(list, ({ stratum }) => stratum).values()].map(({ length }) => length);
  return total(sizes.map((size) => size % sum));
}

/** Places of the last block of each stratum that nobody took, block sizes drawn as the scheme draws them. */
function unusedPlaces({ scheme }: Design, strata: readonly (readonly number[])[], random: () => number): number {
  if (scheme.kind !== 'blocks') return 0;
  const { blockSizes } = scheme;
  return total(
    strata.map((counts) => {
      let unused = -total(counts);
      while (unused < 0) unused += blockSizes[below(blockSizes.length, random)] ?? 1;
      return unused;
    }),
  );
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const mean = (values: readonly number[]) => (values.length === 0 ? 0 : total(values) / values.length);

const spread = (values: readonly number[]): Spread => ({ mean: mean(values), worst: Math.max(0, ...values) });
