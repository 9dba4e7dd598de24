/**
 * Closes booking lists and draws the arms of their units, in one atomic write. Before it there are no arms; after it the
 * lists, the strata and the arms are fixed. Whoever left the trial before is counted and left off the list: a household that
 * left as a whole is no unit. In the baseline phase a list closes without a draw.
 */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { requireCeremony } from '../trial/ceremony-lifecycle.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { drawArms } from './draw-arms.ts';
import { type LoadedTrial, loadCeremonies, loadTrial, requireStatus } from './load.ts';
import { perform } from './perform.ts';
import { unitsOf } from './units-of-list.ts';

export const closeListsSchema = z.strictObject({
  ceremonies: z.array(z.string()).min(1).max(500).describe('Ids of the ceremonies whose lists close together'),
});

export type Closed = {
  readonly trial: string;
  readonly lists: readonly { readonly ceremony: string; readonly members: number; readonly units: number }[];
};

/** Refuses `list-closed`, `list-empty`, `wrong-status`; never answers with an arm. */
export async function closeLists(deps: Deps, request: Request, slug: string, ceremonyIds: readonly string[]) {
  requirePermission(request.account, 'close-list');
  return perform<Closed>(deps, request, slug, async (now) => {
    const trial = await loadTrial(deps, slug);
    const ceremonies = await closeable(deps, request, trial, ceremonyIds);
    const lists = await listsOf(deps, trial, ceremonies);
    const drawn =
      lists[0]?.ceremony.phase === 'trial' ? await drawArms(deps, trial, lists, now, request.account.id) : [];
    const stamp = { at: now, actor: request.account.id };
    const reply: Closed = {
      trial: slug,
      lists: lists.map(({ ceremony, members, units }) => ({
        ceremony: ceremony.id,
        members: members.length,
        units: units.length,
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
            members.map(({ attendee, unit }) => ({
              attendee,
              trial: slug,
              ceremony: ceremony.id,
              unit: ceremony.phase === 'trial' ? unit : null,
            })),
          ),
        },
        { into: 'allocation', rows: drawn },
      ],
      notes: lists.map(({ ceremony, members, withdrawn }) => ({
        act: ceremony.phase === 'trial' ? 'close-list-and-draw' : 'close-list',
        subject: ceremony.id,
        payload: { members, withdrawn, allocations: drawn.filter((row) => row.ceremony === ceremony.id) },
      })),
    };
  });
}

/** Who is on each list as it closes, by units; `withdrawn` counts the eligible people who left the trial before. */
async function listsOf(deps: Deps, trial: LoadedTrial, ceremonies: readonly CeremonyState[]) {
  const booked = await deps.store.read.bookedInto(ceremonies.map(({ id }) => id));
  const left = await deps.store.read.withdrawnAmong(booked.map(({ attendee }) => attendee.id));
  const byCeremony = Map.groupBy(booked, (row) => row.ceremony);
  return ceremonies.map((ceremony) => {
    const eligible = (byCeremony.get(ceremony.id) ?? []).flatMap(({ attendee }) =>
      attendee.eligible === 'yes' ? [attendee] : [],
    );
    const people = eligible.filter(({ id }) => !left.has(id));
    if (people.length === 0) {
      throw new Refusal('list-empty', `Nobody eligible is on the list of ceremony ${ceremony.id}.`);
    }
    return { ceremony, withdrawn: eligible.length - people.length, ...unitsOf(trial.protocol, ceremony, people) };
  });
}

async function closeable(
  deps: Deps,
  request: Request,
  trial: LoadedTrial,
  ids: readonly string[],
): Promise<readonly CeremonyState[]> {
  if (new Set(ids).size !== ids.length)
    throw new InputRefused([{ path: 'ceremonies', message: 'name each ceremony once' }]);
  const found = await loadCeremonies(deps, request.account, ids);
  const slug = trial.row.slug;
  const stranger = found.find((ceremony) => ceremony.trial !== slug);
  if (stranger !== undefined) throw new Refusal('not-found', `There is no ceremony ${stranger.id} in this trial.`);
  if (new Set(found.map(({ phase }) => phase)).size > 1) {
    throw new InputRefused([
      { path: 'ceremonies', message: 'close baseline ceremonies and trial ceremonies separately' },
    ]);
  }
  const isBaseline = found[0]?.phase === 'baseline';
  requireStatus(trial, isBaseline ? ['baseline', 'open', 'paused'] : ['open'], 'Closing a list');
  for (const ceremony of found) requireCeremony('close-list', ceremony);
  return found.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** Lists that close together are drawn in the order of date, time and id. */
function orderOf({ heldOn, startsAt, id }: CeremonyState): string {
  return `${heldOn} ${startsAt} ${id}`;
}
