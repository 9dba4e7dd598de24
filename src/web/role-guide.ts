/**
 * What each role may do, in words for people, taken from the one permission table; and the one thing each role must know
 * about its limits (protocol contract, "Roles").
 */
import { may, type Permission, permissions } from '../access/permissions.ts';
import type { Account, Role } from '../access/roles.ts';

const acts: Readonly<Record<Permission, string>> = {
  'draft-protocol': 'draft a protocol',
  'lock-protocol': 'sign and lock a protocol (two people, one from each of two roles)',
  'amend-protocol': 'propose or sign an amendment of a locked protocol (two people, one from each of two roles)',
  'run-trial': 'open, pause and resume a trial',
  'read-steps': 'see what comes next in a trial, and whose signature is missing',
  'stop-arm': 'stop an arm, with a reason',
  'schedule-ceremony': 'schedule a ceremony',
  'change-ceremony': 'cancel, move or merge a ceremony, with a reason',
  'move-unsealed-ceremony':
    'sign that an unsealed ceremony is moved beyond its lead time (trial administrator and auditor)',
  'enrol-cohort': 'put people on the list of a ceremony',
  'close-list': 'close a list, which makes the draw',
  'close-whole-list': 'close all lists together where a trial is drawn at once, which makes the draw',
  'unseal-arm': 'unseal the arms of your ceremonies, once the lead time has begun',
  'record-attendance': 'record who came',
  'record-delivery': 'log how a ceremony was held, and read that log',
  'register-organisation': 'register an organisation that delivers at ceremonies',
  'read-organisations': 'see the organisations that deliver at ceremonies',
  'assign-partner': 'ask a partner organisation to attend a ceremony, or every ceremony of an arm',
  'read-rota': 'see when and where your organisation attends ceremonies, once they are unsealed',
  'record-agreements': 'record your borough’s data sharing agreement, DPIA and terms of contact',
  'manage-staff': 'invite people to Pledge, and end the access of those who leave',
  'read-agreements': 'see your borough’s agreements, terms of contact and targets',
  'set-target': 'set how many people your borough means to reach',
  'read-waiting': 'see what waits for your borough: lists, unsealing, attendance, logs, follow-ups',
  'read-history': 'read the history of a ceremony, without arms',
  'read-subject': 'read what is held about one person, by reference hash, which is recorded',
  'register-codes': 'print cards with a code for each person’s own page',
  'send-reminders': 'remind people of their own page, by messages made on your own machine',
  'read-reminder-alarm': 'see whether the delivery of reminders differs by arm, and nothing of how',
  'read-reminder-delivery': 'count delivered reminders by arm, after which you are never blind again in that trial',
  'read-receipt-numbers': 'get the numbers of your ceremonies’ receipts, once unsealed',
  'read-receipts': 'read the receipts of the draw',
  'record-beacon': 'sign the output of the trial’s beacon, before the first draw',
  'report-randomisation-error': 'report that something went wrong with a draw, or take such a report back',
  'read-randomisation-errors': 'read what went wrong with the draw, without arms',
  'read-conduct': 'see what happened around the draw: short notice, changes after unsealing, errors',
  'withdraw-attendee': 'record that somebody has withdrawn',
  'read-list': 'read a list',
  'read-ceremony': 'see the ceremonies of your borough, and the arms of those unsealed',
  'list-ceremonies': 'list the ceremonies of a trial, without arms',
  'record-follow-up': 'record a follow-up',
  'record-by-code': 'record by the code on a card how far somebody came as a volunteer',
  'upload-match-result': 'upload what matching with the register found, without names',
  'record-register-calendar': 'record when your borough’s register is published',
  'read-register-calendar': 'see when the register is published and outcomes can be observed',
  'read-polls': 'see the polls before which nothing is published',
  'record-poll': 'record the day of a poll, before which nothing is published',
  'override-pre-election': 'sign why figures may leave although a poll is near (trial administrator and auditor)',
  'close-trial': 'close a trial and freeze its data',
  'run-analysis': 'run the locked analysis, and exploratory ones',
  'read-results': 'read results once the locked analysis has run',
  'read-monitoring': 'read pooled monitoring figures',
  'read-sample-ratio':
    'count units by arm beside the ratio of the draw, after which you are never blind again in that trial',
  'read-attrition': 'count by arm whose outcome is not known, after which you are never blind again in that trial',
  'release-figures': 'sign the release of the safe figures to the GLA',
  'publish-seed': 'sign for publishing the seed',
  'read-ledger': 'read the ledger',
  'read-access-records': 'see who looked at arms and data, and when',
  'export-draw': 'export the units and allocations, to repeat the draw',
  'export-dataset': 'export the pseudonymous data set, for a stated reason',
  'export-summary': 'export the summary with small numbers protected',
};

const limits: Readonly<Record<Role, string>> = {
  registrar: 'You see your own borough only, and an arm only once it is unsealed.',
  'borough-lead': 'You see your own borough only, and an arm only once it is unsealed.',
  'electoral-services': 'You see your own borough only. You never see an arm beside an outcome.',
  'volunteer-partner': 'You see codes, not names, and follow-up never shows an arm.',
  researcher: 'You are blinded: until the locked analysis has run you see figures for all arms together.',
  'trial-statistician': 'Once you have seen figures by arm you are not blind again in that trial.',
  'trial-administrator': 'You do not see outcomes by arm.',
  gla: 'You see figures with small numbers protected, never a row about a person.',
  auditor: 'You check the draw and the records. You do not see outcomes by arm.',
  operator: 'You look after health, versions, backups and keys. You see no trial data.',
};

export type RoleGuide = { readonly acts: readonly string[]; readonly limit: string };

/** The acts this account may do, in the order of the permission table. */
export function roleGuide(account: Account): RoleGuide {
  // Object.keys loses the key type; the table's own keys are what it lists.
  const allowed = (Object.keys(permissions) as Permission[]).filter((permission) => may(account, permission));
  return { acts: allowed.map((permission) => acts[permission]), limit: limits[account.role] };
}
