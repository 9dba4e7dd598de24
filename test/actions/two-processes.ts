/**
 * Two processes on one database, for tests of what happens in between: before the first one's next read or its next commit a rival
 * acts in the second.
 */
import type { Role } from '../../src/access/roles.ts';
import { addAccounts } from '../../src/actions/accounts.ts';
import { changeStatus } from '../../src/actions/change-status.ts';
import { createTrial } from '../../src/actions/create-trial.ts';
import type { Deps, Request } from '../../src/actions/deps.ts';
import { enrolCohort } from '../../src/actions/enrol-cohort.ts';
import { lockProtocol } from '../../src/actions/lock-protocol.ts';
import { scheduleCeremony } from '../../src/actions/schedule-ceremony.ts';
import { createDeps } from '../../src/create-deps.ts';
import { solverOfNode } from '../../src/solver-of-node.ts';
import { agreeEverywhere, cohort, newham, testKey } from '../api/service.ts';
import type { Engine } from '../store/engines.ts';

const roles: readonly Role[] = ['registrar', 'trial-administrator', 'trial-statistician', 'researcher', 'auditor'];

export type TwoProcesses = {
  readonly first: Deps;
  readonly second: Deps;
  /** Before the first process's next commit. */
  readonly interrupt: (act: () => Promise<unknown>) => void;
  /** Before the first process reads the trial, and after it asked whether its request was answered before. */
  readonly interruptReading: (act: () => Promise<unknown>) => void;
  readonly setClock: (iso: string) => void;
  readonly close: () => Promise<void>;
};

export async function twoProcesses(engine: Engine): Promise<TwoProcesses> {
  const opened = await engine.open();
  let now = new Date('2026-03-02T09:00:00.000Z');
  const overrides = {
    clock: () => now,
    drawSeed: () => new Uint8Array(32).fill(7),
  };
  const key = { hex: testKey, source: 'environment' } as const;
  const [first, second] = [
    await createDeps(opened.db, key, solverOfNode, overrides),
    await createDeps(opened.db, key, solverOfNode, overrides),
  ];
  await addAccounts(
    first,
    roles.map((role) => ({
      id: role,
      name: role,
      role,
      borough: boroughOf(role),
      organisation: null,
      isTraining: false,
      validDays: 30,
    })),
  );
  const rivals: { read?: () => Promise<unknown>; commit?: () => Promise<unknown> } = {};
  const letIn = async (place: 'read' | 'commit') => {
    const now = rivals[place];
    delete rivals[place];
    await now?.();
  };
  const interrupted: Deps = {
    ...first,
    store: {
      read: {
        ...first.store.read,
        async ledgerHead(trial) {
          await letIn('read');
          return first.store.read.ledgerHead(trial);
        },
      },
      async commit(appends) {
        await letIn('commit');
        return first.store.commit(appends);
      },
    },
  };
  return {
    first: interrupted,
    second,
    interrupt(act) {
      rivals.commit = act;
    },
    interruptReading(act) {
      rivals.read = act;
    },
    setClock(iso) {
      now = new Date(iso);
    },
    close: opened.close,
  };
}

function boroughOf(role: Role): string | null {
  return role === 'registrar' ? newham : null;
}

let keys = 0;

/** A request of this role under a key of its own. */
export function as(role: Role): Request {
  keys += 1;
  return {
    account: { id: role, name: role, role, borough: boroughOf(role), organisation: null, isTraining: false },
    idempotencyKey: `race-${keys}`,
    requestHash: 'e'.repeat(64),
  };
}

/** Drafts, locks and opens a trial. */
export async function openedTrial(deps: Deps, text: string): Promise<string> {
  const { reply } = await createTrial(deps, as('trial-administrator'), text);
  await lockProtocol(deps, as('trial-administrator'), reply.slug, reply.protocolHash);
  await lockProtocol(deps, as('trial-statistician'), reply.slug, reply.protocolHash);
  await agreeEverywhere(deps, reply.slug);
  await changeStatus(deps, as('trial-administrator'), reply.slug, 'open', null);
  return reply.slug;
}

/** A ceremony with people of its own on an open list. */
export async function bookedCeremony(deps: Deps, slug: string, heldOn: string, people: number): Promise<string> {
  const slot = { borough: newham, heldOn, startsAt: '14:00', venue: 'town-hall' };
  const { reply } = await scheduleCeremony(deps, as('registrar'), slug, slot);
  await enrolCohort(deps, as('registrar'), reply.id, cohort(`race-${heldOn}`, people));
  return reply.id;
}
