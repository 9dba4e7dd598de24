/**
 * Who lets whom in, and ends whose access: a borough lead the people of the own borough and its partners, the trial administrator those
 * who work across boroughs. Operators are made by operators, at the machine (`pledge account`).
 */
import type { Account, Role } from './roles.ts';

export const invitable: Partial<Readonly<Record<Role, readonly Role[]>>> = {
  'borough-lead': ['registrar', 'borough-lead', 'electoral-services', 'volunteer-partner'],
  'trial-administrator': [
    ...(['researcher', 'trial-statistician', 'trial-administrator', 'gla', 'auditor', 'volunteer-partner'] as const),
  ],
};

export type Member = {
  readonly role: string;
  readonly borough: string | null;
  /** Of whoever invited them last; null for who was not invited, or by somebody who works across boroughs. */
  readonly inviterBorough: string | null;
};

/** True where somebody is this manager's to see, to invite again and to remove. */
export function isTheirs(manager: Account, { role, borough, inviterBorough }: Member): boolean {
  if (!invitable[manager.role]?.some((known) => known === role)) return false;
  if (manager.borough === null) return borough === null && inviterBorough === null;
  return borough === manager.borough || (borough === null && inviterBorough === manager.borough);
}
