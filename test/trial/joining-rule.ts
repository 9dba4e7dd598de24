/**
 * The joining rule a second time, slowly and by hand: days are counted off one by one on a calendar of its own, sources are tried one
 * after another, and every record is asked in turn whether another names it. It shares no line with the rule it is held against.
 */
import type { OutcomeRecord, OutcomeWindow } from '../../src/trial/outcome-window.ts';

type Slow = { value: 1 | 0 | null; days: number | null; source: string | null };

export function slowOutcome(records: readonly OutcomeRecord[], window: OutcomeWindow): Slow {
  const days = daysOf(window);
  for (const source of window.sources) {
    if (source === 'intention' && window.sources.length > 1) continue;
    const own: OutcomeRecord[] = [];
    for (const record of records) if (record.source === source && counts(record, records)) own.push(record);
    const first = firstDay(own, days);
    if (first !== null) return { value: 1, days: first, source };
    const newest = learntLast(own);
    if (newest !== null) return { value: isNo(newest, days[days.length - 1] ?? '') ? 0 : null, days: null, source };
  }
  return { value: null, days: null, source: null };
}

function counts(record: OutcomeRecord, records: readonly OutcomeRecord[]): boolean {
  if (record.status === 'taken-back') return false;
  if (record.step === 'interest' || record.step === 'sign-up' || record.step === 'training') return false;
  for (const other of records) if (other.corrects === record.id) return false;
  return true;
}

function firstDay(own: readonly OutcomeRecord[], days: readonly string[]): number | null {
  for (const [day, date] of days.entries()) {
    for (const record of own) if (record.status === 'happened' && record.happenedOn === date) return day;
  }
  return null;
}

function learntLast(own: readonly OutcomeRecord[]): OutcomeRecord | null {
  let newest: OutcomeRecord | null = null;
  for (const record of own) if (newest === null || record.learntOn >= newest.learntOn) newest = record;
  return newest;
}

function isNo({ status, happenedOn, source, learntOn }: OutcomeRecord, lastDay: string): boolean {
  if (status === 'happened') return happenedOn !== null;
  return status === 'not-happened' && (source === 'intention' || learntOn >= lastDay);
}

/** Every day of the window, the ceremony's first. */
function daysOf({ ceremonyDate, windowDays }: OutcomeWindow): readonly string[] {
  const dates = [ceremonyDate];
  for (let day = 0; day < windowDays; day++) dates.push(nextDay(dates[day] ?? ''));
  return dates;
}

export function nextDay(date: string): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (day < (lengths[month - 1] ?? 0)) return written(year, month, day + 1);
  return month < 12 ? written(year, month + 1, 1) : written(year + 1, 1, 1);
}

function written(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
