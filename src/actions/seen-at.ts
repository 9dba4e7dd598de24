/**
 * Whose arms may be seen at an unsealed ceremony. People come to it who were drawn elsewhere: a household that comes back, somebody
 * who follows it, the people of a ceremony that was merged into this one. An arm that was drawn for another list is shown only where
 * that list's own ceremony is unsealed, in the viewer's borough: nobody may book a made-up person to see a sealed arm.
 */
import { seesBorough } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { Row } from '../store/port.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';

export type SeenAt = {
  readonly shown: readonly Row<'allocation'>[];
  /** Units whose arm stays sealed until the ceremony they were drawn for is unsealed. */
  readonly sealed: readonly string[];
};

/** Refuses `still-sealed` with this sentence where the ceremony itself is not unsealed. */
export async function seenAt(deps: Deps, account: Account, ceremony: CeremonyState, sentence: string): Promise<SeenAt> {
  if (!ceremony.isUnsealed) throw new Refusal('still-sealed', sentence);
  const { read } = deps.store;
  const { protocol } = await loadTrial(deps, ceremony.trial);
  const merged = protocol.unit === 'ceremony' ? [] : await read.ceremoniesMergedInto(ceremony.id);
  const here = [ceremony.id, ...merged];
  const people = await Promise.all(here.flatMap((id) => [read.membersOf(id), read.lateJoinersAt(id)]));
  const units = [...new Set(people.flat().flatMap(({ unit }) => (unit === null ? [] : [unit])))];
  const drawn = await read.allocationsOfUnits(ceremony.trial, units);
  const homes = new Map(
    (await read.ceremoniesById([...new Set(drawn.map((one) => one.ceremony))])).map((home) => [home.id, home]),
  );
  const mayBeSeen = (one: Row<'allocation'>) => {
    const home = homes.get(one.ceremony);
    if (home === undefined) return false;
    return here.includes(home.id) || (home.isUnsealed && seesBorough(account, home.borough));
  };
  return {
    shown: drawn.filter(mayBeSeen),
    sealed: drawn
      .filter((one) => !mayBeSeen(one))
      .map(({ unit }) => unit)
      .toSorted(),
  };
}
