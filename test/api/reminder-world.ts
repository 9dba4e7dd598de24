/** A trial with reminders: the protocol, the borough's terms of contact, and ceremonies whose lists are closed. */
import { reminderWordingHash, reminderWordingOf } from '../../src/trial/reminder-wording.ts';
import { ceremonyWith, newham, openTrial, protocolText, type Service } from './service.ts';

export const trial = '/trials/ceremony-offer';
export const own = `${trial}/boroughs/${newham}`;

export function remindersText(onePerHousehold = true): string {
  const wording = reminderWordingOf(1);
  if (wording === undefined) throw new Error('there is a first wording');
  const document = JSON.parse(protocolText('ceremony-offer'));
  document.reminders = {
    ...{ wording: 1, hash: reminderWordingHash(wording), onePerHousehold },
    schedule: [{ afterDays: 14 }, { afterDays: 28 }],
  };
  return JSON.stringify(document);
}

/** Six people at a ceremony on 5 March 2026, in three households, whose first reminder is due from 19 March. */
export async function openReminded(service: Service, onePerHousehold = true): Promise<string> {
  await openTrial(service, 'ceremony-offer', remindersText(onePerHousehold));
  const ceremony = await ceremonyWith(service, 'ceremony-offer', '2026-03-05', 6);
  const closed = await service.post('registrar', `${trial}/close-lists`, { ceremonies: [ceremony] });
  if (closed.status !== 200) throw new Error(JSON.stringify(closed.body));
  return ceremony;
}

export async function permit(service: Service, ...channels: readonly string[]): Promise<void> {
  const terms = { lawfulBasis: 'public-task', channels };
  const recorded = await service.post('borough-lead', `${own}/contact-terms`, terms);
  if (recorded.status !== 201) throw new Error(JSON.stringify(recorded.body));
}
