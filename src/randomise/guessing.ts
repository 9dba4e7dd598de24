/**
 * What somebody can know of the next arm who has seen all arms of the lists before. The convergence strategy only counts: the
 * arm furthest behind its share comes next (Blackwell & Hodges 1957, Annals of Mathematical Statistics 28:449). Whoever knows the
 * rule as well, which is public, names the likeliest arm: by what may be left of a block, by the arms that are open, by the
 * imbalance each arm would leave. docs/randomisation.md, sections 6 to 11.
 */
import type { Scheme } from '../trial/scheme.ts';
import { type Design, expandedArms, ratioSum, ratiosOf } from './design.ts';
import { imbalances, minimisingOf } from './minimisation.ts';

/** A unit as the guesser knows it: its stratum and its level of each factor, numbered; factors of different strata share no number. */
export type Watched = { readonly stratum: number; readonly levels: readonly number[] };

/** Sees arms, by index, and says how likely each is for a unit, up to a factor they share. */
export type Guesser = {
  /** Chances of each arm; `ahead` units of the same stratum stand before this one on the list, their arms unseen. */
  readonly chances: (unit: Watched, ahead: number) => readonly number[];
  readonly see: (unit: Watched, arm: number) => void;
};

/** Who names the likeliest arm is right with this probability where the arm is `arm`: ties go by chance. */
export function rightGuess(chances: readonly number[], arm: number): number {
  const most = Math.max(...chances) - tie;
  if ((chances[arm] ?? 0) < most) return 0;
  return 1 / chances.filter((chance) => chance >= most).length;
}

/** Chances closer than this are equal: what lies between them is rounding. */
const tie = 1e-12;

/** Counts arms in each stratum and takes the one furthest behind its share; among equals, those with the largest ratio. */
export function convergence(design: Design): Guesser {
  const ratios = ratiosOf(design);
  const sum = ratioSum(ratios);
  const counts = countsBy(ratios.length);
  return {
    chances({ stratum }) {
      const seen = counts.of(stratum);
      const units = seen.reduce((all, count) => all + count, 0);
      const behind = ratios.map((ratio, arm) => units * ratio - (seen[arm] ?? 0) * sum);
      const most = Math.max(...behind);
      return ratios.map((ratio, arm) => (behind[arm] === most ? ratio : 0));
    },
    see: ({ stratum }, arm) => counts.add(stratum, arm),
  };
}

/** Knows the rule and what it reads of each unit. */
export function knowingTheRule(design: Design): Guesser {
  const { scheme } = design;
  const ratios = ratiosOf(design);
  switch (scheme.kind) {
    case 'simple':
    case 'complete':
    case 'cohort':
    case 'rerandomised':
      return { chances: () => ratios, see: () => {} };
    case 'blocks':
      return knowingBlocks(ratios, scheme.blockSizes);
    case 'big-stick':
      return knowingBigStick(ratios.length, scheme.limit);
    case 'minimisation':
      return knowingMinimisation(ratios, scheme);
  }
}

/** What may be left of the block in hand, and how likely that is. */
type Left = { readonly arms: readonly number[]; readonly places: number; readonly weight: number };

function knowingBlocks(ratios: readonly number[], blockSizes: readonly number[]): Guesser {
  const sum = ratioSum(ratios);
  const fresh = blockSizes.map((places) => ({
    arms: ratios.map((ratio) => (ratio * places) / sum),
    places,
    weight: 1 / blockSizes.length,
  }));
  const beliefs = new Map<number, readonly Left[]>();
  return {
    chances({ stratum }, ahead) {
      const chances = new Array<number>(ratios.length).fill(0);
      for (const { arms, places, weight } of beliefs.get(stratum) ?? fresh) {
        for (let arm = 0; arm < ratios.length; arm++) {
          const share = ahead < places ? (arms[arm] ?? 0) / places : (ratios[arm] ?? 0) / sum;
          chances[arm] = (chances[arm] ?? 0) + weight * share;
        }
      }
      return chances;
    },
    see({ stratum }, arm) {
      beliefs.set(stratum, after(beliefs.get(stratum) ?? fresh, arm, fresh));
    },
  };
}

/** Beliefs once an arm was seen: what has no such arm left is out, and a block that is full makes room for any size. */
function after(beliefs: readonly Left[], arm: number, fresh: readonly Left[]): readonly Left[] {
  const total = beliefs.reduce((all, { arms, places, weight }) => all + (weight * (arms[arm] ?? 0)) / places, 0);
  const next = new Map<string, Left>();
  for (const { arms, places, weight } of beliefs) {
    const likelihood = (weight * (arms[arm] ?? 0)) / places / total;
    if (likelihood === 0) continue;
    const left = { arms: arms.with(arm, (arms[arm] ?? 0) - 1), places: places - 1, weight: likelihood };
    const following = left.places > 0 ? [left] : fresh.map((one) => ({ ...one, weight: one.weight * likelihood }));
    for (const one of following) {
      const key = one.arms.join();
      next.set(key, { ...one, weight: one.weight + (next.get(key)?.weight ?? 0) });
    }
  }
  return [...next.values()];
}

function knowingBigStick(arms: number, limit: number): Guesser {
  const counts = countsBy(arms);
  return {
    chances({ stratum }) {
      const seen = counts.of(stratum);
      const least = Math.min(...seen);
      return seen.map((count) => (count - least < limit ? 1 : 0));
    },
    see: ({ stratum }, arm) => counts.add(stratum, arm),
  };
}

/** Arms are seen and not places: an arm's units are taken to be spread over its places as evenly as whole units can be. */
function knowingMinimisation(
  ratios: readonly number[],
  scheme: Extract<Scheme, { readonly kind: 'minimisation' }>,
): Guesser {
  const armOfPlace = expandedArms(ratios, 1);
  const minimising = minimisingOf(scheme);
  const counts = countsBy(ratios.length);
  const byPlace = (seen: readonly number[]) => ratios.flatMap((places, arm) => spreadEvenly(seen[arm] ?? 0, places));
  return {
    chances({ levels }) {
      const rows = levels.map((level) => byPlace(counts.of(level)));
      const left = imbalances(rows, armOfPlace.length, minimising);
      const least = Math.min(...left) + tie;
      const ties = left.filter((one) => one <= least).length;
      const chances = new Array<number>(ratios.length).fill(0);
      for (const [place, arm] of armOfPlace.entries()) {
        const chosen = (left[place] ?? 0) <= least ? (1 - minimising.randomShare) / ties : 0;
        chances[arm] = (chances[arm] ?? 0) + minimising.randomShare / armOfPlace.length + chosen;
      }
      return chances;
    },
    see({ levels }, arm) {
      for (const level of levels) counts.add(level, arm);
    },
  };
}

/** `units` over `places`, the first of them with one more where they do not divide. */
function spreadEvenly(units: number, places: number): readonly number[] {
  return Array.from({ length: places }, (_, place) => Math.ceil((units - place) / places));
}

/** Arms counted by a number: a stratum's or a level's. */
function countsBy(arms: number) {
  const none: readonly number[] = new Array<number>(arms).fill(0);
  const counted = new Map<number, number[]>();
  return {
    of: (key: number): readonly number[] => counted.get(key) ?? none,
    add(key: number, arm: number): void {
      const row = counted.get(key) ?? [...none];
      row[arm] = (row[arm] ?? 0) + 1;
      counted.set(key, row);
    },
  };
}
