/**
 * The columns of a trial's data set, in order: an analysis plan may name these and no others, and the export writes
 * exactly these. One row is one person on a closed list; where a trial declares a sensitivity analysis with late joiners, they have
 * rows as well and a column tells them apart. In the rows of a draw, a column that is a stratum of the protocol holds the value with
 * which the person's unit was drawn, such as "3-plus"; a column that is none holds what was said of the person.
 */
import { type Shares, sharesCounts } from './shares.ts';
import { knownStrata } from './unit.ts';

type Declared = {
  readonly strata: readonly string[];
  readonly outcomes: readonly { readonly name: string }[];
  readonly lateJoiners: 'counted' | 'sensitivity';
  readonly boroughs: readonly { readonly shares: Shares }[];
};

/** What the row belongs to, always first. */
export const placeColumns = ['unit', 'household', 'ceremony', 'borough', 'arm'] as const;
/** What was known of the person before the draw, and whether they came. */
export const personColumns = [
  'group_size',
  'age_band',
  'prior_franchise',
  'registered_at_baseline',
  'attended',
] as const;

/**
 * The version of the protocol under which the person's unit was drawn, from 1; empty where nothing was drawn. A later version draws
 * fewer arms, so that a stopped arm has concurrent controls only among the rows of the versions that drew it.
 */
export const versionColumn = 'protocol_version';

/** 1 for the primary population, 0 for whoever joined late or was enrolled once their household had been drawn. */
export const onListColumn = 'on_list';

/** How many people a row stands for, where a borough gives only counts; a data set of people alone has no such column. */
export const peopleColumn = 'people';

/** Strata that have a column of their own: those that are none of the other columns. */
export function ownStrata({ strata }: Pick<Declared, 'strata'>): readonly string[] {
  const others: readonly string[] = [...placeColumns, ...personColumns, versionColumn];
  return strata.filter((name) => !others.includes(name));
}

/** Column names in the order of the file, each once. */
export function datasetColumns({ strata, outcomes, lateJoiners, boroughs }: Declared): readonly string[] {
  return [
    ...placeColumns,
    ...ownStrata({ strata }),
    ...personColumns,
    versionColumn,
    ...(lateJoiners === 'sensitivity' ? [onListColumn] : []),
    ...(sharesCounts(boroughs) ? [peopleColumn] : []),
    ...outcomes.flatMap(({ name }) => [name, daysColumn(name)]),
    ...outcomes.map(({ name }) => sourceColumn(name)),
  ];
}

/** The column that holds the days from the ceremony to an outcome. */
export function daysColumn(outcome: string): string {
  return `${outcome}_days`;
}

/** The column that says which source decided an outcome; empty where no source has a record. */
export function sourceColumn(outcome: string): string {
  return `${outcome}_source`;
}

/** Names that a stratum or an outcome of a trial may not take, because a file of the trial has a column of that name. */
export function isReservedColumn(name: string): boolean {
  const reserved: readonly string[] = [
    ...placeColumns,
    ...personColumns,
    versionColumn,
    onListColumn,
    'stratum',
    'position',
  ];
  return reserved.includes(name) && !Object.hasOwn(knownStrata, name);
}
