/**
 * A thousand enrolments into one stratum at once. Failures of other systems that must be absent here: two requests select the
 * same unassigned row and then update it (Slice), all earlier units are read, an arm computed, and then written (randi3), a
 * reload in two tabs doubles a cascade (formr), and each call gives a new patient (unbiased). One enrolment is all that a
 * client does for one household: its own ceremony scheduled, its people enrolled, the list closed, which draws the arm. Every
 * act goes to another process than the one before; some are sent twice at once under one key, some lose their connection.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scheme } from '../../src/trial/scheme.ts';
import { newham } from '../api/service.ts';
import { actCounts, column, verify } from './checks.ts';
import { type Client, createClient } from './client.ts';
import { atOnce, mannerOf, putOnLists } from './enrol.ts';
import { type Services, startLocalWorker, startProcesses } from './services.ts';
import { openRaceTrial, publish } from './trial.ts';

type Race = {
  readonly slug: string;
  readonly scheme: Scheme;
  /** Households that are enrolled and drawn: the full number in permuted blocks, a part of it in the sequential schemes. */
  readonly onProcesses: number;
  readonly onWorker: number;
};

const blocks: Race = {
  slug: 'race-blocks',
  scheme: { kind: 'blocks', blockSizes: [3, 6] },
  onProcesses: 1_000,
  onWorker: 1_000,
};
const races: readonly Race[] = [
  blocks,
  { slug: 'race-big-stick', scheme: { kind: 'big-stick', limit: 2 }, onProcesses: 200, onWorker: 40 },
  {
    slug: 'race-minimisation',
    scheme: {
      kind: 'minimisation',
      factors: [{ name: 'group_size', weight: 1 }],
      imbalance: 'range',
      randomShare: 0.2,
    },
    onProcesses: 200,
    onWorker: 40,
  },
];

describe('enrolments at once, on four processes over one SQLite file', () => {
  let services: Services | undefined;
  beforeAll(async () => {
    services = await startProcesses(4);
  }, 60_000);
  afterAll(() => services?.stop());

  it.each(races)(
    '$slug: no position twice, no gap, nobody lost or doubled',
    async ({ slug, scheme, onProcesses }) => {
      await race(services, 96, { slug, scheme }, onProcesses, []);
    },
    300_000,
  );
});

/**
 * Local D1 spends 3 ms of one core on each query, whatever it asks: the thousand lists are therefore there when the Worker
 * starts, made through Node on D1's own file, and their drawing is what races. The smaller races are whole enrolments.
 */
describe('enrolments at once, on the Worker and local D1', () => {
  let services: Services | undefined;
  let prepared: readonly string[] = [];
  beforeAll(async () => {
    services = await startLocalWorker(async (onNode) => {
      const client = createClient(onNode, 96);
      await openRaceTrial(client, blocks.slug, blocks.scheme);
      prepared = await putOnLists(client, blocks.slug, blocks.onWorker);
      client.close();
    });
  }, 300_000);
  afterAll(() => services?.stop());

  it.each(races)(
    '$slug: no position twice, no gap, nobody lost or doubled',
    async ({ slug, scheme, onWorker }) => {
      await race(services, 32, { slug, scheme }, onWorker, slug === blocks.slug ? prepared : []);
    },
    300_000,
  );
});

/** @param prepared ceremonies whose lists are full already; where there are none, scheduling and enrolling races too */
async function race(
  services: Services | undefined,
  connections: number,
  { slug, scheme }: Pick<Race, 'slug' | 'scheme'>,
  households: number,
  prepared: readonly string[],
): Promise<void> {
  if (services === undefined) throw new Error('The service did not start.');
  const client = createClient(services, connections);
  if (prepared.length === 0) await openRaceTrial(client, slug, scheme);
  const started = performance.now();
  const ceremonies = prepared.length > 0 ? prepared : await putOnLists(client, slug, households);
  const listed = performance.now();
  const listing = prepared.length > 0 ? null : listed - started;
  const drawnAt = new Map<string, string | null>();
  await atOnce(client, households, async (index) => {
    const ceremony = ceremonies[index] ?? '';
    const path = `/trials/${slug}/close-lists`;
    const closed = await client.write('registrar', path, { ceremonies: [ceremony] }, mannerOf(index, 2));
    expect(closed.body).toMatchObject({ trial: slug, lists: [{ ceremony, units: 1 }] });
    drawnAt.set(ceremony, closed.address);
  });
  const drawn = performance.now();
  process.stdout.write(`${timesOf(slug, services, households, listing, drawn - listed, client)}\n`);
  expect(client.counts.twice).toBeGreaterThanOrEqual(households / 10);
  expect(client.counts.cut).toBeGreaterThanOrEqual(households / 10);

  const published = await publish(client, slug);
  // As the OpenAPI document has them.
  const scheduled = JSON.parse(await client.get('registrar', `/trials/${slug}/ceremonies`)) as {
    readonly id: string;
  }[];
  client.close();
  // A ceremony that was asked for twice, or again after a cut, is there once.
  expect(scheduled.map(({ id }) => id).toSorted()).toEqual(ceremonies.toSorted());
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
  expectTurns(services, column(published.units, 'ceremony'), drawnAt);
}

/** That there was a race at all: of neighbouring positions many were drawn by different processes. */
function expectTurns({ addresses }: Services, inOrder: readonly string[], drawnAt: ReadonlyMap<string, string | null>) {
  if (addresses.length === 1) return;
  const places = inOrder.flatMap((ceremony) => drawnAt.get(ceremony) ?? []);
  const turns = places.filter((place, index) => index > 0 && place !== places[index - 1]).length;
  expect(turns).toBeGreaterThan(inOrder.length / 10);
}

function timesOf(
  slug: string,
  { addresses }: Services,
  households: number,
  listing: number | null,
  drawing: number,
  { connections, counts }: Client,
): string {
  const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;
  const where = addresses.length === 1 ? 'the Worker on local D1' : `${addresses.length} processes on one SQLite file`;
  return [
    `${slug}, ${where}, ${connections} connections: ${households} households`,
    listing === null ? 'on lists before' : `scheduled and enrolled in ${seconds(listing)}`,
    `drawn in ${seconds(drawing)}`,
    `(${counts.twice} sent twice at once, ${counts.cut} cut and sent again, ${counts.busy} busy, ${counts.lost} lost by a proxy)`,
  ].join(', ');
}
