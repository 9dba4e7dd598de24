/** Who is let in by somebody: those who can sign in, those who are asked to, and those who no longer can. */
import { requirePermission } from '../access/permissions.ts';
import type { Account, Role } from '../access/roles.ts';
import { isTheirs } from '../access/staff.ts';
import type { StaffRow } from '../store/queries/staff.ts';
import type { Deps } from './deps.ts';

export type StaffMember = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly organisation: string | null;
  /** Null for whoever uses the API alone, or has left. */
  readonly email: string | null;
  readonly state: 'active' | 'invited' | 'invitation-over' | 'api-only' | 'left';
  /** Last used a page; null for never, or longer ago than sessions are kept. */
  readonly usedAt: string | null;
  readonly invitedAt: string | null;
  readonly inviterName: string | null;
  readonly expiresAt: string | null;
  readonly endedAt: string | null;
  readonly isSelf: boolean;
};

export async function readStaff(deps: Deps, manager: Account): Promise<readonly StaffMember[]> {
  requirePermission(manager, 'manage-staff');
  const now = deps.clock().toISOString();
  return (await deps.store.read.staff())
    .filter((row) => isTheirs(manager, row))
    .map((row) => ({
      ...{ id: row.id, name: row.name, organisation: row.organisation, email: row.email },
      // The column holds a role of the table: its CHECK says so.
      role: row.role as Role,
      state: stateOf(row, now),
      usedAt: row.usedAt === null ? null : new Date(row.usedAt).toISOString(),
      ...{ invitedAt: row.invitedAt, inviterName: row.inviterName, expiresAt: row.expiresAt, endedAt: row.endedAt },
      isSelf: row.id === manager.id,
    }));
}

function stateOf({ email, isTwoFactorOn, how, expiresAt, endedAt }: StaffRow, now: string): StaffMember['state'] {
  if (email === null) return endedAt === null ? 'api-only' : 'left';
  if (isTwoFactorOn === 1 || how === 'used' || expiresAt === null) return 'active';
  return how === null && expiresAt > now ? 'invited' : 'invitation-over';
}
