/** What the page of a delivery log starts from: the ceremony, who can have delivered it, the log that stands, and why none can be kept yet. */
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps } from './deps.ts';
import { loadCeremony, loadTrial } from './load.ts';
import { requireHeld } from './record-delivery.ts';

export async function readDeliveryPlace(deps: Deps, account: Account, id: string) {
  requirePermission(account, 'record-delivery');
  const ceremony = await loadCeremony(deps, account, id);
  const [{ row }, organisations, logs] = await Promise.all([
    loadTrial(deps, ceremony.trial),
    deps.store.read.organisationsOf(ceremony.trial, ceremony.borough),
    deps.store.read.deliveryLogsOf(id),
  ]);
  const { trial, heldOn, startsAt, venue, phase } = ceremony;
  return {
    ...{ ceremony: id, trial, heldOn, startsAt, venue, phase },
    isTraining: row.mode === 'training',
    organisations: organisations.map(({ code, name }) => ({ code, name })),
    log: logs.at(-1) ?? null,
    whyNot: whyNotHeld(() => requireHeld(ceremony, deps.clock().toISOString())),
  };
}

export type DeliveryPlace = Awaited<ReturnType<typeof readDeliveryPlace>>;

/** The sentence of the refusal, or null where nothing is refused. */
function whyNotHeld(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
