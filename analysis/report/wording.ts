/**
 * Numbers as a person reads them. Rounded here and nowhere else; results.json keeps every digit. `toFixed` is exact by the
 * language's own definition, so the words are the same on every engine, where locale formatting is not.
 */
import type { Bound, Interval } from '../frame.ts';

const minus = '\u2212';
const noBreak = '\u00a0';

/** 344084 as "344,084". */
export function grouped(count: number): string {
  const [whole = '', fraction] = String(Math.abs(count)).split('.');
  const marked = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${count < 0 ? minus : ''}${marked}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** With a real minus sign, and never "−0.0". */
export function fixed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `${minus}${text}` : text;
}

/** Like `fixed`, with a plus sign before what is above zero. */
export function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** 0.3779 as "37.8%". */
export function percentage(share: number): string {
  return `${fixed(share * 100, 1)}%`;
}

/** Four significant digits for a figure of unknown size. */
export function significant(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e7)) return value.toExponential(3).replaceAll('-', minus);
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
  return fixed(value, digits);
}

/** A p-value to three decimals, and below 0.001 as "< 0.001": smaller ones stand in results.json. */
export function pValue(p: number): string {
  return p < 0.001 ? '< 0.001' : fixed(p, 3);
}

/** "p = 0.030", "p < 0.001", and "adjusted p = 0.060" behind it where there is one. */
export function pWords(p: number, adjusted: number | null = null): string {
  const one = (value: number) =>
    (value < 0.001 ? `p ${pValue(value)}` : `p = ${pValue(value)}`).replaceAll(' ', noBreak);
  return adjusted === null ? one(p) : `${one(p)}, adjusted ${one(adjusted)}`;
}

/** 0.95 as "95%", 0.975 as "97.5%". */
export function levelName(level: number): string {
  return `${Number((level * 100).toFixed(6))}%`;
}

/** "7.5 to 8.8", each bound written by `write`. */
export function intervalOf([lower, upper]: Interval, write: (bound: number) => string): string {
  return `${boundOf(lower, write)} to ${boundOf(upper, write)}`;
}

/** A ratio, or the word for one that has an empty cell below the line. */
export function ratioOf(ratio: Bound): string {
  return typeof ratio === 'number' ? significant(ratio) : 'infinite';
}

/** Whether an interval leaves out the value of no difference: 0, or 1 for a ratio. What may be none gets a sentence too. */
export function differsWords([lower, upper]: Interval, none: 0 | 1): string {
  const isApart = (typeof lower === 'number' && lower > none) || (typeof upper === 'number' && upper < none);
  const what = none === 1 ? 'a ratio of 1' : 'no difference';
  if (isApart) return none === 1 ? 'The interval leaves out 1.' : 'The interval leaves out "no difference".';
  return `The data do not tell this apart from ${what}, nor do they show that ${none === 1 ? 'it is 1' : 'there is none'}.`;
}

function boundOf(bound: Bound, write: (bound: number) => string): string {
  if (typeof bound === 'number') return write(bound);
  return bound === 'Infinity' ? 'no upper limit' : 'no lower limit';
}

/** 0.0813 as "8.1 more", of every 100 people; less than a tenth with the digits that tell it from nothing. */
export function perHundred(difference: number): string {
  if (difference === 0) return 'no more and no fewer';
  const short = fixed(Math.abs(difference) * 100, 1);
  const text = Number(short) === 0 ? String(Number((Math.abs(difference) * 100).toPrecision(2))) : short;
  return `${text} ${difference > 0 ? 'more' : 'fewer'}`;
}

/** One noun or several. */
export function counted(count: number, one: string, several: string): string {
  return `${grouped(count)} ${count === 1 ? one : several}`;
}
