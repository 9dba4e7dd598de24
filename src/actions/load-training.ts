/**
 * Fills an empty database for training: one account per role, a training trial that is locked, open and holds a few
 * ceremonies with made-up people. Tokens of training accounts follow from the training key, so that every start can show them.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Account, Role } from '../access/roles.ts';
import { tokenFrom } from '../access/token.ts';
import { addDays, londonDate } from '../trial/calendar.ts';
import { addAccount } from './accounts.ts';
import { changeStatus } from './change-status.ts';
import { closeLists } from './close-lists.ts';
import { createTrial } from './create-trial.ts';
import type { Deps, Request } from './deps.ts';
import { enrolCohort } from './enrol-cohort.ts';
import { lockProtocol } from './lock-protocol.ts';
import { scheduleCeremony } from './schedule-ceremony.ts';
import { trainingCohort } from './training-cohort.ts';

export type TrainingSignIn = {
  readonly name: string;
  readonly role: Role;
  readonly borough: string | null;
  readonly token: string;
};

const people: readonly (readonly [id: string, name: string, role: Role])[] = [
  ['training-registrar', 'Training registrar', 'registrar'],
  ['training-borough-lead', 'Training borough lead', 'borough-lead'],
  ['training-electoral-services', 'Training electoral services', 'electoral-services'],
  ['training-volunteer-partner', 'Training volunteer partner', 'volunteer-partner'],
  ['training-researcher', 'Training researcher', 'researcher'],
  ['training-trial-statistician', 'Training trial statistician', 'trial-statistician'],
  ['training-trial-administrator', 'Training trial administrator', 'trial-administrator'],
  ['training-gla', 'Training GLA officer', 'gla'],
  ['training-auditor', 'Training auditor', 'auditor'],
  ['training-operator', 'Training operator', 'operator'],
];
const boroughWorkers: readonly Role[] = ['registrar', 'borough-lead', 'electoral-services'];

/** How to sign in as each role. @param key the training key, 64 hex digits @param borough ONS code the borough roles work for */
export function trainingSignIns(key: string, borough: string): readonly TrainingSignIn[] {
  return people.map(([id, name, role]) => ({
    name,
    role,
    borough: boroughWorkers.includes(role) ? borough : null,
    token: tokenFrom(tokenBytes(key, id)),
  }));
}

/** Loads the training trial into an empty database; does nothing where there is anything. @returns whether it loaded */
export async function loadTraining(deps: Deps, key: string, document: string, borough: string): Promise<boolean> {
  if ((await deps.store.read.databaseMode()) !== undefined) return false;
  const accounts = new Map<Role, Account>();
  for (const [id, name, role] of people) {
    const home = boroughWorkers.includes(role) ? borough : null;
    const seeded: Deps = { ...deps, random: (length) => tokenBytes(key, id).slice(0, length) };
    const { account } = await addAccount(seeded, {
      id,
      name,
      role,
      borough: home,
      organisation: role === 'volunteer-partner' ? 'training-volunteer-centre' : null,
      isTraining: true,
      validDays: 3_650,
    });
    accounts.set(role, account);
  }
  const as = (role: Role): Request => requestOf(deps, accounts.get(role));
  const { reply } = await createTrial(deps, as('trial-administrator'), document);
  await lockProtocol(deps, as('trial-administrator'), reply.slug, reply.protocolHash);
  await lockProtocol(deps, as('trial-statistician'), reply.slug, reply.protocolHash);
  await changeStatus(deps, as('trial-administrator'), reply.slug, 'open', null);
  await fillBorough(deps, as, reply.slug, borough);
  return true;
}

/** A ceremony whose arm can be unsealed, one whose list can be closed, one still empty. */
async function fillBorough(deps: Deps, as: (role: Role) => Request, slug: string, borough: string): Promise<void> {
  const today = londonDate(deps.clock().toISOString());
  const plans = [
    { days: 2, people: 18, closes: true },
    { days: 9, people: 22, closes: false },
    { days: 16, people: 0, closes: false },
  ];
  for (const plan of plans) {
    const slot = { borough, heldOn: addDays(today, plan.days), startsAt: '14:00', venue: 'town-hall' };
    const { reply } = await scheduleCeremony(deps, as('registrar'), slug, slot);
    if (plan.people > 0) await enrolCohort(deps, as('registrar'), reply.id, trainingCohort(deps.random, plan.people));
    if (plan.closes) await closeLists(deps, as('registrar'), slug, [reply.id]);
  }
}

function requestOf(deps: Deps, account: Account | undefined): Request {
  if (account === undefined) throw new Error('A training account is missing.');
  const idempotencyKey = bytesToHex(deps.random(16));
  return { account, idempotencyKey, requestHash: bytesToHex(sha256(utf8ToBytes(idempotencyKey))) };
}

function tokenBytes(key: string, id: string): Uint8Array {
  return hmac(sha256, hexToBytes(key), utf8ToBytes(`training-token|${id}`));
}
