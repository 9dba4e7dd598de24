/**
 * Concealment, shown by what cannot be told apart: two universes with the same clock and the same random bytes differ in the seed
 * alone, and so in the arms. Until the unsealing nobody who enrols may find a byte that differs, wherever they look and whatever
 * they try. After it, until the seed is published, two databases with the same arms in other positions of other blocks are alike.
 */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { type As, brent, cohort, hashOf, newham, openService, openTrial, type Reply, type Service } from './service.ts';
import { ceremonyTrial, householdTrial, type Json } from './trials.ts';
import { addresses, enrollingRoles, loggedBy, maskOf, repeatableBytes, seenAt } from './what-is-seen.ts';

type Story = { readonly name: string; readonly slug: 'ceremony-offer' | 'welcome-pack'; readonly changes: Json };

const stories: readonly Story[] = [
  {
    name: 'blocks of several sizes',
    slug: 'ceremony-offer',
    changes: { scheme: { kind: 'blocks', blockSizes: [3, 6, 9] } },
  },
  { name: 'cohorts of households', slug: 'welcome-pack', changes: { scheme: { kind: 'cohort' } } },
  {
    name: 'minimisation of people',
    slug: 'welcome-pack',
    changes: {
      unit: 'attendee',
      strata: ['borough'],
      scheme: { kind: 'minimisation', factors: ['age_band', 'registered_at_baseline'], randomShare: 0.3 },
    },
  },
];

const days = ['2026-04-07', '2026-04-08', '2026-04-09', '2026-04-10', '2026-04-13', '2026-04-14'];

class Universe {
  readonly service: Service;
  readonly slug: string;
  readonly who: readonly As[];
  readonly told: string[] = [];
  readonly ceremonies: string[] = [];

  constructor(service: Service, slug: string, who: readonly As[]) {
    this.service = service;
    this.slug = slug;
    this.who = who;
  }

  /** An act, whose answer or refusal somebody who enrols reads. */
  async act(as: As, path: string, body: unknown): Promise<Reply> {
    const reply = await this.service.post(as, path, body);
    const { instance, ...rest } = typeof reply.body === 'object' ? reply.body : { text: reply.body };
    this.told.push(`${as} ${path} ${reply.status} ${JSON.stringify(rest)}`);
    return reply;
  }

  async book(heldOn: string, as: 'registrar' | 'other-registrar' = 'registrar'): Promise<string> {
    const slot = { borough: as === 'registrar' ? newham : brent, heldOn, startsAt: '14:00', venue: 'town-hall' };
    const { body } = await this.act(as, `/trials/${this.slug}/ceremonies`, slot);
    await this.act(as, `/ceremonies/${body.id}/cohort`, { attendees: people(`${as}-${heldOn}`) });
    this.ceremonies.push(body.id);
    return body.id;
  }
}

function people(name: string) {
  const ages = ['18-24', '25-34', '45-54'] as const;
  const known = ['yes', 'no', 'unknown'] as const;
  return cohort(name, 8).map((row, index) => ({
    ...row,
    age_band: ages[index % 3] ?? 'unknown',
    registered_at_baseline: known[(index * 2) % 3] ?? 'unknown',
  }));
}

