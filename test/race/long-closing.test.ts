/**
 * A long decision among many short ones, from other processes: a closing of three thousand people reads and draws for longer
 * than the others take between two writes. It must come through at its first asking, not be overtaken until it gives up.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cohort, newham } from '../api/service.ts';
import { createClient } from './client.ts';
import { heldOn } from './enrol.ts';
import { type Services, startProcesses } from './services.ts';
import { openRaceTrial } from './trial.ts';

const slug = 'long-closing';
const [lists, people, writers] = [5, 600, 16];

describe('a long closing among many short writes', () => {
  let services: Services | undefined;
  beforeAll(async () => {
    services = await startProcesses(3);
  }, 60_000);
  afterAll(() => services?.stop());

  it('is not overtaken until it gives up', async () => {
    if (services === undefined) throw new Error('The service did not start.');
    const [own = '', ...others] = services.addresses;
    const closing = createClient({ ...services, addresses: [own] }, 4);
    const writing = createClient({ ...services, addresses: others }, writers);
    await openRaceTrial(closing, slug, { kind: 'blocks', blockSizes: [3, 6] });
    const schedule = (client: typeof closing, venue: string) =>
      client.write('registrar', `/trials/${slug}/ceremonies`, { borough: newham, heldOn, startsAt: '11:00', venue });
    const ceremonies: string[] = [];
    for (let list = 0; list < lists; list++) {
      const id = String((await schedule(closing, `hall-${list}`)).body.id);
      await closing.write('registrar', `/ceremonies/${id}/cohort`, { attendees: cohort(`long-${list}`, people) });
      ceremonies.push(id);
    }
    let isClosed = false;
    const going = Array.from({ length: writers }, async (_, writer) => {
      for (let room = 0; !isClosed; room++) await schedule(writing, `room-${writer}-${room}`);
    });
    const list = closing.write('registrar', `/trials/${slug}/close-lists`, { ceremonies });
    const closed = await list.finally(() => {
      isClosed = true;
    });
    await Promise.all(going);
    expect(closed.body).toMatchObject({ trial: slug });
    expect(closing.counts.busy).toBe(0);
    closing.close();
    writing.close();
  }, 120_000);
});
