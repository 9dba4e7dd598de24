/**
 * The results of an estimator over completed data sets as one list: for each outcome and contrast the pooled figures, or the
 * reason why there are none. Which method is pooled how: pooled-methods.ts.
 */
import { isNotGiven, notEstimable } from '../estimators/estimator.ts';
import { firstDifference } from '../results/json-difference.ts';
import type { Figures, ResultRow } from '../results/result.ts';
import { pooledEstimate, pooledSubgroups } from './pool-figures.ts';
import { poolingOf } from './pooled-methods.ts';

/** @param sets the rows of one estimator for each completed set, about the same outcomes and contrasts */
export function poolRows(sets: readonly (readonly ResultRow[])[]): readonly ResultRow[] {
  const grouped = sets.map((rows) => Map.groupBy(rows, ({ outcome, contrast }) => JSON.stringify([outcome, contrast])));
  return [...(grouped[0]?.keys() ?? [])].flatMap((key) => {
    const own = grouped.map((groups) => groups.get(key) ?? []);
    const [first = []] = own;
    const refused = own.find((rows) => rows.length !== first.length && rows.some(({ figures }) => isNotGiven(figures)));
    if (refused !== undefined) return poolOne([refused.filter(({ figures }) => isNotGiven(figures))[0]], sets.length);
    return first.flatMap((_, measure) =>
      poolOne(
        own.map((rows) => rows[measure]),
        sets.length,
      ),
    );
  });
}

/** The rows about one thing, one from each set. */
function poolOne(rows: readonly (ResultRow | undefined)[], sets: number): readonly ResultRow[] {
  const given = rows.filter((row) => row !== undefined);
  const [first] = given;
  if (first === undefined) return [];
  const figures = poolFigures(first.method, given, sets);
  return [{ ...first, figures, ...(isNotGiven(figures) ? { warnings: [], pAdjusted: null } : {}) }];
}

function poolFigures(method: ResultRow['method'], rows: readonly ResultRow[], sets: number): Figures {
  const { way, without = [] } = poolingOf[method];
  const all = rows.map(({ figures }) => figures);
  const refusals = all.flatMap((figures, index) => (isNotGiven(figures) ? [{ index, ...figures.notEstimable }] : []));
  const [refusal] = refusals;
  if (refusal !== undefined) {
    const { code, index, reason } = refusal;
    const where = refusals.length === sets ? '' : `In the completed data set ${index + 1} of ${sets}: `;
    return notEstimable(code, `${where}${reason}`);
  }
  if (way === 'never') {
    return notEstimable('not-pooled', 'A completed file does not show which outcomes were missing before imputation.');
  }
  if (way === 'same-in-every-set') {
    const [first, ...others] = all;
    if (first !== undefined && others.every((one) => firstDifference(first, one) === null)) return first;
    return notEstimable(
      'not-pooled',
      "It differs between the completed data sets, and Rubin's rules combine only estimates with a standard error.",
    );
  }
  const subgroups = all.flatMap((one) => ('quantity' in one && one.quantity === 'subgroup-differences' ? [one] : []));
  return subgroups.length > 0 ? pooledSubgroups(subgroups) : pooledEstimate(all, without);
}
