/** A baseline file for planning: its intraclass correlation and what else it tells, or where it is wrong. */
import type { Parsed } from '../../analysis/plan/problem.ts';
import { SourceRefused } from '../../analysis/plan/source-refused.ts';
import { type Baseline, type BaselineColumns, readBaseline } from '../../analysis/power/baseline.ts';
import { Refusal } from '../trial/refusal.ts';
import { isRefused } from './plan-power.ts';

export type { Baseline };

/** Throws a Refusal where the file can be read and its correlation cannot be estimated. */
export async function baselineOf(data: Uint8Array, columns: BaselineColumns): Promise<Parsed<Baseline>> {
  try {
    const baseline = await readBaseline(data, columns);
    if (isRefused(baseline)) throw new Refusal('no-data', baseline.notEstimable.reason);
    return { ok: true, value: baseline };
  } catch (error) {
    if (error instanceof SourceRefused) return { ok: false, problems: error.problems };
    throw error;
  }
}
