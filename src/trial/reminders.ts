/**
 * Who is reminded of the attendee's page, and when: from so many days after the ceremony as randomised until the next reminder's day, and
 * never after the last day of the longest outcome window. An arm plays no part; nobody gets the same reminder twice, and where the
 * protocol says so a household gets each reminder once. Recontact is for the research alone, so that whoever's answer would not be
 * used is not asked (UK GDPR Article 84B(1)).
 */
import { addDays } from './calendar.ts';
import type { Protocol } from './protocol-schema.ts';

/** What became of a message, in GOV.UK Notify's words. */
export const deliveryStatuses = ['delivered', 'permanent-failure', 'temporary-failure', 'technical-failure'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export type ReminderPlan = {
  /** Days after the ceremony, one after the other; the first is reminder 1. */
  readonly afterDays: readonly number[];
  readonly onePerHousehold: boolean;
  /** Of the longest outcome window. */
  readonly windowDays: number;
};

/** Null where the protocol declares no reminders. */
export function reminderPlanOf({ reminders, outcomes }: Pick<Protocol, 'reminders' | 'outcomes'>): ReminderPlan | null {
  if (reminders === null) return null;
  return {
    afterDays: reminders.schedule.map(({ afterDays }) => afterDays),
    onePerHousehold: reminders.onePerHousehold,
    windowDays: Math.max(...outcomes.map(({ windowDays }) => windowDays)),
  };
}

export type RemindedPerson = {
  readonly id: string;
  readonly household: string;
  /** 'YYYY-MM-DD': the day of the ceremony as it stood when its list closed. */
  readonly ceremonyDate: string;
  /** Their answer would be used, and they have neither answered, left, nor asked for nothing more. */
  readonly mayBeReminded: boolean;
  /** The reminders made for them so far, by number. */
  readonly made: readonly number[];
};

/** The first and the last day of a reminder. @param number from 1 @param ceremonyDate 'YYYY-MM-DD' */
export function reminderDays(
  { afterDays, windowDays }: ReminderPlan,
  number: number,
  ceremonyDate: string,
): { readonly from: string; readonly until: string } {
  const [own, next] = [afterDays[number - 1], afterDays[number]];
  if (own === undefined) throw new RangeError(`the protocol declares no reminder ${number}`);
  const last = next === undefined ? windowDays : Math.min(next - 1, windowDays);
  return { from: addDays(ceremonyDate, own), until: addDays(ceremonyDate, last) };
}

/** The reminder whose days these are; null between them. @param day 'YYYY-MM-DD' in London */
export function reminderOn(plan: ReminderPlan, ceremonyDate: string, day: string): number | null {
  const found = plan.afterDays.findIndex((_, index) => {
    const { from, until } = reminderDays(plan, index + 1, ceremonyDate);
    return from <= day && day <= until;
  });
  return found === -1 ? null : found + 1;
}

export type DueMessage<Person extends RemindedPerson> = {
  readonly reminder: number;
  /** The last day on which it may be sent to all of them, 'YYYY-MM-DD'. */
  readonly until: string;
  /** One person; of one household where a household gets one message. */
  readonly people: readonly Person[];
};

/**
 * The messages that may be sent on a day, in the order of `people`. @param people everybody of the trial whom a household could hold, also who
 * may not be reminded @param day 'YYYY-MM-DD' in London
 */
export function dueMessages<Person extends RemindedPerson>(
  plan: ReminderPlan,
  people: readonly Person[],
  day: string,
): readonly DueMessage<Person>[] {
  const reached = new Set(people.flatMap((one) => one.made.map((number) => placeOf(plan, one, number))));
  // Many people share a ceremony's day.
  const onDay = new Map(
    [...new Set(people.map(({ ceremonyDate }) => ceremonyDate))].map((date) => [date, dueFrom(date)]),
  );
  function dueFrom(ceremonyDate: string) {
    const reminder = reminderOn(plan, ceremonyDate, day);
    return reminder === null ? null : { reminder, until: reminderDays(plan, reminder, ceremonyDate).until };
  }
  const due = people.flatMap((person) => {
    const found = person.mayBeReminded ? (onDay.get(person.ceremonyDate) ?? null) : null;
    const place = found === null ? null : placeOf(plan, person, found.reminder);
    return found === null || place === null || reached.has(place) ? [] : [{ person, place, ...found }];
  });
  return [...Map.groupBy(due, ({ place }) => place).values()].map((together) => ({
    reminder: together[0]?.reminder ?? 0,
    until: together.map(({ until }) => until).reduce((soonest, one) => (one < soonest ? one : soonest)),
    people: together.map(({ person }) => person),
  }));
}

/** One message's place: nobody, or no household, gets the same number twice. */
function placeOf({ onePerHousehold }: ReminderPlan, { id, household }: RemindedPerson, number: number): string {
  return onePerHousehold ? `household ${household} ${number}` : `person ${id} ${number}`;
}

/** How many messages fall due first on each of the days after `day`, up to `days` of them; as things stand now. */
export function comingMessages(
  plan: ReminderPlan,
  people: readonly RemindedPerson[],
  day: string,
  days: number,
): readonly { readonly on: string; readonly reminder: number; readonly messages: number }[] {
  return Array.from({ length: days }, (_, index) => addDays(day, index + 1)).flatMap((on) => {
    // Ceremonies of which a reminder falls due first on that day; the others of a household are in its message.
    const starting = new Set(plan.afterDays.map((after) => addDays(on, -after)));
    const isFresh = ({ ceremonyDate }: RemindedPerson) => starting.has(ceremonyDate);
    const households = new Set(people.filter(isFresh).map(({ household }) => household));
    const concerned = people.filter(({ household }) => households.has(household));
    const fresh = dueMessages(plan, concerned, on).filter((message) => message.people.some(isFresh));
    return [...Map.groupBy(fresh, ({ reminder }) => reminder)].map(([reminder, messages]) => ({
      ...{ on, reminder },
      messages: messages.length,
    }));
  });
}
