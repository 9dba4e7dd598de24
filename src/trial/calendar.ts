/**
 * Dates as people write them, 'YYYY-MM-DD', without times or zones: a ceremony is held on a day in London, and a window is
 * counted in days. Only `londonDate` meets an instant.
 */
const pattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const millisecondsPerDay = 86_400_000;

/** true for a date of the Gregorian calendar written 'YYYY-MM-DD'. */
export function isDate(text: string): boolean {
  const match = pattern.exec(text);
  if (match === null) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && fromDayNumber(time / millisecondsPerDay) === text;
}

/** The date `days` days after `date` (before it, where negative). Throws where `date` is not one. */
export function addDays(date: string, days: number): string {
  return fromDayNumber(dayNumber(date) + days);
}

/** Days from `from` to `to`: 1 from one day to the next, negative where `to` is earlier. Throws where either is no date. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** 0 for Sunday to 6 for Saturday. Throws where `date` is not one. */
export function weekdayOf(date: string): number {
  return new Date(dayNumber(date) * millisecondsPerDay).getUTCDay();
}

const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The date in London at an instant given in ISO 8601 ('2024-06-30T23:30:00Z' is 1 July, in summer time). */
export function londonDate(instant: string): string {
  const parts = new Map(london.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

function dayNumber(date: string): number {
  if (!isDate(date)) throw new Error(`"${date}" is not a date written YYYY-MM-DD`);
  return Date.parse(`${date}T00:00:00Z`) / millisecondsPerDay;
}

function fromDayNumber(day: number): string {
  return new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
}
