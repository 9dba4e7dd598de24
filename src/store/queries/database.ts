/** The drizzle database of this house, and how a list of any length reaches a query as one bound parameter. */
import { type SQL, sql } from 'drizzle-orm';
import type { DrizzleD1Database } from 'drizzle-orm/d1';
import type * as schema from '../tables.ts';

export type Database = DrizzleD1Database<typeof schema>;

/** `(select value from json_each(?))`: D1 binds at most 100 parameters a statement, a list travels as one. */
export function eachOf(values: readonly string[]): SQL {
  return sql`(select value from json_each(${JSON.stringify(values)}))`;
}
