/** The port through which pages let people in: who is there, asking somebody to join, ending access, and joining by a link. */

import type { Deps } from '../actions/deps.ts';
import { type Invitation, type Invited, inviteAgain, inviteStaff } from '../actions/invite-staff.ts';
import { type Joining, join, readInvitation } from '../actions/join.ts';
import { readStaff, type StaffMember } from '../actions/read-staff.ts';
import { removeStaff } from '../actions/remove-staff.ts';
import type { Viewer } from './reads.ts';

/** They refuse as the acts do (Refusal, InputRefused). */
export type StaffPort = {
  readonly staff: (viewer: Viewer) => Promise<readonly StaffMember[]>;
  readonly invite: (viewer: Viewer, input: Invitation) => Promise<Invited>;
  readonly inviteAgain: (viewer: Viewer, account: string) => Promise<Invited>;
  readonly remove: (viewer: Viewer, account: string) => Promise<void>;
  readonly joining: (token: string) => Promise<Joining | null>;
  readonly join: (token: string, password: string) => Promise<Joining>;
};

export function staffPortOf(deps: Deps): StaffPort {
  return {
    staff: (viewer) => readStaff(deps, viewer),
    invite: (viewer, input) => inviteStaff(deps, viewer, input),
    inviteAgain: (viewer, account) => inviteAgain(deps, viewer, account),
    remove: (viewer, account) => removeStaff(deps, viewer, account),
    joining: (token) => readInvitation(deps, token),
    join: (token, password) => join(deps, token, password),
  };
}
