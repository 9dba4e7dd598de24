/**
 * What an interim look adds to the head of the report: that the data are looked at several times, what was decided, and that the
 * figures of the head do not allow for it. A p of one look among several is too small (Armitage, McPherson & Rowe 1969).
 */
import type { InterimResult } from '../interim/look.ts';
import type { Outcome, Plan } from '../plan/schema.ts';
import type { ResultRow, Results } from '../results/result.ts';
import { boundaryWords, decisionWords, isLook } from './interim-table.ts';
import { comparison, type Fact } from './table-parts.ts';
import { counted, fixed, percentage } from './wording.ts';

/** Of each look that the plan has at this outcome. @param isBesideFigures whether the head shows estimates or p of its own */
export function lookFacts(plan: Plan, { name }: Outcome, { rows }: Results, isBesideFigures: boolean): readonly Fact[] {
  return plan.estimators.flatMap(({ id, method }) => {
    if (method !== 'interim') return [];
    const own = rows.filter((row) => row.id === id && row.outcome === name);
    const design = own.flatMap(({ figures }) => (isLook(figures) ? [figures] : []))[0];
    if (design === undefined) return [];
    const caution = isBesideFigures
      ? ' Intervals and p below are those of one look alone: they allow for no other.'
      : '';
    return [{ term: 'Looked at', description: `${id}, ${placeOf(design)}. ${own.map(decided).join(' ')}${caution}` }];
  });
}

function placeOf({ look, looks, spending, alpha }: InterimResult): string {
  const information = percentage(looks[look - 1] ?? 1);
  return `look ${look} of ${counted(looks.length, 'look', 'looks')}, at ${information} of the information, ${spending} spending of ${alpha}`;
}

function decided(row: ResultRow): string {
  const { figures } = row;
  if (!isLook(figures)) return `${comparison(row)}: not computed.`;
  const { decision, statistic } = figures;
  if (typeof decision !== 'string' || statistic === undefined)
    return `${comparison(row)}: not estimable. ${typeof decision === 'string' ? '' : decision.notEstimable.reason}`;
  return `${comparison(row)}: ${decisionWords[decision]} (z ${fixed(statistic, 3)}, boundary ${boundaryWords(figures)}).`;
}
