/**
 * Unseals the arms of a borough's own ceremony: after its list is closed, and from the lead time on. Unsealing answers without
 * an arm; the arms are read by an act of their own, which records each look before it shows anything.
 */
import { requireConfirmed, requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import { londonDate } from '../trial/calendar.ts';
import { mayCeremony } from '../trial/ceremony-lifecycle.ts';
import { mayUnsealOn, noArm } from '../trial/ceremony-verdicts.ts';
import { unsealFrom } from '../trial/lead-time.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadCeremony, loadTrial } from './load.ts';
import { perform } from './perform.ts';
import { recordLooks } from './record-looks.ts';
import { seenAt } from './seen-at.ts';

export type Arms = {
  readonly ceremony: string;
  /** One per unit of this ceremony: the ceremony itself, each household, or the person drawn for it. */
  readonly arms: readonly { readonly unit: string; readonly arm: string }[];
  /** Units that come here and were drawn for a ceremony that is still sealed, or is another borough's. */
  readonly sealed: readonly string[];
};

/** Refuses `list-open`, `too-early` (with the date from which it can be done), `not-randomised` in the baseline phase. */
export async function unsealArm(deps: Deps, request: Request, ceremonyId: string) {
  requirePermission(request.account, 'unseal-arm');
  requireConfirmed(request.account);
  const { trial } = await loadCeremony(deps, request.account, ceremonyId);
  return perform(deps, request, trial, async (now) => {
    const ceremony = await loadCeremony(deps, request.account, ceremonyId);
    if (ceremony.phase === 'baseline') {
      throw new Refusal('not-randomised', noArm);
    }
    const answer = mayCeremony('unseal', ceremony);
    if (answer !== true) throw new Refusal(refusedFor(ceremony), answer);
    const { protocol } = await loadTrial(deps, trial);
    const early = mayUnsealOn(ceremony.heldOn, protocol.leadTimeWorkingDays, londonDate(now));
    if (early !== true) throw new Refusal('too-early', early);
    const from = unsealFrom(ceremony.heldOn, protocol.leadTimeWorkingDays);
    const event = { ceremony: ceremonyId, act: 'unsealed' as const, at: now, actor: request.account.id };
    return {
      status: 200,
      reply: { ceremony: ceremonyId, state: 'unsealed' as const },
      appends: [{ into: 'ceremonyEvent', rows: [event] }],
      notes: [{ act: 'unseal-arm', subject: ceremonyId, payload: { from } }],
    };
  });
}

function refusedFor({ isListClosed, isUnsealed }: CeremonyState) {
  if (!isListClosed) return 'list-open';
  return isUnsealed ? 'already-unsealed' : 'ceremony-cancelled';
}

/** The arms of whoever comes to an unsealed ceremony, as far as they may be seen there. Refuses `still-sealed`. */
export async function readArms(deps: Deps, account: Account, ceremonyId: string): Promise<Arms> {
  requirePermission(account, 'unseal-arm');
  const ceremony = await loadCeremony(deps, account, ceremonyId);
  const { shown, sealed } = await seenAt(
    deps,
    account,
    ceremony,
    'The arms of this ceremony are sealed. Unseal them first, from the lead time on.',
  );
  await recordLooks(deps, account, [...new Set([ceremonyId, ...shown.map((one) => one.ceremony)])]);
  const arms = shown.map(({ unit, arm }) => ({ unit, arm })).toSorted((a, b) => (a.unit < b.unit ? -1 : 1));
  return { ceremony: ceremonyId, arms, sealed };
}
