/**
 * The draw without the service: protocol, list of units, seed, and nothing else, through the engine the service uses. An
 * auditor repeats a published trial with it; a researcher draws a list of their own.
 */
import { decodeText } from '../../analysis/plan/decode-text.ts';
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import { designOf } from '../randomise/design.ts';
import { beaconText, commitmentOf, drawKey, parseSeed } from '../randomise/seed.ts';
import { type Protocol, parseProtocol, protocolHash } from '../trial/protocol.ts';
import type { ByteSource } from './byte-source.ts';
import { csvValue } from './csv.ts';
import { type Allocation, type Allocations, drawRows } from './draw-rows.ts';
import { UnitsFile } from './units-file.ts';

/** What the draw is made from: the protocol's bytes, the list as it is asked for, the seed and the beacon's output as typed. */
export type DrawInput = {
  readonly protocol: Uint8Array;
  readonly units: ByteSource;
  readonly seed: string;
  readonly beacon: string | null;
};

/** Which of the inputs a problem is in. */
export type InputProblem = Problem & {
  readonly input: 'protocol' | 'units' | 'allocations' | 'seed' | 'beacon' | 'commitment';
};

export type OfflineDraw = {
  readonly protocol: Protocol;
  readonly protocolHash: string;
  readonly units: ByteSource;
  /** The list is read and drawn as this is walked; what is wrong with it is known at the end. Each call draws anew. */
  readonly drawn: () => Allocations;
};

export const allocationColumns = ['unit', 'stratum', 'position', 'arm'] as const;

/** Checks everything but the list and makes the draw ready; nothing is read of the list until `drawn` is walked. Refuses a seed that is not the committed one. */
export function prepareDraw(input: DrawInput): { readonly ok: true; readonly value: OfflineDraw } | Refused {
  const seed = parseSeed(input.seed);
  const text = decodeText(input.protocol);
  const parsed = text.ok ? parseProtocol(text.value) : text;
  const problems = [...problemsOf('seed', seed), ...problemsOf('protocol', parsed)];
  if (!text.ok || !parsed.ok || !seed.ok) return { ok: false, problems };

  const protocol = parsed.value;
  const { units } = input;
  const found = [...commitmentProblems(protocol, seed.value), ...beaconProblem(protocol, input.beacon)];
  if (found.length > 0) return { ok: false, problems: [...found, ...unitsProblems(protocol, units)] };

  const hash = protocolHash(text.value);
  const key = drawKey(seed.value, beaconOf(protocol, input.beacon));
  const drawing = { design: designOf(protocol, hash), key, slug: protocol.slug };
  const drawn = () => drawRows({ ...drawing, open: () => UnitsFile.open(protocol, units) });
  return { ok: true, value: { protocol, protocolHash: hash, units, drawn } };
}

/** What is wrong with the list, where nothing is drawn from it. */
function unitsProblems(protocol: Protocol, source: ByteSource): readonly InputProblem[] {
  const opened = UnitsFile.open(protocol, source);
  if (!opened.ok) return problemsOf('units', opened);
  const file = opened.value;
  for (let row = file.next(); row !== null; row = file.next());
  return problemsOf('units', { ok: false, problems: file.problems });
}

export type Refused = { readonly ok: false; readonly problems: readonly InputProblem[] };

/** The problems of one input, marked with its name; none where it parsed. */
export function problemsOf(input: InputProblem['input'], parsed: Parsed<unknown>): readonly InputProblem[] {
  return parsed.ok ? [] : parsed.problems.map((problem) => ({ ...problem, input }));
}

/** One line of an allocations file, line end included. */
export function allocationLine({ unit, stratum, position, arm }: Allocation): string {
  return `${csvValue(unit)},${csvValue(stratum)},${position ?? ''},${csvValue(arm)}\n`;
}

function commitmentProblems({ seed: commitment }: Protocol, seed: string): readonly InputProblem[] {
  if (commitment === null || commitment === commitmentOf(seed)) return [];
  return [{ input: 'seed', path: 'seed', message: otherSeed(commitmentOf(seed), commitment, 'the protocol holds') }];
}

/** How it is said that a seed does not meet a commitment; `whose` says where the commitment stands. */
export function otherSeed(computed: string, expected: string, whose: string): string {
  return `its commitment is ${computed}, and ${whose} ${expected}: this is another seed`;
}

/** What is wrong with a beacon’s output as typed, or with its absence; nothing where the protocol and it agree. */
export function beaconProblem({ beacon }: Protocol, output: string | null): readonly InputProblem[] {
  if (beacon === null && output === null) return [];
  const path = 'beacon';
  if (beacon === null)
    return [{ input: path, path, message: 'is given, and the protocol names no beacon; leave it out' }];
  const round = `round ${beacon.round} of ${beacon.source}`;
  if (output === null)
    return [{ input: path, path, message: `is missing: the protocol’s key needs the output of ${round}` }];
  if (/^([0-9a-f]{2})+$/.test(output)) return [];
  return [
    {
      input: path,
      path,
      message: `must be the output of ${round} in lower-case hexadecimal digits, two for each byte`,
    },
  ];
}

/** The beacon as it goes into the key; null where the protocol names none. */
export function beaconOf({ beacon }: Protocol, output: string | null): string | null {
  return beacon === null || output === null ? null : beaconText(String(beacon.round), output);
}
