/**
 * Reports that something went wrong with a randomisation. No allocation changes: the event stands beside it, once for the same
 * thing, and is counted. What was delivered instead is told only of arms that are unsealed, by those who may see them.
 */

import { InputRefused } from '../../analysis/plan/problem.ts';
import { may, requirePermission, seesBorough } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { NewRow, Row } from '../store/port.ts';
import { londonDate } from '../trial/calendar.ts';
import { sinceOpened } from '../trial/lifecycle.ts';
import type { RandomisationErrorReport } from '../trial/randomisation-errors.ts';
import { Refusal } from '../trial/refusal.ts';
import { stratumKey } from '../trial/stratum.ts';
import type { Deps, Request } from './deps.ts';
import { newIdentifier } from './identifier.ts';
import { type LoadedTrial, loadTrial, requireStatus } from './load.ts';
import { visibleAmong } from './own-attendees.ts';
import { perform } from './perform.ts';
import { recordLooks } from './record-looks.ts';
import { strataValues } from './strata-values.ts';

type Report<Kind extends RandomisationErrorReport['kind']> = Extract<RandomisationErrorReport, { kind: Kind }>;
/** What a report says, as it is stored. */
type Told = Pick<NewRow<'randomisationError'>, 'subject' | 'other' | 'code' | 'stratum' | 'arm'>;

/** Refuses `already-reported`, `still-sealed`, and what names nothing drawn in this trial and borough. */
export async function reportRandomisationError(
  deps: Deps,
  request: Request,
  slug: string,
  report: RandomisationErrorReport,
) {
  requirePermission(request.account, 'report-randomisation-error');
  return perform(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireStatus(trial, sinceOpened, 'Reporting an error of the randomisation');
    const told = await tell(deps, request.account, trial, report, now);
    const id = newIdentifier(deps);
    const row = { id, trial: slug, kind: report.kind, ...told, at: now, actor: request.account.id };
    return {
      status: 201,
      reply: { id, kind: report.kind },
      appends: [{ into: 'randomisationError', rows: [row] }],
      notes: [{ act: 'report-randomisation-error', subject: id, payload: { report } }],
    };
  });
}

async function tell(
  deps: Deps,
  account: Account,
  trial: LoadedTrial,
  report: RandomisationErrorReport,
  now: string,
): Promise<Told> {
  switch (report.kind) {
    case 'wrong-stratum':
      return tellStratum(deps, account, trial, report);
    case 'mistaken-allocation':
      await drawnUnit(deps, account, trial, report.unit);
      return { subject: report.unit, code: report.reason };
    case 'not-delivered-as-drawn':
      return tellDelivered(deps, account, trial, report, now);
    case 'ineligible-found-later':
      await listedPeople(deps, account, trial, { trial_id: report.trial_id });
      return { subject: report.trial_id, code: report.reason };
    case 'duplicate-enrolment':
      await listedPeople(deps, account, trial, {
        trial_id: report.trial_id,
        other_trial_id: report.other_trial_id,
      });
      return inOrder('other_trial_id', report.trial_id, report.other_trial_id);
    case 'households-found-one':
      await drawnHouseholds(deps, account, trial, report);
      return inOrder('other_household', report.household, report.other_household);
  }
}

async function tellStratum(
  deps: Deps,
  account: Account,
  trial: LoadedTrial,
  { unit, values }: Report<'wrong-stratum'>,
): Promise<Told> {
  const { strata } = trial.protocol;
  const { stratum } = await drawnUnit(deps, account, trial, unit);
  if (values.length !== strata.length) {
    const wanted = strata.length === 0 ? 'this trial has no strata' : `give a value for each of ${strata.join(', ')}`;
    throw new InputRefused([{ path: 'values', message: wanted }]);
  }
  const problems = strata.flatMap((name, index) => {
    const known = strataValues(trial.protocol, name);
    const value = values[index] ?? '';
    if (known === undefined || known.includes(value)) return [];
    return [{ path: `values[${index}]`, message: `${name} is one of ${known.join(', ')}` }];
  });
  if (problems.length > 0) throw new InputRefused(problems);
  const right = stratumKey(values);
  if (right === stratum) {
    throw new InputRefused([{ path: 'values', message: 'this is the stratum in which the unit was drawn' }]);
  }
  return { subject: unit, stratum: right };
}

