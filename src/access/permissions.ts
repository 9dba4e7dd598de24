/**
 * The one permission table: which role may do which act. What is not listed is refused. The roles and their limits are
 * those of the protocol contract; acts on a ceremony or a person are further limited to the account's own borough, and
 * another borough's ceremony is answered as if it did not exist.
 */
import { Refusal } from '../trial/refusal.ts';
import { type Account, boroughRoles, type Role, roleNames } from './roles.ts';

export const permissions = {
  'draft-protocol': ['researcher', 'trial-statistician', 'trial-administrator'],
  'lock-protocol': ['trial-administrator', 'trial-statistician'],
  // The same two as the lock.
  'amend-protocol': ['trial-administrator', 'trial-statistician'],
  // Where a trial stands and whose signature is missing: nothing by arm.
  'read-steps': ['researcher', 'trial-statistician', 'trial-administrator', 'auditor'],
  'run-trial': ['trial-administrator'],
  'stop-arm': ['trial-administrator'],
  'schedule-ceremony': ['registrar', 'borough-lead'],
  'change-ceremony': ['registrar', 'borough-lead'],
  'move-unsealed-ceremony': ['trial-administrator', 'auditor'],
  'enrol-cohort': ['registrar', 'borough-lead'],
  'close-list': ['registrar', 'borough-lead'],
  'close-whole-list': ['trial-administrator'],
  'unseal-arm': ['registrar', 'borough-lead'],
  // A card opens a person’s own page: whoever prints cards registers what stands on them.
  'register-codes': ['registrar', 'borough-lead'],
  // The borough has the addresses and the lawful basis: its registrars make the messages, on their own machine.
  'send-reminders': ['registrar', 'borough-lead'],
  // That delivery differs by arm, and no more; those who run ceremonies know arms of their own and are not told.
  'read-reminder-alarm': ['researcher', 'trial-statistician', 'trial-administrator', 'auditor'],
  'read-reminder-delivery': ['trial-statistician'],
  'read-receipt-numbers': ['registrar', 'borough-lead'],
  'read-receipts': ['auditor', 'researcher', 'trial-statistician'],
  'record-beacon': ['trial-administrator', 'auditor'],
  'report-randomisation-error': ['registrar', 'borough-lead', 'trial-administrator'],
  'read-randomisation-errors': ['registrar', 'borough-lead', 'trial-administrator', 'trial-statistician', 'auditor'],
  'read-conduct': ['registrar', 'borough-lead', 'researcher', 'trial-administrator', 'trial-statistician', 'auditor'],
  'record-attendance': ['registrar', 'borough-lead'],
  // Who saw the room writes the log. It tells the arm, so that nobody reads it who is blinded or who follows people up.
  'record-delivery': ['registrar', 'borough-lead'],
  // A borough knows who delivers at its own ceremonies; the trial administrator registers what works for every borough.
  'register-organisation': ['borough-lead', 'trial-administrator'],
  'read-organisations': ['registrar', 'borough-lead', 'trial-administrator'],
  // The borough asks its partners to come; the administrator, who knows no venue, does not.
  'assign-partner': ['registrar', 'borough-lead'],
  // The roles table gives partners the rota of ceremonies to attend, and nobody else's.
  'read-rota': ['volunteer-partner'],
  // A borough answers for who works for it; whoever works across boroughs is let in by the trial's own office.
  'manage-staff': ['borough-lead', 'trial-administrator'],
  // A borough answers for its own agreements; a registrar reads them, since they say why nobody can be enrolled.
  'record-agreements': ['borough-lead'],
  'read-agreements': ['registrar', 'borough-lead', 'trial-administrator'],
  'set-target': ['borough-lead'],
  // Both run the borough's ceremonies; what waits is counted over arms, and a ceremony's history names none.
  'read-waiting': ['registrar', 'borough-lead'],
  'read-history': ['registrar', 'borough-lead'],
  // The borough answers a subject access request as controller; one person there answers for it, and each reading is on record.
  'read-subject': ['borough-lead'],
  'withdraw-attendee': ['registrar', 'borough-lead'],
  'read-list': ['registrar', 'borough-lead', 'electoral-services'],
  'read-ceremony': ['registrar', 'borough-lead'],
  'list-ceremonies': ['registrar', 'borough-lead', 'trial-administrator'],
  'record-follow-up': ['registrar', 'borough-lead', 'electoral-services', 'volunteer-partner'],
  // Partners know people by the code on their card alone.
  'record-by-code': ['volunteer-partner'],
  // Only those who may see the register bring what it says; their borough's lead says when it is published.
  'upload-match-result': ['electoral-services'],
  'record-register-calendar': ['borough-lead'],
  'read-register-calendar': ['borough-lead', 'electoral-services', 'registrar', 'trial-administrator'],
  // Polls hold publication back; a borough knows its own, the trial's office those of all London.
  // When nothing may be published binds those who sign a release and those who run a trial.
  'read-polls': ['borough-lead', 'trial-statistician', 'trial-administrator', 'auditor'],
  'record-poll': ['borough-lead', 'trial-administrator'],
  'override-pre-election': ['trial-administrator', 'auditor'],
  'close-trial': ['trial-administrator'],
  'release-figures': ['trial-statistician', 'trial-administrator'],
  'run-analysis': ['trial-statistician'],
  'read-results': ['trial-statistician', 'researcher'],
  'read-monitoring': ['researcher', 'trial-statistician', 'trial-administrator'],
  // The roles table gives it to the one role that is not blind while the trial runs.
  'read-sample-ratio': ['trial-statistician'],
  // As the ratio: it tells of arms, and never of who had an outcome.
  'read-attrition': ['trial-statistician'],
  'publish-seed': ['trial-administrator', 'auditor'],
  'read-ledger': ['auditor', 'trial-administrator', 'trial-statistician'],
  'read-access-records': ['auditor'],
  'export-draw': ['auditor', 'researcher', 'trial-statistician'],
  'export-dataset': ['researcher', 'trial-statistician'],
  'export-summary': ['gla', 'trial-administrator', 'trial-statistician', 'researcher'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof permissions;

/**
 * Readings that show figures by arm, or the arms of a whole trial: whoever does one is no longer blind in that trial. They are done
 * through `unblinded` (src/actions/blinding.ts) alone, which keeps the record: `requirePermission` does not take them.
 */
export const unblindingReadings = [
  'read-sample-ratio',
  'read-attrition',
  'read-reminder-delivery',
  'read-receipts',
  'read-results',
  'export-draw',
  'export-dataset',
] as const satisfies readonly Permission[];

export type UnblindingReading = (typeof unblindingReadings)[number];

export function may(account: Account, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return allowed.includes(account.role);
}

/** Refuses `not-permitted` unless the account's role is in the table. */
export function requirePermission(account: Account, permission: Exclude<Permission, UnblindingReading>): void {
  refuseOthers(account, permission);
}

export function refuseOthers(account: Account, permission: Permission): void {
  if (!may(account, permission)) {
    const allowed = permissions[permission].map((role) => roleNames[role]).join(', ');
    throw new Refusal('not-permitted', `This is for: ${allowed}. You are signed in as ${roleNames[account.role]}.`);
  }
}

/**
 * Refuses `confirm-first` where an open page may have been left alone: whoever draws, unseals, locks or unblinds has given their
 * password within ten minutes. An access token is given with every request and asks for nothing more.
 */
export function requireConfirmed({ mustConfirm }: Account): void {
  if (mustConfirm)
    throw new Refusal('confirm-first', 'Enter your password again first: you last gave it more than ten minutes ago.');
}

/** True for a role that works across boroughs, or for this very borough. */
export function seesBorough(account: Account, borough: string): boolean {
  return !boroughRoles.includes(account.role) || account.borough === borough;
}
