/**
 * Dates of birth as lists write them: 25/03/1990, 25.3.90, 25 March 1990, 1990-03-25, 25031990, and the day number Excel shows
 * where a cell lost its format. The day comes before the month, as in Britain, unless the registrar says otherwise for a file.
 */
import { isDate } from '../trial/calendar.ts';

export const dateOrders = ['day-first', 'month-first'] as const;
export type DateOrder = (typeof dateOrders)[number];

/** Why a text is no date of birth. 'month-first': it would be one if the month stood before the day. */
export type DateFault =
  | 'missing'
  | 'unreadable'
  | 'no-such-day'
  | 'month-first'
  | 'day-first'
  | 'in-the-future'
  | 'too-old';

export type ReadDate = { readonly ok: true; readonly date: string } | { readonly ok: false; readonly fault: DateFault };

const oldestAge = 120;
const placeholders = /^(?:-+|\.+|n\/?a|tbc|tba|unknown|not known|none|nil|\?+)$/i;

/** true for what people write into a cell that they leave empty. */
export function isBlank(text: string): boolean {
  return text === '' || placeholders.test(text);
}

/** @param on the ceremony day, 'YYYY-MM-DD': nobody is born after it, and a year in two digits is one not after it */
export function readDateOfBirth(text: string, on: string, order: DateOrder): ReadDate {
  if (isBlank(text)) return { ok: false, fault: 'missing' };
  const parts = partsOf(text.replace(/[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?Z?$/i, ''), order);
  if (parts === null) return { ok: false, fault: 'unreadable' };
  const year = parts.year < 100 ? fullYear(parts.year, on) : parts.year;
  const { month, day } = parts;
  const date = written(year, month, day);
  if (!isDate(date)) {
    const isSwapped = parts.isNumeric && isDate(written(year, day, month));
    if (!isSwapped) return { ok: false, fault: 'no-such-day' };
    return { ok: false, fault: order === 'day-first' ? 'month-first' : 'day-first' };
  }
  if (date > on) return { ok: false, fault: 'in-the-future' };
  if (year < Number(on.slice(0, 4)) - oldestAge) return { ok: false, fault: 'too-old' };
  return { ok: true, date };
}

type Parts = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Day and month are both in digits, in an order that has to be known. */
  readonly isNumeric: boolean;
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function partsOf(text: string, order: DateOrder): Parts | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso !== null) return fixed(iso[1], iso[2], iso[3]);
  const digits = /^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const run = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(text);
  if (run !== null && isDate(`${run[1]}-${run[2]}-${run[3]}`)) return fixed(run[1], run[2], run[3]);
  if (digits !== null) {
    const [first, second] = [Number(digits[1]), Number(digits[2])];
    const [day, month] = order === 'day-first' ? [first, second] : [second, first];
    return { year: Number(digits[3]), month, day, isNumeric: true };
  }
  const serial = /^(\d{3,5})(?:\.\d+)?$/.exec(text);
  return serial === null ? namedMonth(text) : ofSerial(Number(serial[1]));
}

function fixed(year = '', month = '', day = ''): Parts {
  return { year: Number(year), month: Number(month), day: Number(day), isNumeric: false };
}

/** "25 March 1990", "25-Mar-90", "25th of March, 1990", "March 25, 1990". */
function namedMonth(text: string): Parts | null {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'of');
  const at = words.findIndex((word) => /^\p{L}{3,9}$/u.test(word) && months.includes(word.slice(0, 3)));
  const numbers = words.filter((_, index) => index !== at).map((word) => word.replace(/(?<=\d)(?:st|nd|rd|th)$/, ''));
  const [day, year] = numbers;
  if (at === -1 || numbers.length !== 2 || !/^\d{1,2}$/.test(day ?? '') || !/^(?:\d{2}|\d{4})$/.test(year ?? ''))
    return null;
  return fixed(year, String(months.indexOf((words[at] ?? '').slice(0, 3)) + 1), day);
}

/** Days since 30 December 1899, which is how Excel counts from March 1900 on. */
function ofSerial(serial: number): Parts | null {
  if (serial <= 60) return null;
  const date = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString();
  return fixed(date.slice(0, 4), date.slice(5, 7), date.slice(8, 10));
}

/** The latest year that ends in these two digits and is not after the year of `on`. */
function fullYear(twoDigits: number, on: string): number {
  const latest = Number(on.slice(0, 4));
  const inCentury = Math.floor(latest / 100) * 100 + twoDigits;
  return inCentury > latest ? inCentury - 100 : inCentury;
}

function written(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
