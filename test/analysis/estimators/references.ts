/**
 * The results that R computed from real trials (../shared/reference) and the trials' own files (../shared/data), for tests
 * that say plainly that they skip where these are not there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { isSameTail } from '../numbers/tolerance.ts';

const shared = fileURLToPath(new URL('../../../../shared/', import.meta.url));
export const hasReferences = existsSync(`${shared}reference/INDEX.md`) && existsSync(`${shared}data`);
if (!hasReferences) console.log('skipped: no reference results at ../shared (see shared/reference/INDEX.md)');

export type Values = { readonly [key: string]: Value };
export type Value = number | string | null | Values | readonly Value[];
export type Reference = {
  readonly dataset: string;
  readonly id: string;
  readonly inputs: Values;
  readonly values: Values;
};

/** Every reference of every data set; empty where there are none. */
export const allReferences: readonly Reference[] = hasReferences
  ? JSON.parse(readFileSync(`${shared}reference/MANIFEST.json`, 'utf8')).flatMap(
      ({ dataset }: { readonly dataset: string }) =>
        JSON.parse(readFileSync(`${shared}reference/${dataset}.json`, 'utf8')).results.map((result: object) => ({
          dataset,
          ...result,
        })),
    )
  : [];

export function valuesOf(dataset: string, id: string): Values {
  const record = allReferences.find((reference) => reference.dataset === dataset && reference.id === id);
  if (record === undefined) throw new Error(`${dataset} has no reference ${id}`);
  return record.values;
}

/** Two-arm records of a binary outcome, which come with their counts, by the last word of their id. */
export function twoArmReferences(...kinds: readonly string[]) {
  return allReferences
    .filter(({ inputs }) => typeof inputs === 'object' && inputs !== null && 'x1' in inputs && 'n0' in inputs)
    .map((record) => ({ ...record, kind: record.id.slice(record.id.lastIndexOf('.') + 1) }))
    .filter(({ kind }) => kinds.includes(kind));
}

/** The number at a path such as ("terms", "z", "estimate"); R writes an infinite one as a text. */
export function numberAt(values: Values, ...path: readonly (string | number)[]): number {
  let value: Value | undefined = values;
  for (const key of path) {
    // Each step is an object or a list of parsed JSON; another step than the data have ends in undefined.
    value = (value as Readonly<Record<string | number, Value>> | undefined)?.[key];
  }
  if (value === 'Inf') return Number.POSITIVE_INFINITY;
  if (value === '-Inf') return Number.NEGATIVE_INFINITY;
  if (typeof value !== 'number') throw new Error(`${path.join('.')} of the reference is ${JSON.stringify(value)}`);
  return value;
}

/** p of a reference; where it underflowed, ours must have a log below that of the smallest double. */
export function expectP(ours: { readonly p: number; readonly logP: number }, p: number, label: string): void {
  if (p < 1e-300) expect(ours.logP, label).toBeLessThan(-690);
  else expect(isSameTail(ours.p, ours.logP, p, Math.log(p)), `${label}: p ${ours.p}, expected ${p}`).toBe(true);
}

export type Cells = Readonly<Record<string, string>>;
const files = new Map<string, readonly Cells[]>();

/** The rows of a trial's file; none of these files has a line break or a doubled quote inside a field. */
export function trialRows(file: string): readonly Cells[] {
  const known = files.get(file);
  if (known !== undefined) return known;
  const bytes = readFileSync(`${shared}data/${file}`);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const split = (line: string) =>
    [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('"', ''));
  const names = split(header);
  const rows = lines.map((line) => {
    const cells = split(line);
    return Object.fromEntries(names.map((name, index) => [name, (cells[index] ?? '').trim()]));
  });
  files.set(file, rows);
  return rows;
}
