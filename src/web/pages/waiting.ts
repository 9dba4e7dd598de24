/** What waits for a borough, as Today shows it: one line for each thing to do, the most urgent first. Never an outcome by arm. */
import type { Waiting, WaitingCeremony } from '../../actions/read-waiting.ts';
import { clockTime, datesInFull, dayInFull, people } from '../words.ts';

export type WaitingModel = {
  readonly tasks: readonly { readonly text: string; readonly href: string; readonly hint: string }[];
  /** Why a trial enrols nobody of this borough now, one sentence each. */
  readonly blocked: readonly { readonly text: string; readonly href: string }[];
  readonly facts: readonly string[];
};

/** @param today 'YYYY-MM-DD' in London */
export function waitingModel(waiting: Waiting, today: string): WaitingModel {
  const {
    listsToClose,
    armsToUnseal,
    attendanceToRecord,
    deliveriesToLog,
    followUps,
    targets,
    agreements,
    reminders,
    observable,
  } = waiting;
  const tasksOf = (ceremonies: readonly WaitingCeremony[], what: string, path: string, who: (n: number) => string) =>
    ceremonies.map(({ ceremony, heldOn, startsAt, people: count }) => ({
      text: what,
      href: `/ceremonies/${encodeURIComponent(ceremony)}/${path}`,
      hint: `${heldOn === today ? 'Today' : dayInFull(heldOn)}, ${clockTime(startsAt)}: ${who(count)}`,
    }));
  return {
    tasks: [
      ...tasksOf(attendanceToRecord, 'Record who came', 'check-in', (n) => `${people(n)} not recorded yet`),
      ...tasksOf(listsToClose, 'Close the list', 'close', (n) => `${people(n)} booked`),
      ...tasksOf(armsToUnseal, 'Unseal the arm', 'unseal', (n) => `${people(n)} on the list`),
      ...reminders
        .filter(({ messages }) => messages > 0)
        .map(({ trial, title, messages }) => ({
          text: 'Send reminders',
          href: `/trials/${encodeURIComponent(trial)}/reminders`,
          hint: `${messages.toLocaleString('en-GB')} ${messages === 1 ? 'message is' : 'messages are'} due: ${title}`,
        })),
      ...tasksOf(deliveriesToLog, 'Fill in the delivery log', 'delivery', (n) => `${people(n)} on the list`),
    ],
    blocked: agreements.flatMap(({ trial, missing }) =>
      missing.map((text) => ({ text: datesInFull(text), href: `/trials/${encodeURIComponent(trial)}/borough` })),
    ),
    facts: [
      ...targets.map(
        ({ fromOn, toOn, people: wanted, reached }) =>
          `${reached.toLocaleString('en-GB')} of ${people(wanted)} from ${dayInFull(fromOn)} to ${dayInFull(toOn)}.`,
      ),
      ...observable.map(spanWords),
      ...followUps
        .filter(({ windowOpen }) => windowOpen > 0)
        .map(
          ({ label, windowOpen }) => `${label}: nothing is recorded yet of ${people(windowOpen)} whose window is open.`,
        ),
    ],
  };
}

/** From the first ceremony's people to the last one's. */
function spanWords({ label, first, last }: Waiting['observable'][number]): string {
  if (first === null) return `${label}: the register’s calendar names no register yet that can show it.`;
  const from = `${label}: can be observed from ${dayInFull(first)}`;
  if (last === first) return `${from}.`;
  return last === null
    ? `${from}; for the last ceremony the register’s calendar names no register yet.`
    : `${from}, of everybody whose list is closed from ${dayInFull(last)}.`;
}
