/** Dates of birth as people and Excel write them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDateOfBirth } from '../../src/borough/read-date.ts';

const on = '2026-12-10';

function read(text: string, order: 'day-first' | 'month-first' = 'day-first'): string {
  const answer = readDateOfBirth(text, on, order);
  return answer.ok ? answer.date : answer.fault;
}

test.each([
  ...[
    '25/03/1990',
    '25/3/1990',
    '25-03-1990',
    '25.03.1990',
    '25 03 1990',
    '25/03/90',
    '25031990',
    '19900325',
    '1990-03-25',
  ],
  ...[
    '1990-03-25T00:00:00.000Z',
    '25/03/1990 00:00',
    '25/03/1990 00:00:00',
    '1990/03/25',
    '25 March 1990',
    '25th March 1990',
  ],
  ...['25-Mar-1990', '25-Mar-90', 'March 25, 1990', '25 MAR 1990', '25th of March, 1990', '32957', '32957.0'],
])('%s is 25 March 1990', (text) => {
  expect(read(text)).toBe('1990-03-25');
});

test.each([
  ['', 'missing'],
  ['n/a', 'missing'],
  ['TBC', 'missing'],
  ['1990', 'too-old'],
  ['March 1990', 'unreadable'],
  ['sometime', 'unreadable'],
  ['1/2/3/1990', 'unreadable'],
  ['31/02/1990', 'no-such-day'],
  ['29/02/1995', 'no-such-day'],
  ['03/25/1990', 'month-first'],
  ['11/12/2026', 'in-the-future'],
  ['01/01/1890', 'too-old'],
])('%j is refused as %s', (text, fault) => {
  expect(read(text)).toBe(fault);
});

describe('an order of day and month', () => {
  test('is the file’s, where the registrar says so', () => {
    expect(read('03/04/1990')).toBe('1990-04-03');
    expect(read('03/04/1990', 'month-first')).toBe('1990-03-04');
    expect(read('25/03/1990', 'month-first')).toBe('day-first');
  });

  test('does not touch a date that says itself which is which', () => {
    expect(read('1990-03-04', 'month-first')).toBe('1990-03-04');
    expect(read('4 March 1990', 'month-first')).toBe('1990-03-04');
  });
});

test('a year in two digits is the latest that is not after the ceremony', () => {
  expect(read('01/01/26')).toBe('2026-01-01');
  expect(read('01/01/27')).toBe('1927-01-01');
});

test('property: every day of a life reads back from each way of writing it', () => {
  const day = fc.integer({ min: 0, max: 110 * 365 }).map((back) => new Date(Date.parse(on) - back * 86_400_000));
  const months = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ];
  fc.assert(
    fc.property(day, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const [year = '', month = '', dayOfMonth = ''] = iso.split('-');
      const serial = String(Math.round(date.getTime() / 86_400_000) + 25_569);
      expect(read(`${dayOfMonth}/${month}/${year}`)).toBe(iso);
      expect(read(`${Number(dayOfMonth)}.${Number(month)}.${year}`)).toBe(iso);
      expect(read(`${month}/${dayOfMonth}/${year}`, 'month-first')).toBe(iso);
      expect(read(`${Number(dayOfMonth)} ${months[Number(month) - 1]} ${year}`)).toBe(iso);
      expect(read(`${iso}T00:00:00`)).toBe(iso);
      expect(read(serial)).toBe(iso);
    }),
  );
});
