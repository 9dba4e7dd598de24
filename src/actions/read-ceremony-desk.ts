/**
 * One ceremony as its own page shows it: where it stands, what may be done with it today and why not the rest, and its arm where
 * whole ceremonies are drawn and this one is unsealed (a look is recorded before it is shown).
 */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { londonDate } from '../trial/calendar.ts';
import { type PeopleVerdicts, peopleVerdictsOn, type Verdicts, verdictsOn } from '../trial/ceremony-verdicts.ts';
import type { Protocol } from '../trial/protocol.ts';
import type { Deps } from './deps.ts';
import { isDrawnAtOnce } from './draw-arms.ts';
import { loadTrial } from './load.ts';
import { type CeremonyView, readCeremonies, readCeremony, readList } from './read-ceremony.ts';
import { readArms } from './unseal-arm.ts';

export type CeremonyDesk = {
  readonly ceremony: CeremonyView;
  readonly protocol: Protocol;
  readonly isTraining: boolean;
  /** People on the list who take part, and the households they belong to. */
  readonly eligible: number;
  readonly households: number;
  readonly verdicts: Verdicts;
  readonly peopleVerdicts: PeopleVerdicts;
  /** Null while sealed, in the baseline phase, and where one room holds several arms. */
  readonly arm: string | null;
  /** Others of the same trial and borough that are still to be held, soonest first. */
  readonly others: readonly CeremonyView[];
};

/** Refuses `not-found` for a ceremony of another borough exactly as for none. */
export async function readCeremonyDesk(deps: Deps, account: Account, id: string): Promise<CeremonyDesk> {
  requirePermission(account, 'read-ceremony');
  const ceremony = await readCeremony(deps, account, id);
  const { row, protocol, status } = await loadTrial(deps, ceremony.trial);
  const [mergedHere, list, all] = await Promise.all([
    deps.store.read.ceremoniesMergedInto(id),
    readList(deps, account, id),
    readCeremonies(deps, account, ceremony.trial),
  ]);
  const today = londonDate(deps.clock().toISOString());
  const { leadTimeWorkingDays, unit } = protocol;
  const trial = { status, mode: row.mode, leadTimeWorkingDays, isDrawnAtOnce: isDrawnAtOnce(protocol) };
  const isShown = ceremony.isUnsealed && unit === 'ceremony';
  const [own] = isShown ? (await readArms(deps, account, id)).arms : [];
  const taking = list.filter(({ eligible }) => eligible === 'yes');
  return {
    ceremony,
    protocol,
    isTraining: row.mode === 'training',
    eligible: taking.length,
    households: new Set(taking.map(({ household }) => household)).size,
    verdicts: verdictsOn({ ...ceremony, mergedHere }, trial, today),
    peopleVerdicts: peopleVerdictsOn(ceremony, status),
    arm: own?.arm ?? null,
    others: all.filter((one) => one.id !== id && !one.isCancelled && one.mergedInto === null && one.heldOn >= today),
  };
}