/** Enrols, closes and draws in several lists, and tries what may not be done, up to the day before anything is unsealed. */
async function live(service: Service, { slug, changes }: Story, who: readonly As[]): Promise<Universe> {
  const text = slug === 'ceremony-offer' ? ceremonyTrial(changes) : householdTrial(changes);
  await openTrial(service, slug, text);
  const universe = new Universe(service, slug, who);
  const { act } = { act: universe.act.bind(universe) };
  for (const day of days) await universe.book(day);
  const elsewhere = await universe.book('2026-04-07', 'other-registrar');
  const [a = '', b = '', c = '', d = '', , last = ''] = universe.ceremonies;
  const [sibling] = people('registrar-2026-04-07');
  await act('registrar', `/ceremonies/${d}/cohort`, {
    attendees: [{ ...sibling, reference_hash: hashOf('came back') }],
  });
  await act('registrar', `/trials/${slug}/close-lists`, { ceremonies: [a, b] });
  await act('other-registrar', `/trials/${slug}/close-lists`, { ceremonies: [elsewhere] });
  for (const id of [c, d]) await act('borough-lead', `/trials/${slug}/close-lists`, { ceremonies: [id] });
  await act('registrar', `/ceremonies/${a}/late-joiners`, {
    kind: 'late-joiner',
    attendees: [{ ...sibling, reference_hash: hashOf('late sibling') }, ...cohort('walks-in', 1)],
  });
  const moved = { heldOn: '2026-04-20', startsAt: '10:00', venue: 'library', reason: 'staff-unavailable' };
  await act('registrar', `/ceremonies/${b}/move`, moved);
  const list = (await service.get('registrar', `/ceremonies/${a}/list`)).body;
  const [first, second] = list;
  await act('registrar', `/trials/${slug}/withdrawals`, {
    trial_id: second.trial_id,
    reason: 'objected',
    decision: 'count-only',
  });
  await act('registrar', `/trials/${slug}/randomisation-errors`, {
    kind: 'ineligible-found-later',
    trial_id: first.trial_id,
    reason: 'under-18',
  });
  await refusals(universe, {
    a,
    b,
    last,
    unit: slug === 'ceremony-offer' ? a : first.household,
    person: first.trial_id,
  });
  return universe;
}

type Names = {
  readonly a: string;
  readonly b: string;
  readonly last: string;
  readonly unit: string;
  readonly person: string;
};

/** What may not be done, tried by everybody who might. */
async function refusals(universe: Universe, { a, b, last, unit, person }: Names): Promise<void> {
  const { slug } = universe;
  const arms = slug === 'ceremony-offer' ? ['standard', 'volunteering'] : ['standard', 'registration-prompt'];
  const tries: readonly (readonly [path: string, body: unknown])[] = [
    [`/ceremonies/${a}/unseal`, {}],
    [`/ceremonies/${b}/unseal`, {}],
    [`/ceremonies/${last}/unseal`, {}],
    [`/trials/${slug}/close-lists`, { ceremonies: [a] }],
    [`/ceremonies/${a}/cohort`, { attendees: cohort('too-late', 2) }],
    [`/ceremonies/${a}/rebook`, { trial_id: person, to: last, reason: 'arrived-late' }],
    [`/ceremonies/${a}/attendance`, { rows: [{ trial_id: person, status: 'attended' }] }],
    [`/ceremonies/${last}/late-joiners`, { kind: 'walk-in', attendees: cohort('early', 1) }],
    [`/ceremonies/${last}/merge`, { into: a, reason: 'too-few-booked' }],
    [`/trials/${slug}/withdrawals`, { trial_id: person, reason: 'ineligible-found-later', decision: 'count-only' }],
    [`/trials/${slug}/stop-arm`, { arm: arms[1], reason: 'to see what happens' }],
    [`/trials/${slug}/publish-seed`, {}],
    [`/trials/${slug}/summaries`, {}],
    [`/trials/${slug}/randomisation-errors`, { kind: 'wrong-stratum', unit, values: ['E09000005'] }],
    ...[unit, person, 'nothing'].flatMap((subject) =>
      [...arms.map((arm) => ({ kind: 'arm', arm })), { kind: 'none' }].map(
        (delivered) =>
          [
            `/trials/${slug}/randomisation-errors`,
            { kind: 'not-delivered-as-drawn', unit: subject, delivered },
          ] as const,
      ),
    ),
  ];
  for (const [path, body] of tries) {
    for (const as of universe.who) await universe.act(as, path, body);
  }
  for (const arm of arms) {
    const guess = {
      ...{ format: 'pledge-receipt/1', trial: slug, protocolVersion: 1, protocolHash: hashOf('guess') },
      ...{ unitHash: hashOf(unit), stratum: newham, position: 0, arm, ledgerEntry: hashOf('guess') },
    };
    await universe.act('nobody', `/trials/${slug}/receipts/check`, { receipt: guess });
  }
}

/** A drawn list that others joined, one that was moved, one with a household that came back, an open one, another borough's. */
function shownOf({ ceremonies }: Universe): readonly string[] {
  return [0, 1, 3, 5, 6].flatMap((index) => ceremonies[index] ?? []);
}

async function armsOf({ service, slug }: Universe): Promise<readonly string[]> {
  return (await service.deps.store.read.allocationsOf(slug)).map(({ unit, arm }) => `${unit} ${arm}`);
}

