/**
 * Which partner organisation attends which ceremonies. A borough assigns one to a ceremony, or to an arm: then to every ceremony
 * of the borough that is drawn to it. The partner sees a ceremony of its rota only once it is unsealed, and where and when alone:
 * no arm, no list. That it is asked to come may tell the arm all the same, so that each reading is kept as a look at it.
 */

import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { londonDate } from '../trial/calendar.ts';
import { requireCeremony } from '../trial/ceremony-lifecycle.ts';
import { setUpOrRunning } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { newIdentifier } from './identifier.ts';
import { loadCeremony, loadTrial, requireStatus } from './load.ts';
import { organisationCode, ownBorough, refuseUnknownOrganisations } from './organisations.ts';
import { perform } from './perform.ts';
import { recordLooks } from './record-looks.ts';

export const assignmentSchema = z.strictObject({
  organisation: organisationCode,
  to: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('ceremony'), ceremony: z.string().min(1).max(64) }),
      z.strictObject({ kind: z.literal('arm'), arm: z.string().min(1).max(200) }),
    ])
    .describe('One ceremony, or every ceremony of the borough that is drawn to an arm'),
});

export type AssignmentInput = z.infer<typeof assignmentSchema>;

/** Refuses `already-exists` for what holds already. */
export async function assignPartner(
  deps: Deps,
  request: Request,
  slug: string,
  borough: string,
  { organisation, to }: AssignmentInput,
) {
  requirePermission(request.account, 'assign-partner');
  ownBorough(request.account, borough);
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, setUpOrRunning, 'Assigning a partner');
    await refuseUnknownOrganisations(deps, slug, borough, [{ path: 'organisation', code: organisation }]);
    const { unit, arms } = trial.protocol;
    const ceremony = to.kind === 'ceremony' ? to.ceremony : null;
    const arm = to.kind === 'arm' ? to.arm : null;
    if (ceremony !== null) {
      const found = await loadCeremony(deps, request.account, ceremony);
      if (found.trial !== slug || found.borough !== borough)
        throw new Refusal('not-found', `There is no ceremony ${ceremony} of this trial in your borough.`);
      requireCeremony('move', found);
    } else if (unit !== 'ceremony') {
      throw new InputRefused([
        { path: 'to.arm', message: 'one room holds several arms of this trial: assign the partner to a ceremony' },
      ]);
    } else if (!arms.some(({ name }) => name === arm)) {
      const names = arms.map(({ name }) => name).join(', ');
      throw new InputRefused([{ path: 'to.arm', message: `this trial has no such arm: give one of ${names}` }]);
    }
    const holding = await deps.store.read.assignmentsOf(slug, { borough });
    if (holding.some((one) => one.organisation === organisation && one.ceremony === ceremony && one.arm === arm)) {
      throw new Refusal('already-exists', `${organisation} is assigned to this already.`);
    }
    const row = { id: newIdentifier(deps), trial: slug, organisation, borough, ceremony, arm };
    return {
      status: 201,
      reply: { id: row.id, organisation, borough, ceremony, arm },
      appends: [{ into: 'partnerAssignment', rows: [{ ...row, at: now, actor: request.account.id }] }],
      notes: [{ act: 'assign-partner', subject: row.id, payload: { organisation, borough, to } }],
    };
  });
}

/** Refuses `not-found` for an assignment of another borough as for one that does not hold. */
export async function endAssignment(deps: Deps, request: Request, slug: string, borough: string, id: string) {
  requirePermission(request.account, 'assign-partner');
  ownBorough(request.account, borough);
  return perform(deps, request, slug, async (now) => {
    await loadTrial(deps, slug);
    const found = (await deps.store.read.assignmentsOf(slug, { borough })).find((one) => one.id === id);
    if (found === undefined)
      throw new Refusal('not-found', `No assignment ${id} holds in your borough: it was ended, or never made.`);
    return {
      status: 200,
      reply: { id, state: 'ended' as const },
      appends: [{ into: 'partnerAssignmentEnd', rows: [{ assignment: id, at: now, actor: request.account.id }] }],
      notes: [{ act: 'end-partner-assignment', subject: id, payload: {} }],
    };
  });
}

/** Those that hold in the own borough. */
export async function readAssignments(deps: Deps, account: Account, slug: string, borough: string) {
  requirePermission(account, 'assign-partner');
  ownBorough(account, borough);
  await loadTrial(deps, slug);
  const rows = await deps.store.read.assignmentsOf(slug, { borough });
  return rows.map(({ id, organisation, ceremony, arm }) => ({ id, organisation, borough, ceremony, arm }));
}

export type RotaEntry = Pick<CeremonyState, 'trial' | 'borough' | 'heldOn' | 'startsAt' | 'venue'> & {
  readonly ceremony: string;
};

/** From today on, soonest first: unsealed ceremonies that the partner's own organisation is to attend. */
export async function readRota(deps: Deps, account: Account): Promise<readonly RotaEntry[]> {
  requirePermission(account, 'read-rota');
  const { organisation } = account;
  if (organisation === null) {
    throw new Refusal('no-data', 'Your account names no organisation. The operator makes one that names its code.');
  }
  const today = londonDate(deps.clock().toISOString());
  const slugs = await deps.store.read.trialSlugs();
  const found = (await Promise.all(slugs.map((slug) => attendedIn(deps, slug, organisation)))).flat();
  const coming = found.filter(({ heldOn }) => heldOn >= today);
  await recordLooks(
    deps,
    account,
    coming.map(({ id }) => id),
  );
  return coming
    .map(({ id, trial, borough, heldOn, startsAt, venue }) => ({
      ceremony: id,
      trial,
      borough,
      heldOn,
      startsAt,
      venue,
    }))
    .toSorted((a, b) =>
      `${a.heldOn} ${a.startsAt} ${a.ceremony}` < `${b.heldOn} ${b.startsAt} ${b.ceremony}` ? -1 : 1,
    );
}

async function attendedIn(deps: Deps, slug: string, organisation: string): Promise<readonly CeremonyState[]> {
  const assignments = await deps.store.read.assignmentsOf(slug, { organisation });
  if (assignments.length === 0) return [];
  const held = (await deps.store.read.ceremoniesOf(slug, null)).filter(
    ({ isUnsealed, isCancelled, mergedInto }) => isUnsealed && !isCancelled && mergedInto === null,
  );
  const drawn = await deps.store.read.allocationsOfUnits(
    slug,
    held.map(({ id }) => id),
  );
  const arms = new Map(drawn.map(({ unit, arm }) => [unit, arm]));
  return held.filter(({ id, borough }) =>
    assignments.some((one) =>
      one.ceremony === null ? one.borough === borough && one.arm === arms.get(id) : one.ceremony === id,
    ),
  );
}
