/** The polls that hold publication back in a trial, and what two people wrote over them. Nothing of it tells an arm or an outcome. */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { boroughName } from '../trial/boroughs.ts';
import { londonDate } from '../trial/calendar.ts';
import { allLondon, pollNear } from '../trial/pre-election.ts';
import { refuseInBlindRole } from './blinding.ts';
import type { Deps } from './deps.ts';
import { loadVisibleTrial } from './read-trial.ts';

export type PollLine = {
  readonly place: string;
  readonly pollOn: string;
  readonly quietFrom: string;
};

export type PollsView = {
  readonly slug: string;
  readonly title: string;
  readonly isTraining: boolean;
  /** Soonest first, those that are over at the end. */
  readonly polls: readonly PollLine[];
  readonly overrides: readonly { readonly until: string; readonly reason: string }[];
  /** The poll that holds publication back today, or null. */
  readonly near: PollLine | null;
  /** Where the viewer may record polls, by ONS code and name; all of London only for those who work across boroughs. */
  readonly areas: readonly { readonly code: string; readonly name: string }[];
};

export async function readPolls(deps: Deps, account: Account, slug: string): Promise<PollsView> {
  requirePermission(account, 'read-polls');
  await refuseInBlindRole(deps, account, slug);
  const { row, protocol } = await loadVisibleTrial(deps, account, slug);
  const [polls, overrides] = await Promise.all([
    deps.store.read.pollsOf(slug),
    deps.store.read.releaseOverridesOf(slug),
  ]);
  const today = londonDate(deps.clock().toISOString());
  const coming = polls.filter(({ pollOn }) => pollOn >= today);
  const over = polls.filter(({ pollOn }) => pollOn < today).toReversed();
  const near = pollNear(
    polls.filter(({ pollOn }) => !overrides.some(({ until }) => until >= pollOn)),
    today,
  );
  const boroughs = protocol.boroughs.map(({ code, name }) => ({ code, name }));
  return {
    ...{ slug, title: protocol.title, isTraining: row.mode === 'training' },
    polls: [...coming, ...over].map(lineOf),
    overrides: overrides.map(({ until, reason }) => ({ until, reason })),
    near: near === undefined ? null : lineOf(near),
    areas:
      account.borough === null
        ? [{ code: allLondon, name: placeOf(allLondon) }, ...boroughs]
        : boroughs.filter(({ code }) => code === account.borough),
  };
}

type Stored = { readonly area: string; readonly pollOn: string; readonly quietFrom: string };
const lineOf = ({ area, pollOn, quietFrom }: Stored): PollLine => ({ place: placeOf(area), pollOn, quietFrom });
const placeOf = (area: string): string =>
  area === allLondon ? 'All of London: the Mayor, the Assembly, Parliament' : (boroughName(area) ?? area);
