/**
 * What differs between two JSON documents, as a person would say it: members by name, and of lists of named things (arms, boroughs,
 * outcomes, estimators) each thing by its name, so that a new one at the front does not change all that follow. Compared as given:
 * writing out a default is a change, as it is one of the hash.
 */
import type { JsonPath } from '../../analysis/plan/located-json.ts';
import { canonicalJson } from './canonical.ts';

export type DocumentChange = {
  /** Steps by name: ["arms", "standard", "ratio"]. */
  readonly names: readonly string[];
  /** Where it stands in the later document; in the earlier one where it was taken out. */
  readonly path: JsonPath;
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered';
  /** Undefined where it was added. */
  readonly before: unknown;
  /** Undefined where it was removed. */
  readonly after: unknown;
};

type Members = Readonly<Record<string, unknown>>;
type Named = { readonly name: string; readonly index: number; readonly value: Members };

/** The keys by which things in a list are known, the first that all of them have. */
const nameKeys = ['code', 'name', 'id'] as const;

/** In the order of the later document; what was taken out of an object or list comes after what is still there. */
export function documentChanges(before: unknown, after: unknown): readonly DocumentChange[] {
  return changesAt(before, after, [], [], []);
}

function changesAt(
  before: unknown,
  after: unknown,
  names: readonly string[],
  path: JsonPath,
  pathBefore: JsonPath,
): readonly DocumentChange[] {
  if (isSame(before, after)) return [];
  if (isMembers(before) && isMembers(after)) return memberChanges(before, after, names, path, pathBefore);
  const [earlier, later] = [namedOf(before), namedOf(after)];
  if (earlier !== null && later !== null) return thingChanges(earlier, later, names, path, pathBefore);
  return [{ names, path, kind: 'changed', before, after }];
}

function memberChanges(
  before: Members,
  after: Members,
  names: readonly string[],
  path: JsonPath,
  pathBefore: JsonPath,
): readonly DocumentChange[] {
  const still = Object.entries(after).flatMap(([key, value]): readonly DocumentChange[] => {
    const at = [...path, key];
    if (!Object.hasOwn(before, key)) {
      return [{ names: [...names, key], path: at, kind: 'added', before: undefined, after: value }];
    }
    return changesAt(before[key], value, [...names, key], at, [...pathBefore, key]);
  });
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [...still, ...gone.map((key) => removed(before[key], [...names, key], [...pathBefore, key]))];
}

function thingChanges(
  before: readonly Named[],
  after: readonly Named[],
  names: readonly string[],
  path: JsonPath,
  pathBefore: JsonPath,
): readonly DocumentChange[] {
  const earlier = new Map(before.map((one) => [one.name, one]));
  const later = new Set(after.map(({ name }) => name));
  const still = after.flatMap(({ name, index, value }): readonly DocumentChange[] => {
    const same = earlier.get(name);
    const at = [...path, index];
    if (same === undefined)
      return [{ names: [...names, name], path: at, kind: 'added', before: undefined, after: value }];
    return changesAt(same.value, value, [...names, name], at, [...pathBefore, same.index]);
  });
  const gone = before.filter(({ name }) => !later.has(name));
  const kept = before.filter(({ name }) => later.has(name)).map(({ name }) => name);
  const keptNow = after.filter(({ name }) => earlier.has(name)).map(({ name }) => name);
  const order: readonly DocumentChange[] = isSame(kept, keptNow)
    ? []
    : [{ names, path, kind: 'reordered', before: kept, after: keptNow }];
  return [
    ...order,
    ...still,
    ...gone.map(({ name, index, value }) => removed(value, [...names, name], [...pathBefore, index])),
  ];
}

function removed(before: unknown, names: readonly string[], path: JsonPath): DocumentChange {
  return { names, path, kind: 'removed', before, after: undefined };
}

function namedOf(value: unknown): readonly Named[] | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isMembers)) return null;
  const members: readonly Members[] = value;
  const key = nameKeys.find((one) => members.every((member) => typeof member[one] === 'string'));
  if (key === undefined) return null;
  const named = members.map((member, index) => ({ name: String(member[key]), index, value: member }));
  return new Set(named.map(({ name }) => name)).size === named.length ? named : null;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(before: unknown, after: unknown): boolean {
  return canonicalJson(before) === canonicalJson(after);
}
