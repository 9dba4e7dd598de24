/** The groups that columns of the table form among the rows of a frame: strata, blocks, sites. */
import type { Groups } from '../frame.ts';
import { clusterKey } from './cluster-key.ts';
import type { Dataset } from './dataset.ts';
import { denseCodes } from './frames.ts';

/** Each distinct tuple of the columns' values is a group; every row has a value in each of them. */
export function groupsOf({ table, plan }: Dataset, tableRows: Int32Array, columns: readonly string[]): Groups {
  return denseCodes(tableRows, clusterKey(table, columns, plan.missing));
}
