/** Accounts and their access tokens. There is no public sign-up: an operator adds people, and a token is shown once. */

import { InputRefused } from '../../analysis/plan/problem.ts';
import { type Account, boroughRoles, type Role, roles } from '../access/roles.ts';
import { tokenFrom, tokenHash } from '../access/token.ts';
import { boroughName } from '../trial/boroughs.ts';
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
};

/** The account and, once, its token in clear. Refuses a training account in a live database and the other way round. */
export async function addAccount(
  deps: Deps,
  input: NewAccount,
): Promise<{ readonly account: Account; readonly token: string }> {
  if (boroughRoles.includes(input.role) && (input.borough === null || boroughName(input.borough) === undefined)) {
    throw new InputRefused([
      {
        path: 'borough',
        message: `a ${input.role} works for one London borough: give its ONS code, such as E09000005`,
      },
    ]);
  }
  if (!boroughRoles.includes(input.role) && input.borough !== null) {
    throw new InputRefused([
      { path: 'borough', message: `a ${input.role} works across boroughs: leave the borough out` },
    ]);
  }
  const now = deps.clock();
  const { name, role, borough, organisation, isTraining } = input;
  const account = { id: input.id ?? newIdentifier(deps), name, role, borough, organisation, isTraining };
  const token = tokenFrom(deps.random(32));
  const expiresAt = new Date(now.getTime() + input.validDays * 86_400_000).toISOString();
  const at = now.toISOString();
  const result = await deps.store.commit([
    { into: 'account', rows: [{ ...account, at }] },
    { into: 'accessToken', rows: [{ tokenHash: tokenHash(token), account: account.id, at, expiresAt }] },
  ]);
  if (!result.ok) throw refusalOf(result.conflict);
  return { account, token };
}

/** Whose token this is; null where it is unknown, expired or revoked. */
export async function identify(deps: Deps, token: string): Promise<Account | null> {
  const row = await deps.store.read.accountByToken(tokenHash(token), deps.clock().toISOString());
  const role = roles.find((known) => known === row?.role);
  if (row === undefined || role === undefined) return null;
  const { id, name, borough, organisation, isTraining } = row;
  return { id, name, role, borough, organisation, isTraining };
}
