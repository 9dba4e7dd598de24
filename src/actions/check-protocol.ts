/**
 * What a protocol amounts to before anybody locks it: its arms and their probabilities, how many draws are possible, how far
 * they can be guessed, what the trial can detect, warnings.
 */
import { decodeText } from '../../analysis/plan/decode-text.ts';
import { parseJson } from '../../analysis/plan/located-json.ts';
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import { problemsAt } from '../../analysis/plan/schema-problems.ts';
import { type Design, designOf } from '../randomise/design.ts';
import { possibleBigStick, possibleBlocks, possibleSimple, possibleWholeLists } from '../randomise/possible-draws.ts';
import { observableDay, observableWords } from '../trial/observable-words.ts';
import { type Protocol, parseProtocol, planHash, protocolHash } from '../trial/protocol.ts';
import { protocolWarnings } from '../trial/protocol-warnings.ts';
import type { Scheme } from '../trial/scheme.ts';
import { unitPlurals } from '../trial/unit.ts';
import type { PowerReport } from './answer-power.ts';
import { type ArmChances, armChances } from './arm-chances.ts';
import { type Meter, meterOf, thorough } from './judge-draw.ts';
import { type OwnChances, ownChances } from './own-chances.ts';
import { powerWarnings, protocolPower } from './protocol-power.ts';

/** Units of an example list where a scheme's number of possible draws depends on the list. */
const exampleUnits = 25;

export type ProtocolReport = {
  readonly slug: string;
  readonly title: string;
  readonly protocolHash: string;
  readonly planHash: string;
  readonly unit: Protocol['unit'];
  readonly scheme: Scheme;
  readonly strata: readonly string[];
  readonly arms: readonly {
    readonly name: string;
    readonly ratio: number;
    readonly delivered: 'in-room' | 'individual';
    /** A fraction such as "1/3"; "0" for an arm that is stopped. */
    readonly probability: string;
  }[];
  readonly probabilitiesAre: ArmChances['probabilitiesAre'];
  /** Estimates of single units' probabilities; null where they are exact. */
  readonly ownChances: OwnChances | null;
  readonly factors: ArmChances['factors'];
  /** From how many days after a ceremony each can be observed; where the register is matched, also not before a register shows the window. */
  readonly observable: readonly {
    readonly outcome: string;
    readonly fromDay: number;
    readonly isMatched: boolean;
    readonly words: string;
  }[];
  /** How many allocations `of` can get, in decimal digits (it can pass what a number holds), or at most how many. */
  readonly possibleDraws: readonly { readonly of: string; readonly count: string; readonly isAtMost: boolean }[];
  /** How far the arms can be guessed and how even they come out, simulated on the sizes that are expected. */
  readonly predictability: Meter;
  /** By formula, at a risk of one half; null where nothing is left to compare, or no risk lies so far above. */
  readonly power: PowerReport | null;
  readonly warnings: readonly Problem[];
};

/** Parses and judges the bytes of a protocol.json. */
export function checkProtocol(file: Uint8Array): Parsed<ProtocolReport> {
  const text = decodeText(file);
  if (!text.ok) return text;
  const located = parseJson(text.value);
  if (!located.ok) return located;
  const parsed = parseProtocol(text.value);
  if (!parsed.ok) return parsed;
  const protocol = parsed.value;
  const hash = protocolHash(text.value);
  const design = designOf(protocol, hash);
  const { probabilityOf, probabilitiesAre, factors } = armChances(protocol, design);
  const power = protocolPower(protocol);
  return {
    ok: true,
    value: {
      slug: protocol.slug,
      title: protocol.title,
      protocolHash: hash,
      planHash: planHash(text.value),
      unit: protocol.unit,
      scheme: design.scheme,
      strata: protocol.strata,
      arms: protocol.arms.map(({ name, ratio, delivered }) => ({
        name,
        ratio,
        delivered,
        probability: probabilityOf(name),
      })),
      probabilitiesAre,
      ownChances: ownChances(protocol, design, hash),
      factors,
      observable: protocol.outcomes.map((outcome) => ({
        outcome: outcome.name,
        fromDay: observableDay(outcome.windowDays),
        isMatched: outcome.sources.includes('administrative'),
        words: observableWords(outcome),
      })),
      possibleDraws: possibleDraws(design),
      predictability: meterOf(protocol, hash, thorough),
      power,
      warnings: problemsAt(located.value, [...protocolWarnings(protocol), ...powerWarnings(power)]),
    },
  };
}

function possibleDraws(design: Design): ProtocolReport['possibleDraws'] {
  const { scheme } = design;
  const example = `${exampleUnits} ${unitPlurals[design.unit]} in one stratum`;
  const one = (of: string, count: bigint, isAtMost = false) => [{ of, count: count.toString(), isAtMost }];
  switch (scheme.kind) {
    case 'blocks':
      return [...new Set(scheme.blockSizes)].flatMap((size) => one(`a block of ${size}`, possibleBlocks(design, size)));
    case 'complete':
    case 'cohort':
      return one(`a list of ${example}`, possibleWholeLists(design, exampleUnits));
    case 'simple':
      return one(example, possibleSimple(design, exampleUnits));
    case 'big-stick':
      return one(example, possibleBigStick(design, scheme.limit, exampleUnits));
    case 'minimisation':
      // With a random share every arm can come at every unit; without one the factors decide what can.
      return one(example, possibleSimple(design, exampleUnits), scheme.randomShare === 0);
    case 'rerandomised':
      return one(`a list of ${example}`, possibleWholeLists(design, exampleUnits), true);
  }
}
