/** What `pledge power` is asked, put together from its options, a protocol and a baseline file, and answered by formula. */
import { decodeText } from '../../analysis/plan/decode-text.ts';
import type { Parsed } from '../../analysis/plan/problem.ts';
import type { PlannedOutcome } from '../../analysis/power/comparison.ts';
import { type Protocol, parseProtocol, protocolHash } from '../trial/protocol.ts';
import { sharesArm } from '../trial/unit.ts';
import { type PowerAnswer, type PowerPlan, planPower } from './plan-power.ts';
import { powerOfProtocol } from './power-of-protocol.ts';
import type { Baseline } from './read-baseline.ts';

/** What a person asks; null where it is left to the protocol, the baseline file, or the defaults. */
export type PowerAsked = {
  readonly baseline: number | null;
  readonly sd: number | null;
  readonly difference: number | null;
  readonly power: number;
  readonly iccs: readonly number[] | null;
  readonly people: number | null;
  readonly clusters: number | null;
  readonly size: number | null;
  readonly sizeVariation: number | null;
  readonly ratios: readonly number[] | null;
  readonly contrasts: 'each-against-reference' | 'all-pairs' | null;
  readonly correction: PowerPlan['correction'] | null;
  readonly alpha: number | null;
  readonly sided: 1 | 2 | null;
};

export type ReadProtocol = { readonly protocol: Protocol; readonly protocolHash: string };

export type PowerReport = {
  readonly plan: PowerPlan;
  readonly answer: PowerAnswer;
  readonly baseline: Baseline | null;
  /** What was assumed beyond what was given, one clause each. */
  readonly notes: readonly string[];
};

/** Parses the bytes of a protocol.json. */
export function readPowerProtocol(file: Uint8Array): Parsed<ReadProtocol> {
  const text = decodeText(file);
  if (!text.ok) return text;
  const parsed = parseProtocol(text.value);
  if (!parsed.ok) return parsed;
  return { ok: true, value: { protocol: parsed.value, protocolHash: protocolHash(text.value) } };
}

/** Ceremonies: the grid of the programme's own planning. Households: from a third to somewhat above what a trial of homes had. */
const iccsOf = { ceremony: [0.01, 0.02, 0.05, 0.1], household: [0.3, 0.5, 0.7] } as const;

/** What is typed comes before the protocol's own and the file's. */
export function answerPower(asked: PowerAsked, protocol: Protocol | null, baseline: Baseline | null): PowerReport {
  const declared = protocol === null ? byHand(asked, baseline) : powerOfProtocol(protocol);
  const { notes, ...ofDesign } = declared;
  const unit = protocol === null ? 'ceremony' : sharesArm(protocol.unit);
  const plan: PowerPlan = {
    ...ofDesign,
    outcome: outcomeOf(asked, baseline),
    power: asked.power,
    difference: asked.difference ?? ofDesign.difference,
    iccs: asked.iccs ?? (baseline === null ? iccsOf[unit] : ofBaseline(baseline)),
  };
  const isAssumed = plan.clusters !== null && asked.iccs === null && baseline === null;
  const assumed = isAssumed ? ['the correlations are a grid to look at: a baseline file (--data) would tell them'] : [];
  return { plan, answer: planPower(plan), baseline, notes: [...notes, ...assumed] };
}

function outcomeOf({ baseline: risk, sd }: PowerAsked, baseline: Baseline | null): PlannedOutcome {
  if (sd !== null) return { kind: 'continuous', sd };
  if (risk === null && baseline?.kind === 'continuous') return { kind: 'continuous', sd: baseline.sd };
  const reference = risk ?? baseline?.mean;
  if (reference === undefined) throw new Error('neither a risk, nor a standard deviation, nor a file was given');
  return { kind: 'binary', reference };
}

/** The estimate between its bounds; a negative one is planned as none. */
function ofBaseline({ icc, interval }: Baseline): readonly number[] {
  const known = [interval[0], icc, interval[1]].flatMap((value) => (typeof value === 'number' ? [value] : []));
  const planned = known.map((value) => Math.min(Math.max(0, value), mostAlike));
  return [...new Set(planned)];
}

const mostAlike = 0.999;

/** The design as it is typed, without a protocol. The first arm is the reference. */
function byHand(
  asked: PowerAsked,
  baseline: Baseline | null,
): Omit<PowerPlan, 'outcome' | 'power' | 'iccs'> & {
  readonly notes: readonly string[];
} {
  const ratios = asked.ratios ?? [1, 1];
  const size = asked.size ?? baseline?.meanSize ?? null;
  const sizeVariation = asked.sizeVariation ?? baseline?.cvSize ?? 0;
  const clusters = size === null ? null : { name: 'clusters', size, sizeVariation };
  const pairs = ratios.flatMap((_, treated) =>
    ratios.slice(0, treated).map((__, reference) => [treated, reference] as const),
  );
  const isAllPairs = asked.contrasts === 'all-pairs';
  return {
    arms: ratios.map((ratio, arm) => ({ name: arm === 0 ? 'reference' : `arm ${arm + 1}`, ratio })),
    contrasts: isAllPairs ? pairs : pairs.filter(([, reference]) => reference === 0),
    alpha: asked.alpha ?? 0.05,
    sided: asked.sided ?? 2,
    correction: asked.correction ?? 'none',
    difference: asked.difference,
    units:
      clusters === null
        ? asked.people
        : (asked.clusters ?? (asked.people === null ? null : asked.people / clusters.size)),
    clusters,
    notes:
      clusters !== null && asked.sizeVariation === null && baseline === null
        ? ['all clusters are taken to be of one size (--cv says otherwise)']
        : [],
  };
}
