/**
 * The organisations that deliver in a trial, each under a code: about a ceremony only the code is kept, so that no person's name can
 * stand there. A borough lead registers those of the own borough; the trial administrator also those that work for every one.
 */

import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission, seesBorough } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { organisationKinds } from '../trial/delivery.ts';
import { frozen, setUpOrRunning } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';

export const organisationCode = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a short code such as volunteer-centre, lower case with hyphens')
  .max(60);

export const organisationSchema = z.strictObject({
  code: organisationCode.describe('The code under which accounts of its people are made as well'),
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => text.isWellFormed(), 'contains half of a character')
    .describe('The organisation’s name, never a person’s'),
  kind: z.enum(organisationKinds),
  borough: z
    .string()
    .regex(/^E09[0-9]{6}$/, 'an ONS code such as E09000005')
    .nullable()
    .describe('ONS code of the borough it works for; null where it works for every one'),
});

export type NewOrganisation = z.infer<typeof organisationSchema>;

/** Refuses `already-exists` for a code that is taken in this trial. */
export async function registerOrganisation(deps: Deps, request: Request, slug: string, input: NewOrganisation) {
  requirePermission(request.account, 'register-organisation');
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, setUpOrRunning, 'Registering an organisation');
    if (request.account.borough !== null && input.borough !== request.account.borough) {
      throw new InputRefused([
        {
          path: 'borough',
          message: `give your own borough, ${request.account.borough}; the trial administrator registers what works elsewhere`,
        },
      ]);
    }
    if (input.borough !== null && !trial.protocol.boroughs.some(({ code }) => code === input.borough)) {
      throw new InputRefused([{ path: 'borough', message: `${input.borough} does not take part in this trial` }]);
    }
    const known = await deps.store.read.organisationsOf(slug, null);
    if (known.some(({ code }) => code === input.code)) {
      throw new Refusal(
        'already-exists',
        `An organisation of this trial has the code ${input.code} already. Choose another code.`,
      );
    }
    return {
      status: 201,
      reply: input,
      appends: [{ into: 'organisation', rows: [{ trial: slug, ...input, at: now, actor: request.account.id }] }],
      notes: [{ act: 'register-organisation', subject: input.code, payload: input }],
    };
  });
}

/** Those that work for the account's borough; every one for the trial administrator. */
export async function readOrganisations(deps: Deps, account: Account, slug: string) {
  requirePermission(account, 'read-organisations');
  requireStatus(await loadTrial(deps, slug), [...setUpOrRunning, ...frozen], 'Reading organisations');
  const rows = await deps.store.read.organisationsOf(slug, account.borough);
  return rows.map(({ code, name, kind, borough }) => ({ code, name, kind, borough }));
}

/** Refuses codes that are not registered for this borough; the path names the place among them. */
export async function refuseUnknownOrganisations(
  deps: Deps,
  slug: string,
  borough: string,
  given: readonly { readonly path: string; readonly code: string }[],
): Promise<void> {
  const known = new Set((await deps.store.read.organisationsOf(slug, borough)).map(({ code }) => code));
  const problems = given
    .filter(({ code }) => !known.has(code))
    .map(({ path, code }) => ({
      path,
      message: `no organisation of this borough has the code ${code}: give one of ${[...known].join(', ') || 'those that the borough lead registers first'}`,
    }));
  if (problems.length > 0) throw new InputRefused(problems);
}

/** The borough of an account that works for one, or the one given; refuses `not-found` for another's. */
export function ownBorough(account: Account, borough: string): string {
  if (seesBorough(account, borough)) return borough;
  throw new Refusal('not-found', `You can see and change this for your own borough, ${account.borough}.`);
}
