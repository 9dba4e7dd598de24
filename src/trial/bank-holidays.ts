/**
 * Bank holidays in England and Wales: Banking and Financial Dealings Act 1971, section 1 and Schedule 1, with the two
 * common-law days (Good Friday, Christmas Day), the days appointed by proclamation every year (New Year's Day, the early
 * May day, substitutes at weekends), and the days moved or added by proclamation for one year, listed by date below.
 * Valid from 2001; a proclamation to come is a line to add.
 */
import { addDays, weekdayOf } from './calendar.ts';

const sunday = 0;
const monday = 1;
const saturday = 6;

/** Early May moved to the 75th anniversary of VE Day; spring moved for the jubilees of 2002, 2012 and 2022. */
const moved: Readonly<Record<string, string>> = {
  '2002-05-27': '2002-06-04',
  '2012-05-28': '2012-06-04',
  '2020-05-04': '2020-05-08',
  '2022-05-30': '2022-06-02',
};

/** Days added for one year. */
const added: readonly string[] = [
  '2002-06-03', // Golden Jubilee
  '2011-04-29', // wedding of Prince William
  '2012-06-05', // Diamond Jubilee
  '2022-06-03', // Platinum Jubilee
  '2022-09-19', // funeral of Queen Elizabeth II
  '2023-05-08', // coronation of King Charles III
];

/** Every bank holiday of a year in England and Wales, in order, as 'YYYY-MM-DD'. */
export function bankHolidays(year: number): readonly string[] {
  const easter = easterSunday(year);
  const regular = [
    newYearsDay(year),
    addDays(easter, -2),
    addDays(easter, 1),
    firstMonday(`${year}-05-01`),
    lastMonday(`${year}-05-31`),
    lastMonday(`${year}-08-31`),
    ...christmas(year),
  ].map((date) => moved[date] ?? date);
  return [...regular, ...added.filter((date) => date.startsWith(`${year}-`))].sort();
}

/** 1 January, or the Monday after where it falls on a weekend. */
function newYearsDay(year: number): string {
  const day = `${year}-01-01`;
  const weekday = weekdayOf(day);
  if (weekday === saturday) return addDays(day, 2);
  return weekday === sunday ? addDays(day, 1) : day;
}

/** 25 and 26 December; a day at the weekend is moved past the weekend and past the other. */
function christmas(year: number): readonly string[] {
  const day = `${year}-12-25`;
  switch (weekdayOf(day)) {
    case 5: // Boxing Day is a Saturday
      return [day, addDays(day, 3)];
    case saturday:
      return [addDays(day, 2), addDays(day, 3)];
    case sunday:
      return [addDays(day, 1), addDays(day, 2)];
    default:
      return [day, addDays(day, 1)];
  }
}

function firstMonday(firstOfMonth: string): string {
  return addDays(firstOfMonth, (monday - weekdayOf(firstOfMonth) + 7) % 7);
}

function lastMonday(lastOfMonth: string): string {
  return addDays(lastOfMonth, -((weekdayOf(lastOfMonth) - monday + 7) % 7));
}

/** Easter Sunday in the Gregorian calendar: the anonymous algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms, ch. 8). */
function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