/** On D1 one story as a few see it, since each case asks hundreds of questions; what is answered does not hang on the engine. */
const told = engines.flatMap((engine, index) =>
  (index === 0 ? stories : stories.slice(2)).map((story) => ({
    ...{ engine, story, who: index === 0 ? enrollingRoles : (['registrar', 'nobody'] as const) },
  })),
);
const patience = 240_000;

const asStarted = (engine: (typeof engines)[number], seedByte: number) =>
  openService(engine, { seedByte, random: repeatableBytes() });

describe('two universes that differ in the seed alone', () => {
  it.each(told)(
    'nobody who enrols can tell them apart before the unsealing: $story.name, $engine.name',
    { timeout: patience },
    async ({ engine, story, who }) => {
      const universes: Universe[] = [];
      for (const seedByte of [7, 8]) universes.push(await live(await asStarted(engine, seedByte), story, who));
      const [one, other] = universes;
      if (one === undefined || other === undefined) throw new Error('there are two universes');
      expect(one.ceremonies).toEqual(other.ceremonies);
      const [arms, otherArms] = [await armsOf(one), await armsOf(other)];
      expect(arms.map((line) => line.split(' ')[0])).toEqual(otherArms.map((line) => line.split(' ')[0]));
      expect(arms).not.toEqual(otherArms);

      const paths = addresses(one.service, one.slug, shownOf(one));
      expect(paths.length).toBeGreaterThan(40);
      const [mask, otherMask] = [await maskOf(one.service, one.slug), await maskOf(other.service, other.slug)];
      expect(one.told.map(mask)).toEqual(other.told.map(otherMask));
      expect(one.told.join('\n')).toMatch(/too-early[\s\S]*list-closed[\s\S]*still-sealed/);
      const [seen, otherSeen] = [await seenAt(one.service, paths, who), await seenAt(other.service, paths, who)];
      for (const [where, text] of seen) expect(mask(text), where).toBe(otherMask(otherSeen.get(where) ?? ''));
      expect(loggedBy(one.service)).toBe(loggedBy(other.service));
      expect(one.service.log.filter(({ level }) => level === 'error')).toEqual([]);

      // What is compared would show an arm: once they are unsealed the two do differ.
      for (const { service, ceremonies } of universes) {
        service.setClock('2026-04-20T08:00:00.000Z');
        for (const id of ceremonies.slice(0, 4)) await service.post('registrar', `/ceremonies/${id}/unseal`, {});
      }
      const [shown, otherShown] = [await seenAt(one.service, paths, who), await seenAt(other.service, paths, who)];
      expect([...shown].filter(([where, text]) => mask(text) !== otherMask(otherShown.get(where) ?? ''))).not.toEqual(
        [],
      );
      for (const { service } of universes) await service.close();
    },
  );

  it.each(told)(
    'no block, boundary or position shows after the unsealing either: $story.name, $engine.name',
    { timeout: patience },
    async ({ engine, story, who }) => {
      const service = await asStarted(engine, 7);
      const universe = await live(service, story, who);
      service.setClock('2026-04-20T08:00:00.000Z');
      for (const id of universe.ceremonies.slice(0, 4)) {
        expect((await service.post('registrar', `/ceremonies/${id}/unseal`, {})).status).toBe(200);
      }
      const paths = addresses(service, universe.slug, shownOf(universe));
      const receipts = async () =>
        JSON.stringify((await service.get('auditor', `/trials/${universe.slug}/receipts`)).body);
      const [before, audited] = [await seenAt(service, paths, who), await receipts()];
      const arms = before.get(`registrar /api/v1/ceremonies/${universe.ceremonies[0]}/arms`);
      expect(arms).toMatch(/"arm":"/);
      expect(before.get(`registrar /api/v1/ceremonies/${universe.ceremonies[0]}/receipts`)).toMatch(/"number":"/);
      // The same arms as if they had stood elsewhere: nothing that is shown may follow from where they stand.
      await service.db.prepare('drop trigger allocation_no_update').run();
      await service.db
        .prepare(
          'update allocation set position = position + 5000, block = block + 700, block_start = block_start + 4000',
        )
        .run();
      const after = await seenAt(service, paths, who);
      for (const [where, text] of before) expect(after.get(where), where).toBe(text);
      expect(await receipts()).not.toBe(audited);
      await service.close();
    },
  );
});
