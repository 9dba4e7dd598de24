/** Acts that need two people: each signs the hash of the same document, each in a role of their own. */
import { type Account, type Role, roleNames } from '../access/roles.ts';
import type { Append } from '../store/port.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';

/**
 * This account's signature as a row (for `subject`, where what is signed is about one ceremony), the roles that have signed with it, and whether all needed roles now have.
 * Refuses `sign-off-given` where the role has signed already, `same-person` where this person has in another role.
 */
export async function signing(
  deps: Deps,
  account: Account,
  trial: string,
  act: string,
  documentHash: string,
  at: string,
  needed: readonly Role[],
  subject?: string,
): Promise<{ readonly signature: Append; readonly signed: readonly string[]; readonly isComplete: boolean }> {
  const given = await deps.store.read.signOffs(trial, act, documentHash);
  if (given.some(({ role }) => role === account.role)) {
    throw new Refusal(
      'sign-off-given',
      `The ${roleNames[account.role]} has signed this already. The other signature is missing.`,
    );
  }
  if (given.some(({ actor }) => actor === account.id))
    throw new Refusal('same-person', 'Two different people must sign.');
  const signed = [...given.map(({ role }) => role), account.role].toSorted();
  return {
    signature: {
      into: 'signOff',
      rows: [{ trial, act, documentHash, role: account.role, actor: account.id, at, subject }],
    },
    signed,
    isComplete: needed.every((role) => signed.includes(role)),
  };
}
