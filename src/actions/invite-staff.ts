/**
 * Asks somebody to join: an account, a way to sign in that has no password yet, and a link that sets one, shown once. The service sends
 * no mail; whoever invites passes the link on. A new link takes the earlier ones back.
 */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requireConfirmed, requirePermission } from '../access/permissions.ts';
import { type Account, boroughRoles, type Role, roles } from '../access/roles.ts';
import { invitable, isTheirs } from '../access/staff.ts';
import { tokenFrom, tokenHash } from '../access/token.ts';
import { Refusal } from '../trial/refusal.ts';
import { addSignIn, insertAccount, refuseTakenEmail } from './accounts.ts';
import { refusalOf } from './conflicts.ts';
import type { Deps } from './deps.ts';
import { organisationCode } from './organisations.ts';

/** A week: long enough for a holiday's Monday, short enough that a forgotten mail opens nothing. */
export const invitationDays = 7;

export const invitationSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => text.isWellFormed(), 'contains half of a character'),
  email: z.email().max(254),
  role: z.enum(roles),
  organisation: organisationCode
    .nullable()
    .describe('For a volunteer partner alone: the code under which the trial knows it'),
});

export type Invitation = z.infer<typeof invitationSchema>;
export type Invited = { readonly account: Account; readonly token: string; readonly expiresAt: string };

/** Refuses `not-permitted`, `already-exists` for an e-mail address that signs in already, `no-key`. */
export async function inviteStaff(deps: Deps, manager: Account, input: Invitation): Promise<Invited> {
  requirePermission(manager, 'manage-staff');
  requireConfirmed(manager);
  const { name, email, role, organisation } = input;
  if (!invitable[manager.role]?.includes(role))
    throw new InputRefused([{ path: 'role', message: 'this role is invited by somebody else' }]);
  const borough = boroughRoles.includes(role) ? manager.borough : null;
  const account = await addInvited(deps, { name, role, borough, organisation, isTraining: manager.isTraining }, email);
  return linkFor(deps, account, manager.id);
}

/** What the operator does as well, for any role. */
export async function addInvited(deps: Deps, input: Omit<Account, 'id'>, email: string): Promise<Account> {
  refuseOrganisation(input);
  await refuseTakenEmail(deps, email);
  const account = await insertAccount(deps, input);
  await addSignIn(deps, account, email, null);
  return account;
}

/** A new link for somebody who was invited before, or has lost their password or phone. Refuses `not-found`, `same-person`. */
export async function inviteAgain(deps: Deps, manager: Account, accountId: string): Promise<Invited> {
  requirePermission(manager, 'manage-staff');
  requireConfirmed(manager);
  const found = (await deps.store.read.staff()).find(({ id }) => id === accountId);
  if (found === undefined || found.email === null || !isTheirs(manager, found)) throw noSuchPerson();
  if (found.id === manager.id)
    throw new Refusal(
      'same-person',
      'Somebody else makes a new link for you: an open session must not open another way in.',
    );
  const { id, name, role, borough, organisation } = found;
  // The column holds a role of the table: its CHECK says so.
  return linkFor(
    deps,
    { id, name, role: role as Role, borough, organisation, isTraining: manager.isTraining },
    manager.id,
  );
}

/** @param inviter an account's id, or "operator" */
export async function linkFor(deps: Deps, account: Account, inviter: string): Promise<Invited> {
  const now = deps.clock();
  const at = now.toISOString();
  const expiresAt = new Date(now.getTime() + invitationDays * 86_400_000).toISOString();
  const token = tokenFrom(deps.random(32)).replace('pledge_', '');
  const open = await deps.store.read.openInvitationsOf(account.id);
  const result = await deps.store.commit([
    {
      into: 'invitationEnd',
      rows: open.map((hash) => ({ tokenHash: hash, how: 'taken-back' as const, at, actor: inviter })),
    },
    { into: 'invitation', rows: [{ tokenHash: tokenHash(token), account: account.id, inviter, at, expiresAt }] },
  ]);
  if (!result.ok) throw refusalOf(result.conflict);
  return { account, token, expiresAt };
}

function refuseOrganisation({ role, organisation }: Omit<Account, 'id'>): void {
  const isPartner = role === 'volunteer-partner';
  if (isPartner === (organisation !== null)) return;
  const message = isPartner
    ? 'a volunteer partner works for an organisation: give its code, such as volunteer-centre'
    : 'only a volunteer partner has an organisation: leave it out';
  throw new InputRefused([{ path: 'organisation', message }]);
}

export const noSuchPerson = () => new Refusal('not-found', 'There is no such person among those you look after.');
