/**
 * The people who work with Pledge, as the protocol contract names them, and an account as the rest of the house sees it.
 */
export const roles = [
  'registrar',
  'borough-lead',
  'electoral-services',
  'volunteer-partner',
  'researcher',
  'trial-statistician',
  'trial-administrator',
  'gla',
  'auditor',
  'operator',
] as const;

export type Role = (typeof roles)[number];

export type Account = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** ONS code of the one borough this account works for; null for roles that work across boroughs. */
  readonly borough: string | null;
  readonly organisation: string | null;
  readonly isTraining: boolean;
  /** Signed in on the pages, and the password was given too long ago for what draws, unseals, locks or unblinds. */
  readonly mustConfirm?: true;
};

export const boroughRoles: readonly Role[] = ['registrar', 'borough-lead', 'electoral-services'];

/** What a person would call the role, for pages and messages. */
export const roleNames: Readonly<Record<Role, string>> = {
  registrar: 'borough registrar',
  'borough-lead': 'borough lead',
  'electoral-services': 'electoral services',
  'volunteer-partner': 'volunteer partner',
  researcher: 'researcher',
  'trial-statistician': 'trial statistician',
  'trial-administrator': 'trial administrator',
  gla: 'Greater London Authority',
  auditor: 'auditor',
  operator: 'operator',
};
