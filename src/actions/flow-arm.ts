/** One arm's column of the flow diagram: who was allocated to it and came, who was lost, who is analysed. */
import type { FlowArm, FlowBox, FlowLine } from '../../analysis/consort/flow.ts';
import { onListColumn } from '../trial/dataset-columns.ts';
import type { Protocol } from '../trial/protocol.ts';
import type { Dataset } from './build-dataset.ts';
import type { Deps } from './deps.ts';
import type { FlowLedger } from './flow-counts.ts';

export type Person = Awaited<ReturnType<Deps['store']['read']['peopleInFlow']>>[number];

/** Ids of counts that stand outside the diagram too. */
export const allocatedCount = (arm: string): string => `arm/${arm}/allocated`;
export const analysedCount = (arm: string): string => `arm/${arm}/analysed`;

/** People who were drawn, with how many units they stand in. */
export function drawnBox(
  ledger: FlowLedger,
  { unit }: Protocol,
  id: string,
  title: string,
  people: readonly Person[],
  lines: readonly FlowLine[],
): FlowBox {
  const units = new Set(people.map((person) => person.unit)).size;
  const box = { title, people: ledger.people(id, people), lines };
  return { ...box, units: unit === 'attendee' ? null : ledger.units(`${id}/units`, units, id, people.length) };
}

export function armFlow(
  ledger: FlowLedger,
  protocol: Protocol,
  arm: string,
  people: readonly Person[],
  came: ReadonlyMap<string, boolean>,
  known: readonly { readonly household: string; readonly isKnown: boolean }[],
  outcomeLabel: string,
): FlowArm {
  const id = (part: string) => `arm/${arm}/${part}`;
  const count = (name: string, words: string, group: readonly { readonly household: string }[]): FlowLine => ({
    words,
    id: ledger.people(name, group),
  });
  const attendance = [
    count(
      id('attended'),
      'Came to a ceremony',
      people.filter((one) => came.get(one.id) === true),
    ),
    count(
      id('absent'),
      'Did not come',
      people.filter((one) => came.get(one.id) === false),
    ),
    count(
      id('attendance-unknown'),
      'Not recorded whether they came',
      people.filter((one) => !came.has(one.id)),
    ),
  ];
  const allocation = drawnBox(ledger, protocol, allocatedCount(arm), `Allocated to ${arm}`, people, attendance);
  ledger.sum(
    allocation.people,
    attendance.map((line) => line.id),
  );
  const counted = people.filter(({ decision }) => decision === 'count-only');
  const stayed = people.filter(({ decision }) => decision === null);
  const missing = known.filter(({ isKnown }) => !isKnown);
  const left = count(id('left'), 'Left, counted only', counted);
  const lost = [left, count(id('missing'), 'Outcome not known', missing)];
  const lostPeople = ledger.people(id('lost'), [...counted, ...missing]);
  ledger.sum(
    lostPeople,
    lost.map((line) => line.id),
  );
  const kept = count(
    id('left-kept'),
    'Left, but outcomes kept',
    people.filter(({ decision }) => decision === 'keep-outcomes'),
  );
  ledger.sum(allocation.people, [left.id, kept.id, ledger.derivable(id('stayed'), stayed)]);
  const analysed = count(
    analysedCount(arm),
    '',
    known.filter(({ isKnown }) => isKnown),
  );
  ledger.sum(allocation.people, [lostPeople, analysed.id]);
  return {
    arm,
    allocation,
    followUp: { title: 'Lost to follow-up', people: lostPeople, units: null, lines: [...lost, kept] },
    analysis: { title: `Analysed for: ${outcomeLabel}`, people: analysed.id, units: null, lines: [] },
  };
}

/** Of each arm its rows of the primary population: the household, and whether the outcome is known. */
export function knownByArm({ columns, rows }: Dataset, outcome: string) {
  const at = (name: string) => columns.indexOf(name);
  const [arm, household, value, onList] = [at('arm'), at('household'), at(outcome), at(onListColumn)];
  const primary = onList === -1 ? rows : rows.filter((row) => row[onList] === '1');
  const read = primary.map((row) => ({
    arm: row[arm] ?? '',
    household: row[household] ?? '',
    isKnown: row[value] !== '',
  }));
  return Map.groupBy(read, (one) => one.arm);
}
