/**
 * What the offline draw can do and the service cannot: a protocol asking for it parses, can be checked and drawn from a file,
 * and is refused where the service would have to run it.
 */
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { finding } from './finding.ts';
import type { Protocol } from './protocol-schema.ts';
import { isKnownStratum } from './unit.ts';

/** Why the service cannot run this protocol; empty where it can. */
export function serviceFindings({ unit, strata, beacon, seed }: Protocol): readonly Finding[] {
  const attendees =
    unit === 'attendee'
      ? [finding(['unit'], 'the service draws ceremonies and households; attendees are not built yet')]
      : [];
  const unknown = strata.flatMap((name, index) =>
    isKnownStratum(name) ? [] : [finding(['strata', index], `the service records no "${name}" to stratify by`)],
  );
  const beacons =
    beacon === null
      ? []
      : [finding(['beacon'], 'the service does not read beacons yet; only the offline draw takes their output')];
  const committed =
    seed === null
      ? []
      : [
          finding(
            ['seed'],
            'must be null: the seed is drawn, and its commitment published, when the protocol is locked',
          ),
        ];
  return [...attendees, ...unknown, ...beacons, ...committed];
}
