/** Whoever was asked to join chooses a password by their link, once. A link that is unknown, used, taken back or over is one and the same. */
import { passwordProblem } from '../access/sign-in-steps.ts';
import { tokenHash } from '../access/token.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';

export type Joining = { readonly name: string; readonly email: string };

/** Whom a link is for; null where it opens nothing. */
export async function readInvitation(deps: Deps, token: string): Promise<Joining | null> {
  const found = await openInvitation(deps, token);
  if (found === null) return null;
  const email = await deps.signIn?.memory.emailOf(found.account.id);
  return email == null ? null : { name: found.account.name, email };
}

/**
 * Sets the password, ends every session and spends the link; an authenticator app that was set up before is set up anew.
 * Refuses `not-found` where the link opens nothing. @throws RangeError for a password that `passwordProblem` names
 */
export async function join(deps: Deps, token: string, password: string): Promise<Joining> {
  const problem = passwordProblem(password);
  if (problem !== null) throw new RangeError(problem);
  const over = new Refusal('not-found', 'This link does not work.');
  const found = await openInvitation(deps, token);
  const email = found === null ? null : await deps.signIn?.memory.emailOf(found.account.id);
  if (found === null || email == null || deps.signIn === null) throw over;
  const { account } = found;
  const row = { tokenHash: tokenHash(token), how: 'used' as const, at: deps.clock().toISOString(), actor: account.id };
  // Spent before the password is set: of two who hold the link one gets in. If it stops in between, a new link is needed.
  const spent = await deps.store.commit([{ into: 'invitationEnd', rows: [row] }]);
  if (!spent.ok) throw over;
  const { password: hasher } = await deps.signIn.at('http://localhost').$context;
  await deps.signIn.memory.resetSignIn(account.id, await hasher.hash(password), deps.clock().getTime());
  return { name: account.name, email };
}

async function openInvitation(deps: Deps, token: string) {
  if (!/^[A-Za-z0-9_-]{20,100}$/.test(token)) return null;
  const found = await deps.store.read.invitationByHash(tokenHash(token));
  if (found === undefined || found.how !== null || found.expiresAt <= deps.clock().toISOString()) return null;
  return found;
}
