/**
 * A thousand enrolments into one stratum at once. Failures of other systems that must be absent here: two requests select the
 * same unassigned row and then update it (Slice), all earlier units are read, an arm computed, and then written (randi3), a
 * reload in two tabs doubles a cascade (formr), and each call gives a new patient (unbiased). One enrolment is all that a
 * client does for one household: its own ceremony scheduled, its people enrolled, the list closed, which draws the arm. Every
 * act goes to another process than the one before; some are sent twice at once under one key, some lose their connection.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBuilt, type Scheme } from '../../src/trial/scheme.ts';
import { cohort, newham } from '../api/service.ts';
import { actCounts, column, verify } from './checks.ts';
import { type Client, createClient, type Manner } from './client.ts';
import { type Services, startLocalWorker, startProcesses } from './services.ts';
import { openRaceTrial, publish } from './trial.ts';

type Race = { readonly slug: string; readonly scheme: Scheme; readonly households: number };

/** Permuted blocks at the full number; of the sequential schemes enough for thousands of lost races. */
const races: readonly Race[] = [
  { slug: 'race-blocks', scheme: { kind: 'blocks', blockSizes: [3, 6] }, households: 1_000 },
];
const built = races.filter(({ scheme }) => isBuilt(scheme.kind));

const connections = 96;
const heldOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

/** Of ten requests one is sent twice at once and one is cut; which of them differs from act to act. */
function mannerOf(index: number, act: number): Manner {
  const place = (index + 3 * act) % 10;
  return place === 0 ? 'twice' : place === 1 ? 'cut' : 'once';
}

const engines: readonly (readonly [name: string, start: () => Promise<Services>])[] = [
  ['four processes over one SQLite file', () => startProcesses(4)],
  ['the Worker on local D1', startLocalWorker],
];

describe.each(engines)('enrolments at once, on %s', (name, start) => {
  let services: Services | undefined;
  beforeAll(async () => {
    services = await start();
  }, 120_000);
  afterAll(() => services?.stop());

  it.each(built)(
    '$slug: no position twice, no gap, nobody lost or doubled',
    async ({ slug, scheme, households }) => {
      if (services === undefined) throw new Error('The service did not start.');
      const client = createClient(services, connections);
      await openRaceTrial(client, slug, scheme);
      const ceremonies: string[] = [];
      const drawnAt = new Map<string, string | null>();

      const started = performance.now();
      await atOnce(households, async (index) => {
        ceremonies[index] = await putOnList(client, slug, index);
      });
      const prepared = performance.now();
      await atOnce(households, async (index) => {
        const ceremony = ceremonies[index] ?? '';
        const list = { ceremonies: [ceremony] };
        const closed = await client.write('registrar', `/trials/${slug}/close-lists`, list, mannerOf(index, 2));
        expect(closed.body).toEqual({ trial: slug, lists: [{ ceremony, members: 2, units: 1 }] });
        drawnAt.set(ceremony, closed.address);
      });
      const drawn = performance.now();
      console.log(timesOf(name, slug, households, prepared - started, drawn - prepared, client));

      const published = await publish(client, slug);
      const listed = JSON.parse(await client.get('registrar', `/trials/${slug}/ceremonies`)) as { id: string }[];
      client.close();
      // A ceremony that was asked for twice, or again after a cut, is there once.
      expect(listed.map(({ id }) => id).toSorted()).toEqual(ceremonies.toSorted());
      const units = column(published.allocations, 'unit');
      expect(new Set(units).size).toBe(households);
      expect(column(published.units, 'unit')).toEqual(units);
      expect(column(published.units, 'ceremony').toSorted()).toEqual(ceremonies.toSorted());
      expect(new Set(column(published.allocations, 'stratum'))).toEqual(new Set([newham]));
      expect(column(published.allocations, 'position').map(Number)).toEqual(units.map((_, position) => position));

      const acts = actCounts(published.ledger);
      for (const act of ['schedule-ceremony', 'enrol-cohort', 'close-list-and-draw']) {
        expect([act, acts.get(act)]).toEqual([act, households]);
      }
      const { draw, ledger } = await verify(published);
      expect(draw).toMatchObject({ code: 0, err: '' });
      expect(draw.out).toContain(`The draw repeats: ${households} units`);
      expect(ledger).toMatchObject({ code: 0, err: '' });
      expect(client.counts.twice).toBeGreaterThan(households / 4);
      expect(client.counts.cut).toBeGreaterThan(households / 4);
      expectTurns(services, column(published.units, 'ceremony'), drawnAt);
    },
    240_000,
  );
});

async function putOnList(client: Client, slug: string, index: number): Promise<string> {
  const slot = { borough: newham, heldOn, startsAt: '10:00', venue: `${slug}-${index}` };
  const path = `/trials/${slug}/ceremonies`;
  const scheduled = await client.write('registrar', path, slot, mannerOf(index, 0));
  const id = String(scheduled.body.id);
  const attendees = cohort(`${slug}-${index}`, 2);
  const enrolled = await client.write('registrar', `/ceremonies/${id}/cohort`, { attendees }, mannerOf(index, 1));
  expect(enrolled.body).toMatchObject({ ceremony: id, enrolled: 2 });
  return id;
}

/** Runs `act` for 0 to `count` - 1, always as many at once as there are connections. */
async function atOnce(count: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async () => {
    for (let index = next++; index < count; index = next++) await act(index);
  };
  await Promise.all(Array.from({ length: connections }, one));
}

/** That there was a race at all: of neighbouring positions many were drawn by different processes. */
function expectTurns({ addresses }: Services, inOrder: readonly string[], drawnAt: ReadonlyMap<string, string | null>) {
  if (addresses.length === 1) return;
  const places = inOrder.flatMap((ceremony) => drawnAt.get(ceremony) ?? []);
  const turns = places.filter((place, index) => index > 0 && place !== places[index - 1]).length;
  expect(turns).toBeGreaterThan(inOrder.length / 10);
}

function timesOf(name: string, slug: string, households: number, listing: number, drawing: number, client: Client) {
  const seconds = (milliseconds: number) => (milliseconds / 1_000).toFixed(1);
  const { twice, cut, busy } = client.counts;
  return [
    `${name}, ${slug}: ${households} scheduled and enrolled in ${seconds(listing)} s, drawn in ${seconds(drawing)} s`,
    `over ${connections} connections (${twice} sent twice at once, ${cut} cut and sent again, ${busy} times busy)`,
  ].join(' ');
}
