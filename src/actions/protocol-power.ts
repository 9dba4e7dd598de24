/** The power a protocol check tells of: at a risk of one half, where a difference of risks is hardest to see. */
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { finding } from '../trial/finding.ts';
import type { Protocol } from '../trial/protocol.ts';
import { answerPower, type PowerReport } from './answer-power.ts';

const hardestRisk = 0.5;
const usualPower = 0.8;

/**
 * Outcomes of a protocol are risks. null where no comparison is left of arms that are still drawn, or where no risk lies as far above
 * one half as the smallest effect of interest.
 */
export function protocolPower(protocol: Protocol): PowerReport | null {
  const isCompared = protocol.contrasts.some((pair) => !pair.some((arm) => protocol.stoppedArms.includes(arm)));
  if (!isCompared || hardestRisk + protocol.smallestEffectOfInterest >= 1) return null;
  const left = {
    sd: null,
    difference: null,
    iccs: null,
    people: null,
    clusters: null,
    size: null,
    sizeVariation: null,
  };
  const declared = { ratios: null, contrasts: null, correction: null, alpha: null, sided: null };
  return answerPower({ ...left, ...declared, baseline: hardestRisk, power: usualPower }, protocol, null);
}

/** Where even the least correlation of the grid leaves the smallest effect of interest to be missed too often. */
export function powerWarnings(report: PowerReport | null): readonly Finding[] {
  if (report === null) return [];
  const { plan, answer } = report;
  const [best] = answer.rows;
  const { difference, clusters } = plan;
  if (best === undefined || difference === null || typeof best.power !== 'number' || best.power >= plan.power)
    return [];
  const percent = (share: number) => `${(100 * share).toFixed(0)}%`;
  const detects =
    typeof best.detectable === 'number' ? `, and detects ${(100 * best.detectable).toFixed(1)} points` : '';
  const message =
    `a difference of ${(100 * difference).toFixed(1)} points has a power of ${percent(best.power)}, where ${percent(plan.power)} is usual, even with a ` +
    `correlation of ${best.icc ?? 0} within ${clusters?.name ?? 'clusters'}: the trial that is expected is too small for it${detects}`;
  return [finding(['smallestEffectOfInterest'], message)];
}
