/** The register's calendar of Tayside in 2024, and what cannot be a publication. */
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '../../src/trial/calendar.ts';
import { outcomeOf } from '../../src/trial/outcome-window.ts';
import {
  type Edition,
  editionProblem,
  gapsBetween,
  observableFrom,
  shownFrom,
} from '../../src/trial/register-calendar.ts';

const monthly = (publishedOn: string, appliedBy: string): Edition => ({
  ...{ kind: 'monthly', pollOn: null },
  ...{ publishedOn, appliedBy },
});
/** http://www.tayside-vjb.gov.uk/pages/rollingreg.html */
const tayside = [
  monthly('2024-10-01', '2024-09-09'),
  monthly('2024-11-01', '2024-10-10'),
  { ...monthly('2024-12-01', '2024-11-21'), kind: 'revised' as const },
];

describe('an application shows in the first register whose cut-off it met', () => {
  test.each([
    { day: '2024-09-09', shown: '2024-10-01' },
    { day: '2024-09-10', shown: '2024-11-01' },
    { day: '2024-10-10', shown: '2024-11-01' },
    { day: '2024-11-21', shown: '2024-12-01' },
    { day: '2024-11-22', shown: null },
  ])('made on $day: $shown', ({ day, shown }) => {
    expect(shownFrom(day, tayside)).toBe(shown);
  });

  test('who registers at a ceremony on 10 September is first seen 52 days later', () => {
    expect(daysBetween('2024-09-10', shownFrom('2024-09-10', tayside) ?? '')).toBe(52);
  });

  test('whatever the order in which the calendar was recorded, and never before the cut-off', () => {
    for (let offset = 0; offset < 80; offset++) {
      const day = addDays('2024-09-01', offset);
      const shown = shownFrom(day, tayside);
      expect(shownFrom(day, tayside.toReversed())).toBe(shown);
      if (shown !== null) expect(shown > day).toBe(true);
    }
  });
});

describe('from when a window can be observed', () => {
  const outcome = { windowDays: 60, sources: ['administrative', 'self-reported'] } as const;

  test('a ceremony of 12 August: its window ends on 11 October, one day after the cut-off, and shows on 1 December', () => {
    expect(observableFrom(outcome, '2024-08-12', tayside)).toEqual({ windowEnds: '2024-10-11', from: '2024-12-01' });
  });

  test('without a calendar, or without the register among the sources: the day after the window', () => {
    const over = { windowEnds: '2024-10-11', from: '2024-10-12' };
    expect(observableFrom(outcome, '2024-08-12', [])).toEqual(over);
    expect(observableFrom({ ...outcome, sources: ['self-reported'] }, '2024-08-12', tayside)).toEqual(over);
  });

  test('the calendar does not reach so far: not known', () => {
    expect(observableFrom(outcome, '2024-10-12', tayside)).toEqual({ windowEnds: '2024-12-11', from: null });
  });

  test('a “not registered” of a register that could not show the window’s last day is no “no”', () => {
    const looked = (learntOn: string) =>
      outcomeOf(
        [
          {
            ...{ id: 'a', status: 'not-happened', happenedOn: null, step: null, source: 'administrative' },
            ...{ corrects: null, learntOn },
          },
        ],
        { ...outcome, ceremonyDate: '2024-08-12', registerFrom: '2024-12-01' },
      ).basis;
    expect([looked('2024-11-01'), looked('2024-12-01')]).toEqual(['too-early', 'no-event']);
  });
});

test('the canvass gap is a time without publications', () => {
  const [october, , december] = tayside;
  expect(gapsBetween(tayside)).toEqual([]);
  expect(gapsBetween([october, december].filter((one) => one !== undefined))).toEqual([
    { after: '2024-10-01', until: '2024-12-01' },
  ]);
});

describe('what cannot be', () => {
  test.each([
    { edition: { ...monthly('2024-12-02', '2024-11-11'), kind: 'revised' as const }, field: 'publishedOn' },
    { edition: monthly('2024-11-01', '2024-10-28'), field: 'appliedBy' },
    { edition: { ...monthly('2024-11-01', '2024-10-10'), pollOn: '2024-11-05' }, field: 'pollOn' },
    {
      edition: { ...monthly('2024-06-24', '2024-06-18'), kind: 'election' as const, pollOn: '2024-07-04' },
      field: null,
    },
    {
      edition: { ...monthly('2024-06-24', '2024-06-19'), kind: 'election' as const, pollOn: '2024-07-04' },
      field: 'appliedBy',
    },
    {
      edition: { ...monthly('2024-07-05', '2024-06-18'), kind: 'election' as const, pollOn: '2024-07-04' },
      field: 'publishedOn',
    },
  ])(
    '$edition.kind published on $edition.publishedOn, applications by $edition.appliedBy: $field',
    ({ edition, field }) => {
      expect(editionProblem(edition)?.[0] ?? null).toBe(field);
    },
  );

  test('nothing of Tayside’s', () => {
    expect(tayside.map(editionProblem)).toEqual([null, null, null]);
  });
});
