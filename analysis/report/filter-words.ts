/** A plan's row filters as a reader meets them: a table of some of the rows must say of which. */
import type { RowFilter } from '../plan/plan-parts.ts';

const signs = { '=': '=', '!=': '\u2260', '<': '<', '<=': '\u2264', '>': '>', '>=': '\u2265' } as const;

/** "age ≥ 18 and city is one of Bath, Wells". */
export function filtersInWords(filters: readonly RowFilter[]): string {
  return filters.map(filterInWords).join(' and ');
}

/** One filter: the column, the sign and the value as the plan gives it. */
export function filterInWords(filter: RowFilter): string {
  if (filter.op === 'notMissing') return `${filter.column} is not missing`;
  if (filter.op === 'in') return `${filter.column} is one of ${filter.value.join(', ')}`;
  return `${filter.column} ${signs[filter.op]} ${filter.value}`;
}
