/** Rules on the reminders of a protocol: a page to remind of, a wording that is here, days in order and inside the longest window. */
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { finding } from './finding.ts';
import type { Protocol } from './protocol-schema.ts';
import { reminderWordingHash, reminderWordingOf } from './reminder-wording.ts';

export function reminderFindings({ reminders, attendeePage, outcomes }: Protocol): readonly Finding[] {
  if (reminders === null) return [];
  const windowDays = Math.max(...outcomes.map((outcome) => outcome.windowDays));
  const { schedule } = reminders;
  return [
    ...(attendeePage === null
      ? [finding(['reminders'], 'need attendeePage: a reminder tells people where their page is')]
      : []),
    ...wordingFindings(reminders),
    ...schedule.flatMap(({ afterDays }, index) => {
      const path = ['reminders', 'schedule', index, 'afterDays'];
      const before = schedule[index - 1]?.afterDays ?? 0;
      if (afterDays <= before) return [finding(path, `must be more than the ${before} days of the one before`)];
      return afterDays > windowDays
        ? [finding(path, `lies after the longest outcome window, which ends after ${windowDays} days`)]
        : [];
    }),
  ];
}

function wordingFindings({ wording: number, hash: given }: NonNullable<Protocol['reminders']>): readonly Finding[] {
  const wording = reminderWordingOf(number);
  if (wording === undefined) return [finding(['reminders', 'wording'], 'there is no wording of this number')];
  const hash = reminderWordingHash(wording);
  return given === hash ? [] : [finding(['reminders', 'hash'], `the hash of this wording is ${hash}`)];
}
