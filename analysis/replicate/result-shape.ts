/**
 * What replicate.R knows of results.json without computing it, since it was written from the true results: which fields, rows
 * and refusals a result has, its texts and its level, and which bounds are infinite. What R is to compute stands as NA.
 */
import type { ResultRow, Results } from '../results/result.ts';
import { resultEntry, resultsHead } from '../results/write-results.ts';
import { rLiteral, rName } from './r-literal.ts';

/** All of a result but its place, which is asked by itself. */
export function shapeOfResult(row: ResultRow): string {
  const { id: _, outcome: __, contrast: ___, ...entry } = { ...resultEntry(row) } as Readonly<Record<string, unknown>>;
  return shape(entry, (name) => name === 'level');
}

/** Everything in results.json but the results, figures too: it counts rows and people, and says what they were made from. */
export function shapeOfHead(results: Results): string {
  return shape(resultsHead(results), () => true);
}

/** @param isKnown whether a number under this name is asked as it stands */
function shape(value: unknown, isKnown: (name: string) => boolean, name = ''): string {
  const inside = (part: unknown) => shape(part, isKnown, name);
  if (Array.isArray(value)) {
    const isPlain = value.every((item) => typeof item !== 'object' || item === null);
    return isPlain && value.length > 0 ? `c(${value.map(inside).join(', ')})` : listOfRuns(value.map(inside));
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `list(${members.map(([own, member]) => `${rName(own)} = ${shape(member, isKnown, own)}`).join(', ')})`;
  }
  if (typeof value === 'number') return isKnown(name) ? rLiteral(value) : 'NA';
  if (value === 'Infinity' || value === '-Infinity') return value.replace('Infinity', 'Inf');
  return typeof value === 'string' || typeof value === 'boolean' ? rLiteral(value) : 'NULL';
}

/** Rows that look alike, as those of a curve do, are written once. */
function listOfRuns(items: readonly string[]): string {
  const runs: { readonly item: string; times: number }[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last?.item === item) last.times += 1;
    else runs.push({ item, times: 1 });
  }
  const list = `list(${runs.map(({ item }) => item).join(', ')})`;
  return runs.length === items.length ? list : `rep(${list}, c(${runs.map(({ times }) => times).join(', ')}))`;
}