async function tellDelivered(
  deps: Deps,
  account: Account,
  trial: LoadedTrial,
  { unit, delivered }: Report<'not-delivered-as-drawn'>,
  now: string,
): Promise<Told> {
  if (!may(account, 'unseal-arm')) {
    throw new Refusal('not-permitted', 'What was delivered is told by the borough, which sees the arm that was drawn.');
  }
  const { ceremony, arm } = await drawnUnit(deps, account, trial, unit);
  const [of] = await deps.store.read.ceremoniesById([ceremony]);
  if (of?.isUnsealed !== true) {
    throw new Refusal('still-sealed', 'The arm of this unit is sealed, so nobody knows yet what was to be delivered.');
  }
  const [into] = of.mergedInto === null ? [] : await deps.store.read.ceremoniesById([of.mergedInto]);
  const { heldOn } = into ?? of;
  if (heldOn > londonDate(now)) {
    throw new Refusal(
      'too-early',
      `This ceremony is held on ${heldOn}: report then, or afterwards, what was not delivered as drawn.`,
    );
  }
  if (delivered.kind !== 'arm') return { subject: unit, code: delivered.kind };
  const names = trial.protocol.arms.map(({ name }) => name);
  if (!names.includes(delivered.arm)) {
    throw new InputRefused([{ path: 'delivered.arm', message: `the arms of this trial are ${names.join(', ')}` }]);
  }
  // The answer tells whether it was the drawn one, which is a look at the arm.
  await recordLooks(deps, account, [ceremony]);
  if (delivered.arm === arm) {
    throw new InputRefused([{ path: 'delivered.arm', message: 'this is the arm that was drawn' }]);
  }
  return { subject: unit, code: 'other-arm', arm: delivered.arm };
}

async function drawnUnit(deps: Deps, account: Account, { row }: LoadedTrial, unit: string): Promise<Row<'allocation'>> {
  const [drawn] = await deps.store.read.allocationsOfUnits(row.slug, [unit]);
  const [held] = drawn === undefined ? [] : await deps.store.read.ceremoniesById([drawn.ceremony]);
  if (drawn === undefined || held === undefined || !seesBorough(account, held.borough)) {
    throw new InputRefused([{ path: 'unit', message: 'nothing drawn in this trial and borough has this id' }]);
  }
  return drawn;
}

/** People on a drawn list of this account's borough; the keys are the paths of the request. */
async function listedPeople(
  deps: Deps,
  account: Account,
  { row }: LoadedTrial,
  named: Readonly<Record<string, string>>,
): Promise<void> {
  const ids = Object.values(named);
  const visible = await visibleAmong(deps, account, row.slug, ids);
  const problems = Object.entries(named).flatMap(([path, id]) =>
    visible.has(id) ? [] : [{ path, message: 'nobody in this trial and borough has this id' }],
  );
  if (problems.length > 0) throw new InputRefused(problems);
  const people = await deps.store.read.attendeesById(row.slug, ids);
  if (people.every(({ unit, followed }) => unit === null && followed === null)) {
    throw new Refusal(
      'not-randomised',
      'Nobody named here is on a list for which arms were drawn, or follows such a list.',
    );
  }
}

async function drawnHouseholds(
  deps: Deps,
  account: Account,
  { row }: LoadedTrial,
  { household, other_household }: Report<'households-found-one'>,
): Promise<void> {
  const found = await deps.store.read.boroughsOfHouseholds(row.slug, [household, other_household]);
  const visible = found.filter(({ borough }) => seesBorough(account, borough)).map((one) => one.household);
  const problems = Object.entries({ household, other_household }).flatMap(([path, id]) =>
    visible.includes(id) ? [] : [{ path, message: 'no household of this trial and borough with an arm has this id' }],
  );
  if (problems.length > 0) throw new InputRefused(problems);
}

/** Two ids in one order, so that the same two are the same report whoever is named first. */
function inOrder(path: string, one: string, two: string): Told {
  if (one === two) throw new InputRefused([{ path, message: 'name two different ones' }]);
  return one < two ? { subject: one, other: two } : { subject: two, other: one };
}
