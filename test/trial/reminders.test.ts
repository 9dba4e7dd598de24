/** Who is reminded when: the rule held to its promises for whole trials made up at random, and the declaration in a protocol. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '../../src/trial/calendar.ts';
import { parseProtocol } from '../../src/trial/protocol.ts';
import { reminderText, reminderWordingHash, reminderWordingOf } from '../../src/trial/reminder-wording.ts';
import {
  comingMessages,
  dueMessages,
  type RemindedPerson,
  type ReminderPlan,
  reminderDays,
  reminderOn,
} from '../../src/trial/reminders.ts';
import { changed } from './changed-protocol.ts';

const hash = 'fec2de74173cff2f41b818b4620e1fc20be198e6974c13884fa7a2c14813a78a';
const declared = { wording: 1, hash, schedule: [{ afterDays: 14 }, { afterDays: 28 }], onePerHousehold: true };

const plans: fc.Arbitrary<ReminderPlan> = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 5 }),
    onePerHousehold: fc.boolean(),
    extra: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ days, onePerHousehold, extra }) => {
    const afterDays = days.toSorted((a, b) => a - b);
    return { afterDays, onePerHousehold, windowDays: (afterDays.at(-1) ?? 0) + extra };
  });

const start = '2028-02-01';
const worlds = plans.chain((plan) =>
  fc.record({
    plan: fc.constant(plan),
    day: fc.integer({ min: 0, max: 260 }).map((days) => addDays(start, days)),
    people: fc.array(
      fc.record({
        household: fc.integer({ min: 0, max: 6 }).map((number) => `h${number}`),
        ceremonyDate: fc.integer({ min: 0, max: 60 }).map((days) => addDays(start, days)),
        mayBeReminded: fc.boolean(),
        made: fc.uniqueArray(fc.integer({ min: 1, max: plan.afterDays.length }), { maxLength: 2 }),
      }),
      { maxLength: 25 },
    ),
  }),
);
const named = (people: readonly Omit<RemindedPerson, 'id'>[]): readonly RemindedPerson[] =>
  people.map((person, index) => ({ ...person, id: `p${index}` }));

describe('whom a reminder is due for', () => {
  test('never before its day, never after the outcome window, never twice, nobody who may not be reminded', () => {
    fc.assert(
      fc.property(worlds, ({ plan, day, people }) => {
        for (const { reminder, until, people: together } of dueMessages(plan, named(people), day)) {
          expect(together.length).toBeGreaterThan(0);
          expect(until >= day).toBe(true);
          for (const person of together) {
            const days = daysBetween(person.ceremonyDate, day);
            expect(days).toBeGreaterThanOrEqual(plan.afterDays[reminder - 1] ?? Number.POSITIVE_INFINITY);
            expect(days).toBeLessThan(plan.afterDays[reminder] ?? Number.POSITIVE_INFINITY);
            expect(days).toBeLessThanOrEqual(plan.windowDays);
            expect(person.mayBeReminded).toBe(true);
            expect(person.made).not.toContain(reminder);
          }
        }
      }),
    );
  });

  test('everybody else who may be reminded on that day, each in one message', () => {
    fc.assert(
      fc.property(worlds, ({ plan, day, people }) => {
        const everybody = named(people);
        const messages = dueMessages(plan, everybody, day);
        const listed = messages.flatMap(({ people: together }) => together.map(({ id }) => id));
        expect(new Set(listed).size).toBe(listed.length);
        const isReached = (person: RemindedPerson, reminder: number) =>
          everybody.some(
            (one) =>
              one.made.includes(reminder) &&
              (plan.onePerHousehold ? one.household === person.household : one.id === person.id),
          );
        for (const person of everybody) {
          const reminder = reminderOn(plan, person.ceremonyDate, day);
          const isDue = person.mayBeReminded && reminder !== null && !isReached(person, reminder);
          expect(listed.includes(person.id)).toBe(isDue);
        }
      }),
    );
  });

  test('one message for a household where the protocol says so, else one for each person', () => {
    fc.assert(
      fc.property(worlds, ({ plan, day, people }) => {
        const messages = dueMessages(plan, named(people), day);
        for (const { people: together } of messages) {
          expect(new Set(together.map(({ household }) => household)).size).toBe(1);
          if (!plan.onePerHousehold) expect(together).toHaveLength(1);
        }
        if (!plan.onePerHousehold) return;
        const places = messages.map(({ reminder, people: [one] }) => `${one?.household} ${reminder}`);
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });

  test('no more once the messages are made, whatever order people stand in', () => {
    fc.assert(
      fc.property(worlds, ({ plan, day, people }) => {
        const everybody = named(people);
        const messages = dueMessages(plan, everybody, day);
        const made = new Map(
          messages.flatMap((message) => message.people.map(({ id }) => [id, message.reminder] as const)),
        );
        const after = everybody.map((one) => {
          const reminder = made.get(one.id);
          return reminder === undefined ? one : { ...one, made: [...one.made, reminder] };
        });
        expect(dueMessages(plan, after, day)).toEqual([]);
        const ids = (found: typeof messages) =>
          found.flatMap(({ reminder, people: together }) => together.map(({ id }) => `${id} ${reminder}`)).toSorted();
        expect(ids(dueMessages(plan, everybody.toReversed(), day))).toEqual(ids(messages));
      }),
    );
  });

  test('what is coming falls due first on its day', () => {
    fc.assert(
      fc.property(worlds, ({ plan, day, people }) => {
        for (const { on, messages } of comingMessages(plan, named(people), day, 6)) {
          expect(daysBetween(day, on)).toBeGreaterThan(0);
          expect(daysBetween(day, on)).toBeLessThanOrEqual(6);
          expect(dueMessages(plan, named(people), on).length).toBeGreaterThanOrEqual(messages);
        }
      }),
    );
  });
});

describe('the days of a reminder', () => {
  const plan: ReminderPlan = { afterDays: [14, 28], onePerHousehold: true, windowDays: 90 };

  test('run to the day before the next, and the last to the end of the longest window', () => {
    expect(reminderDays(plan, 1, '2026-03-05')).toEqual({ from: '2026-03-19', until: '2026-04-01' });
    expect(reminderDays(plan, 2, '2026-03-05')).toEqual({ from: '2026-04-02', until: '2026-06-03' });
    expect(() => reminderDays(plan, 3, '2026-03-05')).toThrow(RangeError);
  });

  test('count days across the change of the clocks and a leap day', () => {
    expect(reminderOn(plan, '2028-02-15', '2028-02-28')).toBeNull();
    expect(reminderOn(plan, '2028-02-15', '2028-02-29')).toBe(1);
    expect(reminderOn(plan, '2026-10-18', '2026-11-01')).toBe(1);
  });
});

describe('a protocol’s reminders', () => {
  const problemsOf = (reminders: unknown, others: Readonly<Record<string, unknown>> = {}) => {
    const parsed = parseProtocol(changed('ceremony-offer', { reminders, ...others }));
    return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  test('are read with the shipped wording, or left out', () => {
    expect(problemsOf(declared)).toEqual([]);
    const parsed = parseProtocol(changed('ceremony-offer', { reminders: undefined }));
    expect(parsed.ok && parsed.value.reminders).toBeNull();
  });

  test('are refused by path: another hash, an unknown key, days out of order or after the window, no page', () => {
    expect(problemsOf({ ...declared, hash: '0'.repeat(64) })).toEqual([
      `reminders.hash: the hash of this wording is ${hash}`,
    ]);
    expect(problemsOf({ ...declared, wording: 7 })).toEqual(['reminders.wording: there is no wording of this number']);
    expect(problemsOf({ ...declared, praise: 'yes' }).map((one) => one.split(':')[0])).toEqual(['reminders.praise']);
    expect(problemsOf({ ...declared, schedule: [{ afterDays: 28 }, { afterDays: 28 }] })).toEqual([
      'reminders.schedule[1].afterDays: must be more than the 28 days of the one before',
    ]);
    expect(problemsOf({ ...declared, schedule: [{ afterDays: 91 }] })).toEqual([
      'reminders.schedule[0].afterDays: lies after the longest outcome window, which ends after 90 days',
    ]);
    expect(problemsOf(declared, { attendeePage: undefined })).toEqual([
      'reminders: need attendeePage: a reminder tells people where their page is',
    ]);
  });
});

describe('the wording of a reminder', () => {
  const wording = reminderWordingOf(1);
  if (wording === undefined) throw new Error('there is a first wording');

  test('never changes under its number', () => {
    expect(reminderWordingHash(wording)).toBe(hash);
    expect(reminderWordingOf(2)).toBeUndefined();
  });

  test('encourages nothing, praises nothing and leads to the page alone', () => {
    const words = JSON.stringify(wording);
    expect(words).not.toMatch(
      /https?:|well done|thank|great|congratulat|please|should|don’t forget|important|register to|vote|volunt/i,
    );
    const text = reminderText(wording, 'text-message', {
      name: 'Ada ((page))',
      borough: 'Newham',
      page: 'https://x/me/y',
    });
    expect(text).toContain('for Ada ((page)).');
    expect(text).not.toContain('((borough))');
  });
});
