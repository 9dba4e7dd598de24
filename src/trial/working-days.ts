/**
 * Working days in England: not a Saturday, a Sunday or a bank holiday. A ceremony's arms are unsealed a fixed number of
 * working days before it, counted back as electoral law counts: the day itself is not one of them.
 */
import { bankHolidays } from './bank-holidays.ts';
import { addDays, weekdayOf } from './calendar.ts';

/** true for a day on which a register office in England works as usual. Throws where `date` is not 'YYYY-MM-DD'. */
export function isWorkingDay(date: string): boolean {
  const weekday = weekdayOf(date);
  if (weekday === 0 || weekday === 6) return false;
  return !holidaysIn(Number(date.slice(0, 4))).has(date);
}

/** A year's holidays never change while the program runs, and a lead time asks for them once for each day. */
const holidays = new Map<number, ReadonlySet<string>>();

function holidaysIn(year: number): ReadonlySet<string> {
  const known = holidays.get(year) ?? new Set(bankHolidays(year));
  holidays.set(year, known);
  return known;
}

/** The `count`-th working day before `date`, not counting `date` itself; `date` where count is 0. Count is 0 or more. */
export function workingDaysBefore(date: string, count: number): string {
  let day = date;
  for (let left = count; left > 0; ) {
    day = addDays(day, -1);
    if (isWorkingDay(day)) left--;
  }
  return day;
}
