/**
 * Every scheme through the service, for every unit it draws: what the service drew, list by list, is what the engine draws again
 * from the exported units and the published seed in one go.
 */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { redrawn } from './redrawn.ts';
import { brent, cohort, hashOf, newham, openService, openTrial, type Service } from './service.ts';
import { ceremonyTrial, householdTrial, type Json } from './trials.ts';

const beaconOutput = 'f00d'.repeat(16);
const beacon = { source: 'drand', round: 4_000_000 };
const minimisation = {
  kind: 'minimisation',
  factors: [{ name: 'unit_size', weight: 2 }, 'age_band'],
  randomShare: 0.2,
};

type Case = {
  readonly name: string;
  readonly slug: 'ceremony-offer' | 'welcome-pack';
  readonly changes: Json;
  /** Closed by their borough, or where the trial is drawn at once by the trial administrator over two boroughs. */
  readonly closes: 'one by one' | 'together' | 'at once';
};

const cases: readonly Case[] = [
  { name: 'blocks of ceremonies', slug: 'ceremony-offer', changes: {}, closes: 'one by one' },
  {
    name: 'a cohort of ceremonies',
    slug: 'ceremony-offer',
    changes: { scheme: { kind: 'cohort' } },
    closes: 'together',
  },
  {
    name: 'big stick, ceremonies',
    slug: 'ceremony-offer',
    changes: { scheme: { kind: 'big-stick', limit: 2 } },
    closes: 'one by one',
  },
  {
    name: 'minimised ceremonies',
    slug: 'ceremony-offer',
    changes: { scheme: { ...minimisation, factors: ['unit_size'] } },
    closes: 'one by one',
  },
  {
    name: 'rerandomised ceremonies under a beacon',
    slug: 'ceremony-offer',
    changes: { scheme: { kind: 'rerandomised', covariates: ['unit_size'], threshold: 2 }, beacon },
    closes: 'at once',
  },
  { name: 'complete, households', slug: 'welcome-pack', changes: { scheme: { kind: 'complete' } }, closes: 'at once' },
  {
    name: 'minimised households under a beacon',
    slug: 'welcome-pack',
    changes: { scheme: { ...minimisation, factors: ['unit_size'] }, beacon },
    closes: 'one by one',
  },
  {
    name: 'minimised people',
    slug: 'welcome-pack',
    changes: { unit: 'attendee', strata: ['borough', 'registered_at_baseline'], scheme: minimisation },
    closes: 'one by one',
  },
  {
    name: 'a cohort of people',
    slug: 'welcome-pack',
    changes: { unit: 'attendee', strata: ['borough', 'age_band'], scheme: { kind: 'cohort' } },
    closes: 'together',
  },
  {
    name: 'simple, people',
    slug: 'welcome-pack',
    changes: { unit: 'attendee', scheme: { kind: 'simple' } },
    closes: 'one by one',
  },
];

/** People of three ages in households of two, one of them split over two lists. */
function people(list: number) {
  const ages = ['18-24', '25-34', '65-plus'] as const;
  const own = cohort(`list-${list}`, 9).map((row, index) => ({
    ...row,
    age_band: ages[(index + list) % 3] ?? 'unknown',
  }));
  const [first] = cohort('list-0', 1);
  const apart = { ...first, reference_hash: hashOf(`apart-${list}`), registered_at_baseline: 'yes' as const };
  return list === 2 ? [...own, apart] : own;
}

async function drawAll(service: Service, { slug, closes }: Case): Promise<readonly string[]> {
  const ceremonies: string[] = [];
  for (let list = 0; list < 4; list++) {
    const isBrent = closes === 'at once' && list % 2 === 1;
    const registrar = isBrent ? 'other-registrar' : 'registrar';
    const slot = {
      borough: isBrent ? brent : newham,
      heldOn: `2026-03-${10 + list}`,
      startsAt: '14:00',
      venue: 'town-hall',
    };
    const scheduled = await service.post(registrar, `/trials/${slug}/ceremonies`, slot);
    const { id } = scheduled.body;
    const enrolled = await service.post(registrar, `/ceremonies/${id}/cohort`, { attendees: people(list) });
    expect(enrolled.status).toBe(201);
    ceremonies.push(id);
  }
  service.setClock('2026-03-03T09:00:00.000Z');
  const closings = closes === 'one by one' ? ceremonies.map((id) => [id]) : [ceremonies];
  const closer = closes === 'at once' ? 'trial-administrator' : 'registrar';
  for (const lists of closings) {
    const closed = await service.post(closer, `/trials/${slug}/close-lists`, { ceremonies: lists });
    expect(closed.body).toMatchObject({ trial: slug });
  }
  return ceremonies;
}

async function publish(service: Service, slug: string): Promise<string> {
  service.setClock('2026-07-01T09:00:00.000Z');
  for (const [as, path] of [
    ['trial-administrator', 'close'],
    ['trial-statistician', 'analysis'],
    ['auditor', 'publish-seed'],
  ] as const) {
    const done = await service.post(as, `/trials/${slug}/${path}`, {});
    expect([path, done.status < 300 ? '' : done.body]).toEqual([path, '']);
  }
  return (await service.post('trial-administrator', `/trials/${slug}/publish-seed`, {})).body.seed;
}

describe.each(engines)('what the service drew can be drawn again, on $name', { timeout: 120_000 }, (engine) => {
  it.each(cases)('$name', async (one) => {
    const service = await openService(engine);
    const { slug, changes } = one;
    const text = slug === 'ceremony-offer' ? ceremonyTrial(changes) : householdTrial(changes);
    await openTrial(service, slug, text);
    const hasBeacon = 'beacon' in changes;
    if (hasBeacon) {
      for (const as of ['auditor', 'trial-administrator'] as const) {
        await service.post(as, `/trials/${slug}/beacon`, { output: beaconOutput });
      }
    }
    await drawAll(service, one);
    const seed = await publish(service, slug);
    const file = async (name: string) => (await service.get('auditor', `/trials/${slug}/draw/1/${name}`)).body;
    const [units, allocations] = [await file('units'), await file('allocations')];
    expect(allocations).toBe(redrawn(text, units, seed, hasBeacon ? beaconOutput : null));
    const drawn = await service.deps.store.read.allocationsOf(slug);
    expect(new Set(drawn.map(({ arm }) => arm)).size).toBeGreaterThan(1);
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([]);
    await service.close();
  });
});
