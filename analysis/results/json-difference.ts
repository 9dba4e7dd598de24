/** Where two JSON values first differ: the path as a person writes it, and what stands there in each. */
export type JsonDifference = { readonly path: string; readonly left: string; readonly right: string };

/** null where they are equal. Depth first, in the order of `left`. */
export function firstDifference(left: unknown, right: unknown, path = ''): JsonDifference | null {
  if (Array.isArray(left) && Array.isArray(right)) {
    return firstOf(Math.max(left.length, right.length), (index) =>
      firstDifference(left[index], right[index], `${path}[${index}]`),
    );
  }
  if (isObject(left) && isObject(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return firstOf(keys.length, (index) => {
      const key = keys[index] ?? '';
      return firstDifference(left[key], right[key], path === '' ? key : `${path}.${key}`);
    });
  }
  return Object.is(left, right) ? null : { path, left: shown(left), right: shown(right) };
}

function firstOf(count: number, compare: (index: number) => JsonDifference | null): JsonDifference | null {
  for (let index = 0; index < count; index++) {
    const difference = compare(index);
    if (difference !== null) return difference;
  }
  return null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
