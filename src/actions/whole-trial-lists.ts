/**
 * Who closes lists, and of what. A scheme that draws a whole trial at once asks for all its lists in one act, over all boroughs:
 * the trial administrator closes them together, and not while somebody who could be drawn would be left out for ever.
 */
import { may, requirePermission } from '../access/permissions.ts';
import { type Account, roleNames } from '../access/roles.ts';
import type { CeremonyState } from '../store/queries/ceremonies.ts';
import type { Protocol } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';
import { isDrawnAtOnce } from './draw-arms.ts';

/** Refuses `not-permitted` to whoever closes no list of such a trial, in whichever phase. */
export function requireListCloser(account: Account, protocol: Protocol): void {
  if (!isDrawnAtOnce(protocol) || !may(account, 'close-whole-list')) requirePermission(account, 'close-list');
}

/** Refuses `not-permitted`, saying who closes the lists of this phase: baseline lists are closed as in every trial. */
export function requirePhaseCloser(account: Account, protocol: Protocol, phase: CeremonyState['phase']): void {
  if (phase === 'baseline' || !isDrawnAtOnce(protocol)) {
    requirePermission(account, 'close-list');
  } else if (!may(account, 'close-whole-list')) {
    throw new Refusal(
      'not-permitted',
      'This trial draws all its lists at once: the trial administrator closes them together, over all boroughs. ' +
        `You are signed in as ${roleNames[account.role]}.`,
    );
  }
}

/**
 * Refuses `list-open`, naming the ceremonies, while eligible people are booked into one whose list stays open.
 * @param closing ids of the ceremonies whose lists close now
 */
export async function refuseLeftOpen(deps: Deps, slug: string, closing: readonly string[]): Promise<void> {
  const open = (await deps.store.read.ceremoniesOf(slug, null)).filter(
    ({ id, phase, isListClosed, isCancelled }) =>
      phase === 'trial' && !isListClosed && !isCancelled && !closing.includes(id),
  );
  const holding = await deps.store.read.holdingPeople(open.map(({ id }) => id));
  const named = open.filter(({ id }) => holding.has(id)).map(whereItStands);
  if (named.length === 0) return;
  throw new Refusal(
    'list-open',
    'All lists of this trial close together, and eligible people would be left out for ever. ' +
      `Still open: ${named.join('; ')}. Close them too, or have these people booked elsewhere or the ceremonies cancelled first.`,
  );
}

function whereItStands({ id, borough, heldOn, mergedInto }: CeremonyState): string {
  const merged = mergedInto === null ? '' : `, merged into ${mergedInto}: book its people there`;
  return `${id} (${borough}, ${heldOn}${merged})`;
}
