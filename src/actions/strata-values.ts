/** The values a stratum may have, where the protocol or its vocabulary says so. */
import { ageBands, priorFranchises, registeredAtBaselineValues } from '../trial/attendee.ts';
import { groupSizeStrata } from '../trial/group-size.ts';
import type { Protocol } from '../trial/protocol.ts';

/** undefined where any text will do. */
export function strataValues({ boroughs }: Protocol, stratum: string): readonly string[] | undefined {
  switch (stratum) {
    case 'borough':
      return boroughs.map(({ code }) => code);
    case 'group_size':
      return groupSizeStrata;
    case 'age_band':
      return ageBands;
    case 'prior_franchise':
      return priorFranchises;
    case 'registered_at_baseline':
      return registeredAtBaselineValues;
    default:
      return undefined;
  }
}
