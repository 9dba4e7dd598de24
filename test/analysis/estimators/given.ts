/** Narrows a result to its figures, or fails the test with the reason there are none. */
import type { NotGiven } from '../../../analysis/estimators/estimator.ts';

export function given<R extends object>(result: R | undefined): Exclude<R, NotGiven> {
  if (result === undefined) throw new Error('there is no such result');
  if ('notEstimable' in result) throw new Error(`not estimable: ${JSON.stringify(result)}`);
  return result as Exclude<R, NotGiven>; // the key that NotGiven alone has is absent
}

/** The code of a refusal; fails where figures were given. */
export function codeOf(result: object | undefined): string {
  if (result === undefined || !('notEstimable' in result)) throw new Error(`estimable: ${JSON.stringify(result)}`);
  const { code, reason } = (result as NotGiven).notEstimable; // 'notEstimable' is that type's only key
  if (!/^[a-z]+(-[a-z]+)*$/.test(code)) throw new Error(`${code} is not kebab-case`);
  if (!/^[A-Z].*\.$/.test(reason)) throw new Error(`"${reason}" is not a sentence`);
  return code;
}

/** A bound of an interval as a number; the tests here have none that is infinite. */
export function bounds(interval: readonly [number | string, number | string]): readonly [number, number] {
  return [Number(interval[0]), Number(interval[1])];
}
