/**
 * Values on their way into and out of the database, as D1's own client treats them: booleans become 1 and 0, bytes travel
 * as numbers, a number that JSON cannot carry becomes null, and what has no SQL type is refused.
 */
export type BoundValue = string | number | null | Uint8Array;

/** One bound value; throws D1_TYPE_ERROR on bigint, undefined, Date, symbols, functions and plain objects. */
export function boundValue(value: unknown): BoundValue {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null) return null;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value) && value.every(isByte)) return Uint8Array.from(value);
  const text = `Type '${typeof value}' not supported for value '${String(value)}'`;
  throw new Error(`D1_TYPE_ERROR: ${text}`, { cause: new Error(text) });
}

/** A stored value as D1 hands it over: a BLOB becomes an array of numbers. */
export function storedValue(value: unknown): unknown {
  return value instanceof Uint8Array ? Array.from(value) : value;
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 256;
}
