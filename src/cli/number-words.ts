/** Numbers behind a command's options, with what would be right where one is wrong. */
import type { Problem } from '../../analysis/plan/problem.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Words } from './words.ts';

export type NumberRule = {
  /** What the number is, as a sentence ends: "a share above 0 and below 1, such as 0.4". */
  readonly right: string;
  readonly isRight: (value: number) => boolean;
};

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** Reads options as decimal numbers and collects what is wrong with them. */
export function numberReader(options: Words['options']) {
  const problems: Problem[] = [];
  const read = (name: string, text: string, { right, isRight }: NumberRule): number | null => {
    const value = decimal.test(text) ? Number(text) : Number.NaN;
    if (isRight(value)) return value;
    problems.push({ path: `--${name}`, message: `must be ${right}; this is ${quoted(text)}` });
    return null;
  };
  return {
    problems,
    /** null where the option is not given, or is wrong. */
    number(name: string, rule: NumberRule): number | null {
      const text = options.get(name);
      return text === undefined ? null : read(name, text, rule);
    },
    /** Several, with `separator` between them; null where the option is not given. What is wrong is left out. */
    numbers(name: string, separator: ',' | ':', rule: NumberRule): readonly number[] | null {
      const text = options.get(name);
      if (text === undefined) return null;
      return text.split(separator).flatMap((part) => read(name, part.trim(), rule) ?? []);
    },
    /** One of these words; null where the option is not given, or is wrong. */
    word<Word extends string>(name: string, words: readonly Word[]): Word | null {
      const text = options.get(name);
      const found = words.find((word) => word === text);
      if (text !== undefined && found === undefined) {
        problems.push({ path: `--${name}`, message: `must be one of ${words.join(', ')}; this is ${quoted(text)}` });
      }
      return found ?? null;
    },
  };
}
