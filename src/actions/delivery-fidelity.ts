/**
 * Whether ceremonies were delivered as planned, over all arms together (TIDieR item 12, Hoffmann et al. 2014, BMJ 348:g1687): of those held
 * with a drawn arm, how many have a delivery log, how many of these differed in nothing, and how often each difference was seen.
 */
import { type DeliveryDeviation, deliveryDeviations } from '../trial/delivery.ts';
import type { Deps } from './deps.ts';

export type Fidelity = {
  readonly held: number;
  readonly logged: number;
  readonly asPlanned: number;
  readonly deviations: readonly { readonly deviation: DeliveryDeviation; readonly ceremonies: number }[];
};

/** @param today 'YYYY-MM-DD' in London: a ceremony counts as held once its day has come */
export async function deliveryFidelity(deps: Deps, slug: string, today: string): Promise<Fidelity> {
  const [ceremonies, logs] = await Promise.all([
    deps.store.read.ceremoniesOf(slug, null),
    deps.store.read.deliveryOfTrial(slug),
  ]);
  const held = new Set(
    ceremonies
      .filter(({ phase, isListClosed, isCancelled, mergedInto }) => {
        return phase === 'trial' && isListClosed && !isCancelled && mergedInto === null;
      })
      .filter(({ heldOn }) => heldOn <= today)
      .map(({ id }) => id),
  );
  const own = logs.filter(({ ceremony }) => held.has(ceremony));
  return {
    held: held.size,
    logged: own.length,
    asPlanned: own.filter(({ deviations }) => deviations.length === 0).length,
    deviations: deliveryDeviations.map((deviation) => ({
      deviation,
      ceremonies: own.filter(({ deviations }) => deviations.includes(deviation)).length,
    })),
  };
}
