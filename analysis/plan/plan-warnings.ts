/**
 * What a plan may say and a reader of its results should know first. Clusters are the units that were drawn; what the draw was
 * stratified by is none of them, and six boroughs are too few to be clusters whatever was drawn: they are fixed effects.
 */
import type { JsonPath } from './located-json.ts';
import { quoted } from './quoted.ts';
import type { Plan } from './schema.ts';
import { writtenPath } from './schema-problems.ts';
import { columnList } from './settings.ts';

export type PlanWarning = {
  readonly code: 'boroughs-as-clusters' | 'strata-as-clusters';
  /** Where in the plan, as in "estimators[1].cluster". */
  readonly path: string;
  readonly reason: string;
};

/** In the order of the plan. */
export function planWarnings(plan: Plan): readonly PlanWarning[] {
  const clusters: readonly { readonly columns: readonly string[]; readonly path: JsonPath }[] = [
    { columns: columnList(plan.cluster), path: ['cluster'] },
    ...plan.estimators.map(({ cluster }, index) => ({
      columns: columnList(cluster),
      path: ['estimators', index, 'cluster'] as const,
    })),
  ];
  return clusters.flatMap(({ columns, path }): readonly PlanWarning[] => {
    const name = columns.map(quoted).join(' and ');
    if (columns.length === 1 && isBorough(columns[0] ?? '')) {
      const reason = `Boroughs (${name}) are taken as clusters. Six boroughs are fixed effects, never clusters: they are too few for standard errors by cluster; name the unit that was drawn.`;
      return [{ code: 'boroughs-as-clusters', path: writtenPath(path), reason }];
    }
    if (columns.length === 0 || !columns.every((column) => plan.strata.includes(column))) return [];
    const reason = `The draw was stratified by ${name}, so that this is not the unit that was drawn and no cluster; name the unit that was drawn.`;
    return [{ code: 'strata-as-clusters', path: writtenPath(path), reason }];
  });
}

function isBorough(column: string): boolean {
  return /^boroughs?([_. -]?(id|code|name))?$/i.test(column);
}
