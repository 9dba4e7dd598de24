/** Lead time in working days, against dates of the calendar that people remember; and the bounds the database holds it to. */
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/trial/calendar.ts';
import { isShortNotice, lastDayWithinLeadTime, unsealFrom } from '../../src/trial/lead-time.ts';

describe('the lead time', () => {
  // Easter 2026: Good Friday on 3 April, Easter Monday on 6 April.
  it('counts working days back from the ceremony, over Easter', () => {
    expect(unsealFrom('2026-04-09', 5)).toBe('2026-03-31');
    expect(unsealFrom('2026-04-09', 0)).toBe('2026-04-09');
  });

  it('is short notice from the first day on which the arm could be seen', () => {
    const slot = (at: string) => ({ seq: 0, heldOn: '2026-04-09', at });
    expect(isShortNotice(slot('2026-03-30T22:59:59.000Z'), 5)).toBe(false);
    expect(isShortNotice(slot('2026-03-30T23:00:00.000Z'), 5)).toBe(true);
  });

  it('reaches the last day whose own lead time has begun', () => {
    expect(lastDayWithinLeadTime('2026-03-31T09:00:00.000Z', 5)).toBe('2026-04-09');
    expect(lastDayWithinLeadTime('2026-03-31T09:00:00.000Z', 0)).toBe('2026-03-31');
  });

  it('lies within the bounds that the database holds it to: N to 2 N + 8 days before, on any day of twenty years', () => {
    const outside: string[] = [];
    for (let day = '2024-01-01'; day < '2044-01-01'; day = addDays(day, 1)) {
      for (const lead of [0, 1, 2, 3, 5, 10, 20, 60]) {
        const from = unsealFrom(day, lead);
        if (from > addDays(day, -lead) || from < addDays(day, -(2 * lead + 8))) outside.push(`${day} ${lead} ${from}`);
      }
    }
    expect(outside).toEqual([]);
  });
});
