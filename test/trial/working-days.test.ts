/** Real past cases: deadlines that electoral law counts in working days, and the bank holidays that got in their way. */
import { describe, expect, test } from 'vitest';
import { bankHolidays } from '../../src/trial/bank-holidays.ts';
import { addDays, daysBetween, isDate, londonDate } from '../../src/trial/calendar.ts';
import { isWorkingDay, workingDaysBefore } from '../../src/trial/working-days.ts';

describe('twelve working days before a poll: the last day to apply to register', () => {
  test.each([
    // UK parliamentary general election, 4 July 2024
    { poll: '2024-07-04', deadline: '2024-06-18' },
    // Local elections, 2 May 2024
    { poll: '2024-05-02', deadline: '2024-04-16' },
    // Local elections, 4 May 2023: early May bank holiday in between
    { poll: '2023-05-04', deadline: '2023-04-17' },
    // UK parliamentary general election, 12 December 2019
    { poll: '2019-12-12', deadline: '2019-11-26' },
    // European Parliament election, 23 May 2019
    { poll: '2019-05-23', deadline: '2019-05-07' },
    // Local elections, 4 May 2017: Good Friday, Easter Monday and early May
    { poll: '2017-05-04', deadline: '2017-04-13' },
    // Mayor of London and Assembly, 5 May 2016
    { poll: '2016-05-05', deadline: '2016-04-18' },
  ])('$poll: $deadline', ({ poll, deadline }) => {
    expect(workingDaysBefore(poll, 12)).toBe(deadline);
  });
});

test('six working days before the general election of 2024 one could last apply for a Voter Authority Certificate', () => {
  expect(workingDaysBefore('2024-07-04', 6)).toBe('2024-06-26');
});

test('no working days before a day is the day itself', () => {
  expect(workingDaysBefore('2024-05-06', 0)).toBe('2024-05-06');
});

describe('bank holidays in England and Wales, as published year by year', () => {
  test.each([
    [
      2020,
      ['2020-01-01', '2020-04-10', '2020-04-13', '2020-05-08', '2020-05-25', '2020-08-31', '2020-12-25', '2020-12-28'],
    ],
    [
      2021,
      ['2021-01-01', '2021-04-02', '2021-04-05', '2021-05-03', '2021-05-31', '2021-08-30', '2021-12-27', '2021-12-28'],
    ],
    [
      2022,
      [
        '2022-01-03',
        '2022-04-15',
        '2022-04-18',
        '2022-05-02',
        '2022-06-02',
        '2022-06-03',
        '2022-08-29',
        '2022-09-19',
        '2022-12-26',
        '2022-12-27',
      ],
    ],
    [
      2023,
      [
        '2023-01-02',
        '2023-04-07',
        '2023-04-10',
        '2023-05-01',
        '2023-05-08',
        '2023-05-29',
        '2023-08-28',
        '2023-12-25',
        '2023-12-26',
      ],
    ],
    [
      2024,
      ['2024-01-01', '2024-03-29', '2024-04-01', '2024-05-06', '2024-05-27', '2024-08-26', '2024-12-25', '2024-12-26'],
    ],
    [
      2025,
      ['2025-01-01', '2025-04-18', '2025-04-21', '2025-05-05', '2025-05-26', '2025-08-25', '2025-12-25', '2025-12-26'],
    ],
  ])('%i', (year, days) => {
    expect(bankHolidays(year)).toEqual(days);
  });

  test('2012: spring moved to June for the Diamond Jubilee', () => {
    expect(bankHolidays(2012)).toContain('2012-06-04');
    expect(bankHolidays(2012)).toContain('2012-06-05');
    expect(bankHolidays(2012)).not.toContain('2012-05-28');
  });
});

test('the Monday the early May holiday was moved from in 2020 was a working day', () => {
  expect(isWorkingDay('2020-05-04')).toBe(true);
  expect(isWorkingDay('2020-05-08')).toBe(false);
  expect(isWorkingDay('2020-05-09')).toBe(false);
});

describe('dates', () => {
  test('a leap day exists in 2024 and not in 2023', () => {
    expect(isDate('2024-02-29')).toBe(true);
    expect(isDate('2023-02-29')).toBe(false);
    expect(isDate('2024-2-29')).toBe(false);
    expect(isDate('2024-02-29T00:00:00Z')).toBe(false);
  });

  test('days are days across the change of clocks', () => {
    expect(addDays('2024-03-30', 2)).toBe('2024-04-01');
    expect(daysBetween('2024-10-26', '2024-10-28')).toBe(2);
    expect(daysBetween('2024-03-01', '2024-02-28')).toBe(-2);
  });

  test('half past eleven at night in UTC is tomorrow in London in summer', () => {
    expect(londonDate('2024-06-30T23:30:00Z')).toBe('2024-07-01');
    expect(londonDate('2024-12-31T23:30:00Z')).toBe('2024-12-31');
  });

  test('what is no date is refused', () => {
    expect(() => addDays('tomorrow', 1)).toThrow('not a date');
  });
});
