/** When the time before a poll begins and ends: the dates of 2024, and days on either side. */
import { expect, test } from 'vitest';
import { allLondon, pollNear, quietFrom } from '../../src/trial/pre-election.ts';

test('began on 26 March 2024 in boroughs and on 19 March for the Mayor and Assembly, Easter between', () => {
  expect(quietFrom('E09000025', '2024-05-02')).toBe('2024-03-26');
  expect(quietFrom(allLondon, '2024-05-02')).toBe('2024-03-19');
});

test('lasts from its first day to the end of the poll', () => {
  const poll = { area: 'E09000025', pollOn: '2024-05-02', quietFrom: '2024-03-26' };
  const near = (day: string) => pollNear([poll], day)?.pollOn;
  expect(['2024-03-25', '2024-03-26', '2024-05-02', '2024-05-03'].map(near)).toEqual([
    undefined,
    '2024-05-02',
    '2024-05-02',
    undefined,
  ]);
});

test('of two polls the later one is told', () => {
  const polls = ['2024-05-02', '2024-05-16'].map((pollOn) => ({
    area: allLondon,
    pollOn,
    quietFrom: quietFrom(allLondon, pollOn),
  }));
  expect(pollNear(polls, '2024-04-20')?.pollOn).toBe('2024-05-16');
});
