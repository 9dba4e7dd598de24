/**
 * The store's port: what actions may ask of the memory. There is no `transaction(fn)`: a write is ONE fixed list of rows,
 * all or nothing, on both engines (D1 has no interactive transactions). Reads are the named queries.
 */
import type * as schema from './tables.ts';

type Tables = typeof schema;
export type TableName = keyof Tables;
export type NewRow<Name extends TableName> = Tables[Name]['$inferInsert'];
export type Row<Name extends TableName> = Tables[Name]['$inferSelect'];

/** Rows to append to one table. Any number of rows travels as JSON in as few statements as the engine's limits allow. */
export type Append = {
  [Name in TableName]: { readonly into: Name; readonly rows: readonly NewRow<Name>[] };
}[TableName];

/** Why a commit was refused by the database itself: nothing of it was written. */
export type Conflict = {
  readonly kind: 'unique' | 'foreign-key' | 'check' | 'trigger' | 'not-null' | 'busy';
  /** The constraint, index, column list or trigger message that said no, e.g. "allocation.trial, allocation.unit". */
  readonly what: string;
};

export type CommitResult = { readonly ok: true } | { readonly ok: false; readonly conflict: Conflict };
