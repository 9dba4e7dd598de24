/** What a protocol amounts to before anybody locks it: its arms and their exact probabilities, how many draws are possible, warnings. */
import { decodeText } from '../../analysis/plan/decode-text.ts';
import { parseJson } from '../../analysis/plan/located-json.ts';
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import { problemsAt } from '../../analysis/plan/schema-problems.ts';
import { type Design, designOf } from '../randomise/design.ts';
import { possibleBlocks, possibleSimple, possibleWholeLists } from '../randomise/possible-draws.ts';
import { probabilities } from '../randomise/probability.ts';
import { type Protocol, parseProtocol, planHash, protocolHash } from '../trial/protocol.ts';
import { protocolWarnings } from '../trial/protocol-warnings.ts';
import type { Scheme } from '../trial/scheme.ts';
import { unitPlurals } from '../trial/unit.ts';

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
    /** An exact fraction such as "1/3"; "0" for an arm that is stopped. */
    readonly probability: string;
  }[];
  /** How many allocations `of` can get, in decimal digits (it can pass what a number holds). */
  readonly possibleDraws: readonly { readonly of: string; readonly count: string }[];
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
  const chances = new Map(
    probabilities(design).map(({ arm, numerator, denominator }) => [arm, `${numerator}/${denominator}`]),
  );
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
        probability: chances.get(name) ?? '0',
      })),
      possibleDraws: possibleDraws(design),
      warnings: problemsAt(located.value, protocolWarnings(protocol)),
    },
  };
}

function possibleDraws(design: Design): ProtocolReport['possibleDraws'] {
  const { scheme } = design;
  const example = `${exampleUnits} ${unitPlurals[design.unit]} in one stratum`;
  switch (scheme.kind) {
    case 'blocks':
      return [...new Set(scheme.blockSizes)].map((size) => ({
        of: `a block of ${size}`,
        count: possibleBlocks(design, size).toString(),
      }));
    case 'complete':
    case 'cohort':
      return [{ of: `a list of ${example}`, count: possibleWholeLists(design, exampleUnits).toString() }];
    case 'simple':
      return [{ of: example, count: possibleSimple(design, exampleUnits).toString() }];
    default:
      return [];
  }
}
