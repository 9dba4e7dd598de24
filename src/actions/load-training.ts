/**
 * Fills an empty database for training: one account per role, a training trial that is locked, open and holds a few
 * ceremonies with made-up people. Tokens of training accounts follow from the training key, so that every start can show them.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { boroughRoles, type Role, roleNames, roles } from '../access/roles.ts';
import { tokenFrom } from '../access/token.ts';
import { agreementKinds } from '../trial/agreements.ts';
import { addDays, londonDate } from '../trial/calendar.ts';
import { sha256Hex } from '../trial/canonical.ts';
import { Refusal } from '../trial/refusal.ts';
import { addAccounts } from './accounts.ts';
import { recordAgreement } from './borough-agreements.ts';
import { changeStatus } from './change-status.ts';
import { closeLists } from './close-lists.ts';
import { createTrial } from './create-trial.ts';
import type { Deps, Request } from './deps.ts';
import { enrolCohort } from './enrol-cohort.ts';
import { lockProtocol } from './lock-protocol.ts';
import { registerOrganisation } from './organisations.ts';
import { scheduleCeremony } from './schedule-ceremony.ts';
import { trainingCohort } from './training-cohort.ts';

export type TrainingSignIn = {
  readonly name: string;
  readonly role: Role;
  readonly borough: string | null;
  readonly token: string;
  readonly email: string;
  readonly password: string;
};

/** The borough that the borough roles of training work for: Newham. */
export const trainingBorough = 'E09000025';

const people: readonly (readonly [id: string, name: string, role: Role])[] = roles.map((role) => [
  idOf(role),
  `Training ${roleNames[role]}`,
  role,
]);

const volunteerCentre = {
  code: 'training-volunteer-centre',
  name: 'Training Volunteer Centre',
  kind: 'volunteer-centre',
} as const;

const registerOffice = {
  code: 'training-register-office',
  name: 'Training Register Office',
  kind: 'register-office',
} as const;

/** How to sign in as each role. @param key the training key, 64 hex digits @param borough ONS code the borough roles work for */
export function trainingSignIns(key: string, borough: string): readonly TrainingSignIn[] {
  return people.map(([id, name, role]) => ({
    name,
    role,
    borough: boroughRoles.includes(role) ? borough : null,
    token: tokenFrom(tokenBytes(key, id)),
    email: emailOf(role),
    password: passwordOf(key),
  }));
}

/** Lets every training account of this key sign in by password too; one password for all, so that it is hashed once. */
async function addTrainingSignIns(deps: Deps, key: string): Promise<void> {
  const { signIn, store } = deps;
  const last = people.at(-1);
  if (signIn === null || last === undefined || (await store.read.databaseMode()) !== 'training') return;
  if (await signIn.memory.hasSignIn(last[0])) return;
  const { password } = await signIn.at('http://localhost').$context;
  const passwordHash = await password.hash(passwordOf(key));
  const now = deps.clock().getTime();
  await signIn.memory.addSignIns(
    people.map(([account, name, role]) => ({ account, name, email: emailOf(role), passwordHash, now })),
  );
}

/**
 * Makes the training accounts and the training trial in an empty database, and goes on where an earlier start was cut off;
 * every act has an idempotency key of its own, so that nothing is made twice.
 * @returns whether anything had to be made
 */
export async function loadTraining(deps: Deps, key: string, document: string, borough: string): Promise<boolean> {
  const { read } = deps.store;
  if ((await read.databaseMode()) === undefined) await addTrainingAccounts(deps, key, borough);
  await addTrainingSignIns(deps, key);
  if (
    (await read.databaseMode()) !== 'training' ||
    (await read.answerGiven(lastAct.account, lastAct.key)) !== undefined
  ) {
    return false;
  }
  const known = await read.accounts();
  const as = (role: Role, act: string): Request => {
    const id = idOf(role);
    const account = known.find((one) => one.id === id);
    if (account === undefined) throw new Error(`The training account ${id} is missing.`);
    return { account: { ...account, role }, idempotencyKey: `training|${act}`, requestHash: sha256Hex(act) };
  };
  const { reply } = await createTrial(deps, as('trial-administrator', 'draft'), document);
  const { slug, protocolHash } = reply;
  await lockProtocol(deps, as('trial-administrator', 'lock'), slug, protocolHash);
  await lockProtocol(deps, as('trial-statistician', 'lock'), slug, protocolHash);
  await changeStatus(deps, as('trial-administrator', 'open'), slug, 'open', null);
  const lead = (act: string) => as('borough-lead', act);
  await registerOrganisation(deps, lead('organisation'), slug, { ...volunteerCentre, borough });
  await registerOrganisation(deps, lead('register-office'), slug, { ...registerOffice, borough });
  for (const kind of agreementKinds) {
    const agreement = { kind, reference: `Training ${kind}`, expiresOn: '2099-12-31' };
    await recordAgreement(deps, lead(kind), slug, borough, agreement);
  }
  await fillBorough(deps, as, slug, borough);
  return true;
}

async function addTrainingAccounts(deps: Deps, key: string, borough: string): Promise<void> {
  try {
    await addAccounts(
      deps,
      people.map(([id, name, role]) => ({
        id,
        name,
        role,
        borough: boroughRoles.includes(role) ? borough : null,
        organisation: role === 'volunteer-partner' ? volunteerCentre.code : null,
        isTraining: true,
        validDays: 3_650,
        token: tokenFrom(tokenBytes(key, id)),
      })),
    );
  } catch (error) {
    // Another start of the same service made them at this very moment.
    if (!(error instanceof Refusal && error.code === 'already-exists')) throw error;
  }
}

/** A ceremony whose arm can be unsealed, one whose list can be closed, one still empty. */
const ceremonies = [
  { days: 2, people: 18, closes: true },
  { days: 9, people: 22, closes: false },
  { days: 16, people: 0, closes: false },
];
const lastAct = { account: idOf('registrar'), key: `training|schedule ${ceremonies.length - 1}` };

async function fillBorough(
  deps: Deps,
  as: (role: Role, act: string) => Request,
  slug: string,
  borough: string,
): Promise<void> {
  const today = londonDate(deps.clock().toISOString());
  for (const [index, { days, people: count, closes }] of ceremonies.entries()) {
    const slot = { borough, heldOn: addDays(today, days), startsAt: '14:00', venue: 'town-hall' };
    const { reply } = await scheduleCeremony(deps, as('registrar', `schedule ${index}`), slug, slot);
    if (count > 0) {
      await enrolCohort(deps, as('registrar', `enrol ${index}`), reply.id, trainingCohort(deps.random, count));
    }
    if (closes) await closeLists(deps, as('registrar', `close ${index}`), slug, [reply.id]);
  }
}

function idOf(role: Role): string {
  return `training-${role}`;
}

function emailOf(role: Role): string {
  return `${role}@training.example`;
}

function passwordOf(key: string): string {
  const digits = bytesToHex(hmac(sha256, hexToBytes(key), utf8ToBytes('training-password')));
  return `training-${digits.slice(0, 8)}`;
}

function tokenBytes(key: string, id: string): Uint8Array {
  return hmac(sha256, hexToBytes(key), utf8ToBytes(`training-token|${id}`));
}
