/**
 * What the page of counts starts from: in what form this borough gives its register's results, the groups that are counted, from when, and
 * what was given. By ceremony it tells of lists and never of arms; by arm it tells no number at all, since those who count know theirs.
 */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { grainOf, sharesOf } from '../trial/counts.ts';
import { buildDataset } from './build-dataset.ts';
import { addsUp, peopleIn } from './counted-rows.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';
import { observableByCell } from './upload-counts.ts';

export type CountedPlace = {
  readonly ceremony: string;
  readonly heldOn: string;
  readonly startsAt: string;
  readonly venue: string;
  readonly people: number;
  readonly outcomes: readonly {
    readonly outcome: string;
    /** Null where the register's calendar does not reach so far. */
    readonly countedFrom: string | null;
    /** 'again': somebody left the trial since, so that the counts given no longer add up. */
    readonly state: 'none' | 'given' | 'again';
  }[];
};

export async function readCountsPlace(deps: Deps, account: Account, slug: string) {
  requirePermission(account, 'upload-match-result');
  const trial = await loadTrial(deps, slug);
  const { borough } = account;
  const shares = sharesOf(trial.protocol, borough);
  const outcomes = trial.protocol.outcomes.filter(({ sources }) => sources.includes('administrative'));
  const view = { borough, shares, outcomes: outcomes.map(({ name, label }) => ({ outcome: name, label })) };
  if (borough === null || grainOf(shares) !== 'ceremony') return { ...view, ceremonies: [] };
  const [dataset, ceremonies, given, ...from] = await Promise.all([
    buildDataset(deps, trial, 'trial'),
    deps.store.read.ceremoniesOf(slug, borough),
    deps.store.read.countedOutcomesOf(slug),
    ...outcomes.map((outcome) => observableByCell(deps, slug, borough, 'ceremony', outcome)),
  ]);
  const people = peopleIn(dataset, borough, 'ceremony');
  return {
    ...view,
    ceremonies: ceremonies
      .filter(({ id }) => people.has(id))
      .map(({ id, heldOn, startsAt, venue }): CountedPlace => {
        const own = people.get(id) ?? 0;
        return {
          ...{ ceremony: id, heldOn, startsAt, venue, people: own },
          outcomes: outcomes.map(({ name }, index) => {
            const counts = given.find((one) => one.cell === id && one.outcome === name);
            const state = counts === undefined ? 'none' : addsUp(counts, own) ? 'given' : 'again';
            return { outcome: name, countedFrom: from[index]?.(id) ?? null, state };
          }),
        };
      }),
  };
}

export type CountsPlace = Awaited<ReturnType<typeof readCountsPlace>>;
