/**
 * What a borough shares of its register: results by person, or only counts, by ceremony where whole ceremonies are drawn, or by arm. Counts
 * say how many of a group had an outcome and never who, so that nothing known of a person can be joined to them.
 */
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { peopleColumn, personColumns } from './dataset-columns.ts';
import { finding } from './finding.ts';
import { plannedColumns } from './plan-columns.ts';
import type { Protocol } from './protocol-schema.ts';
import { type Shares, sharesCounts } from './shares.ts';

export const countGrains = ['ceremony', 'arm'] as const;
export type CountGrain = (typeof countGrains)[number];

/** Why counts are given a second time. */
export const countReasons = ['entered-in-error', 'later-information'] as const;
export type CountReason = (typeof countReasons)[number];

/** Null where results come by person. */
export function grainOf(shares: Shares): CountGrain | null {
  switch (shares) {
    case 'people':
      return null;
    case 'counts-by-ceremony':
      return 'ceremony';
    case 'counts-by-arm':
      return 'arm';
  }
}

/** What a borough's code declares in this protocol; "people" for one that does not take part. */
export function sharesOf({ boroughs }: Protocol, borough: string | null): Shares {
  return boroughs.find(({ code }) => code === borough)?.shares ?? 'people';
}

/** Rules on counts: whole ceremonies where they come by ceremony, and a plan that takes them as frequency weights. */
export function countFindings({ boroughs, unit, analysis, strata, outcomes }: Protocol): readonly Finding[] {
  const byCeremony = boroughs.flatMap(({ shares }, index) =>
    shares === 'counts-by-ceremony' && unit !== 'ceremony'
      ? [
          finding(
            ['boroughs', index, 'shares'],
            `must be "counts-by-arm" or "people": a ceremony holds several arms where the ${unit} is drawn`,
          ),
        ]
      : [],
  );
  const { weight } = analysis;
  if (!sharesCounts(boroughs)) {
    const message = 'each row of this trial’s data set is one person, so there are no frequency weights';
    return weight === undefined ? [] : [finding(['analysis', 'weight'], message)];
  }
  const sentence = `must be ${quoted(peopleColumn)}: a borough gives only counts, so that a row can stand for several people`;
  const taken = [
    ...strata.map((name, index) => ({ name, path: ['strata', index] })),
    ...outcomes.map(({ name }, index) => ({ name, path: ['outcomes', index, 'name'] })),
  ].flatMap(({ name, path }) =>
    name === peopleColumn ? [finding(path, `${quoted(name)} is the name of another column of the data set`)] : [],
  );
  return [...byCeremony, ...taken, ...(weight === peopleColumn ? [] : [finding(['analysis', 'weight'], sentence)])];
}

/** What an analysis cannot do with a borough's counts, and which estimators leave its people out. */
export function countWarnings({ boroughs, analysis, strata }: Protocol): readonly Finding[] {
  const used = plannedColumns(analysis);
  return boroughs.flatMap(({ name, shares }, index): readonly Finding[] => {
    if (shares === 'people') return [];
    const lost = lostColumns(shares, strata);
    const without = [...new Set(used.map(({ column }) => column).filter((column) => lost.includes(column)))];
    const left =
      without.length === 0
        ? ''
        : `; whatever uses ${without.map(quoted).join(', ')} leaves its people out, and says so by its n`;
    const message = `${name} gives counts only: of its people no covariate, subgroup, household or day of an outcome is known${left}`;
    return [finding(['boroughs', index, 'shares'], message)];
  });
}

/** Columns that are empty in the rows of counts; the days of the counted outcome are, too. */
export function lostColumns(shares: Exclude<Shares, 'people'>, strata: readonly string[]): readonly string[] {
  if (shares === 'counts-by-arm')
    return ['unit', 'household', 'ceremony', ...personColumns, ...strata.filter((name) => name !== 'borough')];
  return ['household', ...personColumns.filter((name) => !strata.includes(name))];
}
