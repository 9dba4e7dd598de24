/**
 * The data set of a simulated trial: the people of its units, each with the arm that was drawn and a yes or no. Whoever shares an arm
 * is alike: with probability √ρ a person says what their cluster's own coin says, else what theirs does, both with the arm's risk;
 * two people of a cluster then correlate by ρ. Source: A. D. Lunn & S. J. Davies 1998, Biometrika 85:487–490.
 */
import type { ExpectedUnit } from '../randomise/expected-lists.ts';
import { madeUpValue } from '../randomise/expected-lists.ts';
import { datasetColumns, onListColumn, peopleColumn, versionColumn } from '../trial/dataset-columns.ts';
import type { Protocol } from '../trial/protocol.ts';
import { keyValues } from '../trial/stratum.ts';
import { csvOf } from './csv.ts';

export type SimulatedOutcome = {
  /** The data set's column, and how it writes a yes and a no. */
  readonly column: string;
  readonly yes: string;
  readonly no: string;
  /** Each arm's risk, by name. */
  readonly risks: ReadonlyMap<string, number>;
  readonly icc: number;
};

/** Whose cluster, which arm, and what was drawn of it. */
export type DrawnUnit = { readonly unit: ExpectedUnit; readonly arm: string };

/** @param named the columns the plan names: the others stay empty */
export function simulatedData(
  protocol: Protocol,
  drawn: readonly DrawnUnit[],
  outcome: SimulatedOutcome,
  named: ReadonlySet<string>,
  random: () => number,
): string {
  const columns = datasetColumns(protocol).filter((name) => named.has(name));
  const answers = answersOf(outcome, random);
  const rows = drawn.flatMap(({ unit, arm }) => {
    const cluster = protocol.unit === 'attendee' ? (unit.household ?? unit.unit) : unit.unit;
    const strata = keyValues(unit.stratum, protocol.strata.length);
    const ofUnit = new Map(protocol.strata.map((name, index) => [name, strata[index] ?? '']));
    return Array.from({ length: unit.people }, (_, person) => {
      const answer = answers(cluster, arm);
      return columns.map((name) => {
        if (name === outcome.column) return answer;
        return ofUnit.get(name) ?? cellOf(name, protocol, unit, arm, person, random);
      });
    });
  });
  return csvOf({ columns, rows });
}

function cellOf(
  name: string,
  { unit: kind }: Protocol,
  unit: ExpectedUnit,
  arm: string,
  person: number,
  random: () => number,
): string {
  switch (name) {
    case 'unit':
      return unit.unit;
    case 'household':
      return kind === 'ceremony' ? `${unit.unit}-${person}` : (unit.household ?? unit.unit);
    case 'ceremony':
      return unit.ceremony;
    case 'arm':
      return arm;
    case 'group_size':
      return String(unit.groupSize);
    case 'attended':
    case onListColumn:
    case versionColumn:
    case peopleColumn:
      return '1';
    default:
      return madeUpValue(name, unit.borough, unit.groupSize, random);
  }
}

/** Draws a person's answer; a cluster's own coin is thrown once, when its first person comes. */
function answersOf({ yes, no, risks, icc }: SimulatedOutcome, random: () => number) {
  const shared = new Map<string, boolean>();
  const together = Math.sqrt(icc);
  return (cluster: string, arm: string): string => {
    const risk = risks.get(arm) ?? 0;
    const ofCluster = shared.get(cluster) ?? random() < risk;
    shared.set(cluster, ofCluster);
    const says = random() < together ? ofCluster : random() < risk;
    return says ? yes : no;
  };
}
