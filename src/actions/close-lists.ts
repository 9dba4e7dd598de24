/**
 * Closes booking lists and draws the arms of their units, in one atomic write. Before it there are no arms; after it the
 * lists, the strata and the arms are fixed. Whoever left the trial before is counted and left off the list: a household that
 * left as a whole is no unit. In the baseline phase a list closes without a draw.
 */

import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { may, requireConfirmed, requirePermission } from '../access/permissions.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { londonDate } from '../trial/calendar.ts';
import { requireCeremony } from '../trial/ceremony-lifecycle.ts';
import { running } from '../trial/lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { drawArms, isDrawnAtOnce } from './draw-arms.ts';
import { type LoadedTrial, loadCeremonies, loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';
import { receiptRows } from './receipt-rows.ts';
import { type DrawnHousehold, unitsOfLists } from './units-of-list.ts';
import { refuseLeftOpen, requireListCloser, requirePhaseCloser } from './whole-trial-lists.ts';

export const closeListsSchema = z.strictObject({
  ceremonies: z.array(z.string()).min(1).max(2_000).describe('Ids of the ceremonies whose lists close together'),
});

export type Closed = {
  readonly trial: string;
  readonly lists: readonly { readonly ceremony: string; readonly members: number; readonly units: number }[];
};

/** Refuses `list-closed`, `list-open`, `list-empty`, `too-late`, `wrong-status`; never answers with an arm. */
export async function closeLists(deps: Deps, request: Request, slug: string, ceremonyIds: readonly string[]) {
  if (!may(request.account, 'close-whole-list')) requirePermission(request.account, 'close-list');
  requireConfirmed(request.account);
  return perform<Closed>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    requireListCloser(request.account, trial.protocol);
    const ceremonies = await closeable(deps, request, trial, ceremonyIds, now);
    const lists = await listsOf(deps, trial, ceremonies);
    const isTrial = lists[0]?.ceremony.phase === 'trial';
    const { allocations, traces } = isTrial
      ? await drawArms(deps, trial, lists, now, request.account.id)
      : { allocations: [], traces: [] };
    const stamp = { at: now, actor: request.account.id };
    const reply: Closed = {
      trial: slug,
      lists: lists.map(({ ceremony, members }) => ({
        ceremony: ceremony.id,
        members: members.length,
        units: new Set(members.map(({ unit }) => unit)).size,
      })),
    };
    return {
      status: 200,
      reply,
      appends: [
        {
          into: 'ceremonyEvent',
          rows: ceremonies.map(({ id, slotSeq }) => ({ ceremony: id, act: 'list-closed' as const, slotSeq, ...stamp })),
        },
        {
          into: 'listMember',
          rows: lists.flatMap(({ ceremony, members }) =>
            members.map(({ attendee, unit, isReturn }) => ({
              attendee,
              trial: slug,
              ceremony: ceremony.id,
              unit: isTrial ? unit : null,
              isReturn: isTrial && isReturn,
            })),
          ),
        },
        { into: 'allocation', rows: allocations },
        ...traces,
      ],
      linked: (entries) => [receiptRows(deps.random, trial.row.protocolHash, allocations, entries)],
      notes: lists.map(({ ceremony, members, withdrawn }) => ({
        act: ceremony.phase === 'trial' ? 'close-list-and-draw' : 'close-list',
        subject: ceremony.id,
        payload: { members, withdrawn, allocations: allocations.filter((row) => row.ceremony === ceremony.id) },
      })),
    };
  });
}

/** Who is on each list as it closes, by units; `withdrawn` counts the eligible people who left the trial before. */
async function listsOf(deps: Deps, trial: LoadedTrial, ceremonies: readonly CeremonyState[]) {
  const booked = await deps.store.read.bookedInto(ceremonies.map(({ id }) => id));
  const left = await deps.store.read.withdrawnAmong(booked.map(({ attendee }) => attendee.id));
  const byCeremony = Map.groupBy(booked, (row) => row.ceremony);
  const lists = ceremonies.map((ceremony) => {
    const eligible = (byCeremony.get(ceremony.id) ?? []).flatMap(({ attendee }) =>
      attendee.eligible === 'yes' ? [attendee] : [],
    );
    const people = eligible.filter(({ id }) => !left.has(id));
    if (people.length === 0) {
      throw new Refusal('list-empty', `Nobody eligible is on the list of ceremony ${ceremony.id}.`);
    }
    return { ceremony, people, withdrawn: eligible.length - people.length };
  });
  const households = [...new Set(lists.flatMap(({ people }) => people.map(({ household }) => household)))];
  const drawnBefore =
    trial.protocol.unit === 'ceremony'
      ? new Map<string, DrawnHousehold>()
      : await deps.store.read.drawnHouseholds(trial.row.slug, households);
  const units = unitsOfLists(trial.protocol, lists, drawnBefore);
  return lists.map(({ ceremony, withdrawn }, index) => {
    const own = units[index];
    if (own === undefined) throw new Error('A closing list has no units.');
    return { ceremony, withdrawn, ...own };
  });
}

async function closeable(
  deps: Deps,
  request: Request,
  trial: LoadedTrial,
  ids: readonly string[],
  now: string,
): Promise<readonly CeremonyState[]> {
  if (new Set(ids).size !== ids.length)
    throw new InputRefused([{ path: 'ceremonies', message: 'name each ceremony once' }]);
  const found = await loadCeremonies(deps, request.account, ids);
  const { slug, mode } = trial.row;
  const stranger = found.find((ceremony) => ceremony.trial !== slug);
  if (stranger !== undefined) throw new Refusal('not-found', `There is no ceremony ${stranger.id} in this trial.`);
  if (new Set(found.map(({ phase }) => phase)).size > 1) {
    throw new InputRefused([
      { path: 'ceremonies', message: 'close baseline ceremonies and trial ceremonies separately' },
    ]);
  }
  const isBaseline = found[0]?.phase === 'baseline';
  requirePhaseCloser(request.account, trial.protocol, isBaseline ? 'baseline' : 'trial');
  requireStatus(trial, isBaseline ? running : ['open'], 'Closing a list');
  for (const ceremony of found) requireCeremony('close-list', ceremony);
  if (!isBaseline && mode === 'live') refuseMissed(found, londonDate(now));
  if (!isBaseline && isDrawnAtOnce(trial.protocol)) await refuseLeftOpen(deps, slug, ids);
  return found.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** An arm drawn after the day conceals nothing from those who were there. @param today in London */
function refuseMissed(ceremonies: readonly CeremonyState[], today: string): void {
  const missed = ceremonies.find(({ heldOn }) => heldOn < today);
  if (missed === undefined) return;
  throw new Refusal(
    'too-late',
    `Ceremony ${missed.id} was held on ${missed.heldOn}: an arm drawn after its day conceals nothing. ` +
      'Record it as missed: cancel it with the reason not-closed-in-time.',
  );
}

/** Lists that close together are drawn in the order of date, time and id. */
function orderOf({ heldOn, startsAt, id }: CeremonyState): string {
  return `${heldOn} ${startsAt} ${id}`;
}
