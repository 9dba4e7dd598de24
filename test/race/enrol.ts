/** What races: households put on lists of their own, many at once, and in which manner each request is sent. */
import { expect } from 'vitest';
import { cohort, newham } from '../api/service.ts';
import type { Client, Manner } from './client.ts';

/** A month from today. */
export const heldOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

/** Of ten requests one is sent twice at once and one is cut; which of them differs from act to act. */
export function mannerOf(index: number, act: number): Manner {
  const place = (index + 3 * act) % 10;
  return place === 0 ? 'twice' : place === 1 ? 'cut' : 'once';
}

/** Runs `act` for 0 to `count` - 1, always as many at once as the client has connections. */
export async function atOnce(
  { connections }: Client,
  count: number,
  act: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const one = async () => {
    for (let index = next++; index < count; index = next++) await act(index);
  };
  await Promise.all(Array.from({ length: connections }, one));
}

/** Schedules `count` ceremonies at once and enrols one household in each, of one to three people. @returns the ceremonies' ids */
export async function putOnLists(client: Client, slug: string, count: number): Promise<readonly string[]> {
  const ceremonies: string[] = [];
  await atOnce(client, count, async (index) => {
    ceremonies[index] = await putOnList(client, slug, index);
  });
  return ceremonies;
}

async function putOnList(client: Client, slug: string, index: number): Promise<string> {
  const slot = { borough: newham, heldOn, startsAt: '10:00', venue: `${slug}-${index}` };
  const path = `/trials/${slug}/ceremonies`;
  const scheduled = await client.write('registrar', path, slot, mannerOf(index, 0));
  const id = String(scheduled.body.id);
  const size = 1 + (index % 3);
  const household = cohort(`${slug}-${index}-household`, 1)[0]?.household_hash;
  const attendees = cohort(`${slug}-${index}`, size).map((row) => ({
    ...row,
    household_hash: household,
    group_size: size,
  }));
  const enrolled = await client.write('registrar', `/ceremonies/${id}/cohort`, { attendees }, mannerOf(index, 1));
  expect(enrolled.body).toMatchObject({ ceremony: id, enrolled: size });
  return id;
}
