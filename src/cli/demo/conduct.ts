/** One trial of the demo while it runs: its protocol, its dates, who works on it, and what the boroughs know. */
import type { LinkageKey } from '../../borough/linkage-key.ts';
import type { Protocol } from '../../trial/protocol.ts';
import { bytesOf, type Chance, chanceOf, type DemoSeed } from './chance.ts';
import type { Client } from './client.ts';
import type { Agenda } from './clock.ts';
import { ceremonyRate } from './outcome-model.ts';
import { madeUpList, type NextReference } from './people.ts';
import { personOf, type Session } from './session.ts';
import type { Staff } from './staff.ts';
import { type Milestones, slotsOf } from './timetable.ts';

export type Conduct = {
  readonly slug: string;
  readonly protocol: Protocol;
  /** The text of protocol.json as it is posted. */
  readonly document: string;
  readonly milestones: Milestones;
  readonly staff: Staff;
  readonly client: Client;
  readonly agenda: Agenda;
  /** Chance for one purpose in this trial; the same purpose gives the same numbers. */
  readonly chance: (purpose: string) => Chance;
  readonly sessions: readonly Session[];
  /** Arms by unit, as they are unsealed. */
  readonly arms: Map<string, string>;
};

/** What both trials of a demo share. */
export type World = {
  readonly seed: DemoSeed;
  readonly staff: Staff;
  readonly client: Client;
  readonly agenda: Agenda;
  /** References of a borough's people, and its linkage key, by ONS code. */
  readonly references: (borough: string) => NextReference;
};

export function conductOf(world: World, protocol: Protocol, document: string, milestones: Milestones): Conduct {
  const { slug } = protocol;
  const chance = (purpose: string) => chanceOf(world.seed, `${slug}|${purpose}`);
  const { staff, client, agenda } = world;
  const sessions = sessionsOf(world, protocol, milestones, chance);
  return { slug, protocol, document, milestones, staff, client, agenda, chance, sessions, arms: new Map() };
}

/** A borough's own linkage key, which differs from every other's. */
export function linkageKeyOf(seed: DemoSeed, borough: string): LinkageKey {
  return bytesOf(seed, `linkage-key|${borough}`);
}

/** Every ceremony with the people who will be booked into it; each knows the next of its borough and phase. */
function sessionsOf(
  { seed, references }: World,
  protocol: Protocol,
  milestones: Milestones,
  chance: Conduct['chance'],
): readonly Session[] {
  const slots = slotsOf(protocol, milestones);
  const following = new Map<string, Session>();
  const sessions: Session[] = [];
  for (const [index, slot] of [...slots.entries()].toReversed()) {
    const place = `${slot.phase}|${slot.borough}`;
    const luck = chance(`list|${index}`);
    const people = madeUpList(luck, slot.borough, linkageKeyOf(seed, slot.borough), references(slot.borough));
    const session: Session = {
      ...slot,
      index,
      rate: ceremonyRate(chance(`rate|${index}`)),
      next: following.get(place) ?? null,
      id: '',
      booked: people.map(personOf),
      members: [],
      visitors: [],
    };
    following.set(place, session);
    sessions.unshift(session);
  }
  return sessions;
}
