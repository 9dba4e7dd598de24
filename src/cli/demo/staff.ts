/** Who works with the demo's service, one person for each role, and for each borough one registrar and one for the register. */
import type { Role } from '../../access/roles.ts';
import { addAccount } from '../../actions/accounts.ts';
import type { Deps } from '../../actions/deps.ts';

/** Access tokens. */
export type Staff = {
  readonly administrator: string;
  readonly statistician: string;
  readonly researcher: string;
  readonly auditor: string;
  readonly gla: string;
  readonly volunteerPartner: string;
  /** By ONS code. */
  readonly boroughs: ReadonlyMap<string, BoroughStaff>;
};

export type BoroughStaff = { readonly registrar: string; readonly electoralServices: string };

/** A year and a half: no token may end before the demo does. */
const validDays = 550;

/** Makes the accounts, in a database that has none. They are training accounts: nothing they do can touch a live trial. */
export async function hireStaff(deps: Deps, boroughs: readonly { readonly code: string; readonly name: string }[]) {
  async function hire(id: string, name: string, role: Role, borough: string | null = null): Promise<string> {
    const organisation = role === 'volunteer-partner' ? 'simulated-volunteer-centre' : null;
    const account = { id, name: `SIMULATED: ${name}`, role, borough, organisation, isTraining: true, validDays };
    return (await addAccount(deps, account)).token;
  }
  const boroughStaff = new Map<string, BoroughStaff>();
  for (const { code, name } of boroughs) {
    boroughStaff.set(code, {
      registrar: await hire(`registrar-${code}`, `Registrar of ${name}`, 'registrar', code),
      electoralServices: await hire(`register-${code}`, `Electoral services of ${name}`, 'electoral-services', code),
    });
  }
  const staff: Staff = {
    administrator: await hire('administrator', 'Trial administrator', 'trial-administrator'),
    statistician: await hire('statistician', 'Trial statistician', 'trial-statistician'),
    researcher: await hire('researcher', 'Researcher', 'researcher'),
    auditor: await hire('auditor', 'Auditor', 'auditor'),
    gla: await hire('gla', 'GLA officer', 'gla'),
    volunteerPartner: await hire('volunteer-partner', 'Volunteer partner', 'volunteer-partner'),
    boroughs: boroughStaff,
  };
  return staff;
}

export function boroughStaffOf({ boroughs }: Staff, borough: string): BoroughStaff {
  const found = boroughs.get(borough);
  if (found === undefined) throw new Error(`Nobody works for the borough ${borough}.`);
  return found;
}
