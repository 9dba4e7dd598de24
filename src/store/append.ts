/**
 * Rows on their way into a table: each table's rows travel as JSON arrays in one bound parameter through `json_each(?)`,
 * in parts of at most 1 MB, because D1 binds at most 100 parameters to a statement and caps a value at 2 MB.
 */
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { Append } from './port.ts';
import * as schema from './tables.ts';

/** UTF-8 bytes of JSON that one statement carries at most. */
export const maximumPartBytes = 1_000_000;

const tables = { ...schema };

export type Insert = { readonly sql: string; readonly rows: string };

/**
 * The statements that append these rows in the order given; none for no rows.
 * Throws on what is a mistake of the caller: an unknown column, a value of another type, text that is not well-formed
 * Unicode, or a row whose JSON alone is over 1 MB.
 */
export function insertsFor({ into, rows }: Append): readonly Insert[] {
  if (rows.length === 0) return [];
  const table = tables[into];
  const columns = Object.entries(getTableColumns(table));
  const names = columns.map(([, column]) => `"${column.name}"`).join(', ');
  const values = columns.map((_, index) => `value ->> ${index}`).join(', ');
  const sql = `insert into "${getTableName(table)}" (${names}) select ${values} from json_each(?)`;
  return partsOf(rows.map((row) => rowAsJson(into, columns, row))).map((part) => ({ sql, rows: part }));
}

type Column = { readonly dataType: string };

function rowAsJson(table: string, columns: readonly (readonly [string, Column])[], row: object): string {
  const given = new Map<string, unknown>(Object.entries(row));
  const values = columns.map(([name, { dataType }]) => {
    const value = given.get(name) ?? null;
    given.delete(name);
    return storable(value, dataType, `${table}.${name}`);
  });
  const [unknown] = given.keys();
  if (unknown !== undefined) throw new TypeError(`${table} has no column ${unknown}`);
  return JSON.stringify(values);
}

function storable(value: unknown, dataType: string, place: string): string | number | null {
  if (value === null) return null;
  if (dataType === 'string' && typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError(`${place} holds text that is not well-formed Unicode`);
    return value;
  }
  if (dataType === 'number' && typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (dataType === 'boolean' && typeof value === 'boolean') return value ? 1 : 0;
  throw new TypeError(`${place} takes a ${dataType === 'number' ? 'whole number' : dataType}, not a ${typeof value}`);
}

/** JSON arrays of rows, each at most `maximumPartBytes` long. */
function partsOf(rows: readonly string[]): readonly string[] {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part: string[] = [];
  let bytes = 2;
  for (const row of rows) {
    const size = encoder.encode(row).length + 1;
    if (size + 1 > maximumPartBytes)
      throw new RangeError(`a row of ${size} bytes is over the ${maximumPartBytes} one row may have`);
    if (bytes + size > maximumPartBytes) {
      parts.push(`[${part.join(',')}]`);
      part = [];
      bytes = 2;
    }
    part.push(row);
    bytes += size;
  }
  parts.push(`[${part.join(',')}]`);
  return parts;
}
