/**
 * What a declared draw amounts to before anything is drawn: how far its arms can be guessed, how even they come out, what the
 * protocol check warns of. Simulated from the protocol alone and under its own hash, so that the same protocol always gives the
 * same figures.
 */
import { type Design, designOf } from '../randomise/design.ts';
import { type Predictability, predictability } from '../randomise/predictability.ts';
import { assumedBorough } from '../trial/assumed-people.ts';
import type { Protocol } from '../trial/protocol.ts';
import { protocolWarnings } from '../trial/protocol-warnings.ts';
import { type ArmChances, armChances } from './arm-chances.ts';
import { withFewerTries } from './fewer-tries.ts';

/** How many trials are simulated at most, and how many units are drawn over all of them at most. */
export type Effort = { readonly lists: number; readonly redraws: number; readonly unitsDrawn: number };

/** For `pledge protocol check`, which its author waits for. */
export const thorough: Effort = { lists: 25, redraws: 40, unitsDrawn: 500_000 };
/** For a page, which anybody may open. */
export const quick: Effort = { lists: 10, redraws: 40, unitsDrawn: 150_000 };

export type Meter =
  | ({ readonly kind: 'simulated' } & Predictability)
  /** Not simulated: one trial alone is expected to hold so many units. */
  | { readonly kind: 'too-large'; readonly units: number };

export type DrawJudgement = {
  /** In protocol order; "0" for an arm that is stopped. */
  readonly arms: readonly { readonly name: string; readonly ratio: number; readonly probability: string }[];
  readonly probabilitiesAre: ArmChances['probabilitiesAre'];
  readonly factors: ArmChances['factors'];
  readonly meter: Meter;
  /** The warnings of the protocol check that concern the draw, a clause each. */
  readonly warnings: readonly string[];
};

/** Keys of a protocol whose warnings concern the draw. */
const drawKeys: readonly (string | number | undefined)[] = [
  'boroughs',
  'unit',
  'scheme',
  'strata',
  'stoppedArms',
  'beacon',
];

/** Never throws on a protocol that parses. */
export function judgeDraw(protocol: Protocol, protocolHash: string, effort: Effort): DrawJudgement {
  const { probabilityOf, probabilitiesAre, factors } = armChances(protocol, designOf(protocol, protocolHash));
  return {
    arms: protocol.arms.map(({ name, ratio }) => ({ name, ratio, probability: probabilityOf(name) })),
    probabilitiesAre,
    factors,
    meter: meterOf(protocol, protocolHash, effort),
    warnings: protocolWarnings(protocol)
      .filter(({ path }) => drawKeys.includes(path[0]))
      .map(({ message }) => message),
  };
}

/** Fewer say too little of the worst that can come. */
const fewestTrials = 10;

/** The meter's figures; fewer trials are simulated the larger they are, down to none. */
export function meterOf(protocol: Protocol, protocolHash: string, effort: Effort): Meter {
  const units = expectedUnits(protocol);
  const trials = Math.min(effort.lists * effort.redraws, Math.floor(effort.unitsDrawn / units));
  if (trials < fewestTrials) return { kind: 'too-large', units };
  const lists = Math.min(effort.lists, trials);
  const { design, note } = simulable(designOf(protocol, protocolHash));
  const figures = predictability(
    design,
    { ...protocol, scheme: design.scheme },
    {
      lists,
      redraws: Math.floor(trials / lists),
      seed: protocolHash,
    },
  );
  return { kind: 'simulated', ...figures, notes: [...figures.notes, ...note] };
}

/** Ceremonies, or people: there are at most as many households. */
function expectedUnits({ boroughs, unit }: Protocol): number {
  const units = boroughs.map(({ expected }) => {
    const { ceremonies, people } = expected ?? assumedBorough;
    return unit === 'ceremony' ? ceremonies : ceremonies * people;
  });
  return Math.ceil(units.reduce((sum, one) => sum + one, 0));
}

const simulatedTries = 20;

/** Rerandomisation's tries are cut: the one list has nothing before it to guess from, and every try shares strata out alike. */
function simulable(design: Design): { readonly design: Design; readonly note: readonly string[] } {
  const fewer = withFewerTries(design, simulatedTries);
  if (fewer === null) return { design, note: [] };
  return {
    design: fewer,
    note: [
      `at most ${simulatedTries} tries are made in a simulated trial: how many arms are guessed right does not depend on them`,
    ],
  };
}

export type DrawJudge = (protocol: Protocol, protocolHash: string) => DrawJudgement;

const kept = 50;

/** Judges each version of a protocol once, with little effort, and keeps the newest few: a page that anybody opens costs nothing then. */
export function createDrawJudge(): DrawJudge {
  const known = new Map<string, DrawJudgement>();
  return (protocol, protocolHash) => {
    const earlier = known.get(protocolHash);
    if (earlier !== undefined) return earlier;
    const judgement = judgeDraw(protocol, protocolHash, quick);
    const [oldest] = known.keys();
    if (known.size >= kept && oldest !== undefined) known.delete(oldest);
    known.set(protocolHash, judgement);
    return judgement;
  };
}
