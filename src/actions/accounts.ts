/** Accounts and their access tokens. There is no public sign-up: an operator adds people, and a token is shown once. */

import { InputRefused } from '../../analysis/plan/problem.ts';
import { type Account, boroughRoles, type Role, roles } from '../access/roles.ts';
import { tokenFrom, tokenHash } from '../access/token.ts';
import { boroughName } from '../trial/boroughs.ts';
import { Refusal } from '../trial/refusal.ts';
import { refusalOf } from './conflicts.ts';
import type { Deps } from './deps.ts';
import { newIdentifier } from './identifier.ts';

export type NewAccount = {
  readonly id?: string;
  readonly name: string;
  readonly role: Role;
  readonly borough: string | null;
  readonly organisation: string | null;
  readonly isTraining: boolean;
  readonly validDays: number;
  /** For training only, where the token follows from the key; else a fresh one is drawn. */
  readonly token?: string;
};

export type AddedAccount = { readonly account: Account; readonly token: string };

/** Accounts and, once, their tokens in clear; all or none. Refuses a training account in a live database and the other way round. */
export async function addAccounts(deps: Deps, inputs: readonly NewAccount[]): Promise<readonly AddedAccount[]> {
  const now = deps.clock();
  const at = now.toISOString();
  const added = inputs.map((input) => {
    refuseBorough(input);
    const { name, role, borough, organisation, isTraining, validDays } = input;
    const account = { id: input.id ?? newIdentifier(deps), name, role, borough, organisation, isTraining };
    const token = input.token ?? tokenFrom(deps.random(32));
    const expiresAt = new Date(now.getTime() + validDays * 86_400_000).toISOString();
    return { account, token, expiresAt };
  });
  const result = await deps.store.commit([
    { into: 'account', rows: added.map(({ account }) => ({ ...account, at })) },
    {
      into: 'accessToken',
      rows: added.map(({ account, token, expiresAt }) => ({
        tokenHash: tokenHash(token),
        account: account.id,
        at,
        expiresAt,
      })),
    },
  ]);
  if (!result.ok) throw refusalOf(result.conflict);
  return added.map(({ account, token }) => ({ account, token }));
}

/** An account alone, which nothing lets in yet. Refuses as `addAccounts` does. */
export async function insertAccount(deps: Deps, input: Omit<Account, 'id'>): Promise<Account> {
  refuseBorough(input);
  const account = { id: newIdentifier(deps), ...input };
  const result = await deps.store.commit([{ into: 'account', rows: [{ ...account, at: deps.clock().toISOString() }] }]);
  if (!result.ok) throw refusalOf(result.conflict);
  return account;
}

export async function addAccount(deps: Deps, input: NewAccount): Promise<AddedAccount> {
  const [added] = await addAccounts(deps, [input]);
  if (added === undefined) throw new Error('One account in, none out.');
  return added;
}

function refuseBorough({ role, borough }: Pick<NewAccount, 'role' | 'borough'>): void {
  if (boroughRoles.includes(role) && (borough === null || boroughName(borough) === undefined)) {
    const message = `a ${role} works for one London borough: give its ONS code, such as E09000005`;
    throw new InputRefused([{ path: 'borough', message }]);
  }
  if (!boroughRoles.includes(role) && borough !== null) {
    const message = `a ${role} works across boroughs: leave the borough out`;
    throw new InputRefused([{ path: 'borough', message }]);
  }
}

/** Lets an account sign in on the pages. @returns its first password; refuses `no-key` */
export async function addPassword({ signIn, random, clock }: Deps, account: Account, email: string): Promise<string> {
  if (signIn === null) throw new Refusal('no-key', 'Without the key of the service nobody can sign in.');
  const password = tokenFrom(random(15)).replace('pledge_', '');
  const { password: hasher } = await signIn.at('http://localhost').$context;
  const passwordHash = await hasher.hash(password);
  await addSignIn({ signIn, clock }, account, email, passwordHash);
  return password;
}

/** A way to sign in. @param passwordHash null where a link or a borough's provider stands for it; refuses `no-key` */
export async function addSignIn(
  { signIn, clock }: Pick<Deps, 'signIn' | 'clock'>,
  { id, name }: Account,
  email: string,
  passwordHash: string | null,
): Promise<void> {
  if (signIn === null) throw new Refusal('no-key', 'Without the key of the service nobody can sign in.');
  const person = { account: id, name, email: email.toLowerCase(), passwordHash, now: clock().getTime() };
  await signIn.memory.addSignIns([person]);
}

/** Refuses `already-exists` where somebody signs in with this e-mail address. */
export async function refuseTakenEmail({ signIn }: Deps, email: string): Promise<void> {
  if (await signIn?.memory.isEmailTaken(email.toLowerCase()))
    throw new Refusal('already-exists', `Somebody signs in with ${email} already. Nobody was added.`);
}

export type Ended = { readonly tokens: number; readonly hadSignIn: boolean };

/**
 * Ends all that lets an account in: its password, its authenticator app and its sessions, then its tokens. Who it was stays on record.
 * If it stops in between, it can be done again. Refuses `not-found` where nothing lets the account in.
 */
export async function endAccess(deps: Deps, accountId: string, actor: string): Promise<Ended> {
  const hadSignIn = (await deps.signIn?.memory.removeSignIn(accountId)) ?? false;
  const hashes = await deps.store.read.tokensOf(accountId);
  const open = await deps.store.read.openInvitationsOf(accountId);
  if (hashes.length === 0 && !hadSignIn) throw new Refusal('not-found', `Nothing lets an account ${accountId} in.`);
  const at = deps.clock().toISOString();
  const rows = hashes.map((hash) => ({ tokenHash: hash, at, actor }));
  const result = await deps.store.commit([
    { into: 'accessTokenRevocation', rows },
    { into: 'invitationEnd', rows: open.map((hash) => ({ tokenHash: hash, how: 'taken-back' as const, at, actor })) },
    { into: 'accessEnd', rows: [{ account: accountId, at, actor }] },
  ]);
  if (!result.ok) throw refusalOf(result.conflict);
  return { tokens: hashes.length, hadSignIn };
}

/** Whose token this is; null where it is unknown, expired or revoked. */
export async function identify(deps: Deps, token: string): Promise<Account | null> {
  const row = await deps.store.read.accountByToken(tokenHash(token), deps.clock().toISOString());
  const role = roles.find((known) => known === row?.role);
  if (row === undefined || role === undefined) return null;
  const { id, name, borough, organisation, isTraining } = row;
  return { id, name, role, borough, organisation, isTraining };
}

/** Whose session this is, of the pages and of what they ask of the API; null where it has ended or lacks its second factor. */
export async function identifySession(deps: Deps, token: string): Promise<Account | null> {
  const signedIn = await deps.signIn?.whoIs(token);
  if (signedIn == null) return null;
  const { account, session } = signedIn;
  return session.isConfirmed ? account : { ...account, mustConfirm: true };
}

/** True where the database was made for training; then nothing in it is real. */
export async function isTrainingDatabase(deps: Deps): Promise<boolean> {
  return (await deps.store.read.databaseMode()) === 'training';
}
