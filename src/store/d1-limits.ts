/**
 * What D1 refuses and SQLite by itself would not, in the words local workerd was seen to use. The face asks here before it
 * runs anything, so that what passes on a laptop passes on Cloudflare. It is stricter in one thing: a PRAGMA that would
 * switch a guarantee off for the connection is refused too. Limits: developers.cloudflare.com/d1/platform/limits.
 */
import type { SqlStatement } from './sql-statements.ts';

export const maximumParameters = 100;
export const maximumColumns = 100;
export const maximumSqlBytes = 100_000;
export const maximumValueBytes = 2_000_000;
export const maximumPatternBytes = 50;

const notAuthorised = 'not authorized: SQLITE_AUTH';
const noTransactions =
  'To execute a transaction, please use the state.storage.transaction() or state.storage.transactionSync() APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements.';
const transactionWords = ['begin', 'commit', 'end', 'rollback', 'savepoint', 'release'];
const readingPragmas = [
  'table_info',
  'table_xinfo',
  'table_list',
  'index_list',
  'index_info',
  'index_xinfo',
  'foreign_key_list',
  'foreign_key_check',
  'quick_check',
  'data_version',
  'page_size',
];
const harmlessPragmas = ['optimize', 'foreign_keys', 'defer_foreign_keys'];

/** Why D1 would not run this statement, or undefined where it would. */
export function refusalByD1({ tokens }: SqlStatement): string | undefined {
  const [first, second] = tokens;
  if (first === undefined) return 'SQL code did not contain a statement.';
  if (transactionWords.includes(first)) return noTransactions;
  if (first === 'attach' || first === 'detach') return notAuthorised;
  if (first === 'vacuum') return 'cannot VACUUM from within a transaction: SQLITE_ERROR';
  if (first === 'pragma') return isAllowedPragma(tokens) ? undefined : notAuthorised;
  if (first === 'create' && (second === 'temp' || second === 'temporary' || createsIn(tokens, 'temp')))
    return notAuthorised;
  if (tokens.includes('sqlite_version')) return 'not authorized to use function: sqlite_version: SQLITE_ERROR';
  if (placeholders(tokens) > maximumParameters) return 'too many SQL variables: SQLITE_ERROR';
  return tokens.some((token, at) => isLongPattern(token, tokens[at - 1]))
    ? 'LIKE or GLOB pattern too complex: SQLITE_ERROR'
    : undefined;
}

export function placeholders(tokens: readonly string[]): number {
  return tokens.filter((token) => token === '?').length;
}

export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

function isAllowedPragma(tokens: readonly string[]): boolean {
  const name = tokens[1] ?? '';
  if (harmlessPragmas.includes(name)) return true;
  return readingPragmas.includes(name) && !tokens.includes('=');
}

function createsIn(tokens: readonly string[], database: string): boolean {
  const dot = tokens.indexOf('.');
  return dot > 0 && dot < 8 && tokens[dot - 1] === database;
}

function isLongPattern(token: string, before: string | undefined): boolean {
  return (
    (before === 'like' || before === 'glob') && token.startsWith("'") && utf8Length(token) - 2 > maximumPatternBytes
  );
}
