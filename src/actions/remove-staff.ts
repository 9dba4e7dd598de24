/** Ends the access of somebody who leaves, and their open invitation. Nobody removes themself: so somebody is always left who lets others in. */
import { requireConfirmed, requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { isTheirs } from '../access/staff.ts';
import { Refusal } from '../trial/refusal.ts';
import { endAccess } from './accounts.ts';
import type { Deps } from './deps.ts';
import { noSuchPerson } from './invite-staff.ts';

/** Refuses `not-found`, `same-person`. */
export async function removeStaff(deps: Deps, manager: Account, accountId: string): Promise<void> {
  requirePermission(manager, 'manage-staff');
  requireConfirmed(manager);
  const found = (await deps.store.read.staff()).find(({ id }) => id === accountId);
  if (found === undefined || !isTheirs(manager, found)) throw noSuchPerson();
  if (found.id === manager.id) throw new Refusal('same-person', 'Somebody else ends your access when you leave.');
  await endAccess(deps, accountId, manager.id);
}
