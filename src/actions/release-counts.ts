/**
 * The counts of a release with the sums that tie them: the flow of people, and of each yes-or-no outcome and arm how many are known and
 * how many of them it happened to. Read from what was frozen, so that they stay what was approved.
 */
import type { Flow } from '../../analysis/consort/flow.ts';
import type { LinkedCounts } from '../../analysis/disclosure/linked-counts.ts';
import { onListColumn, peopleColumn } from '../trial/dataset-columns.ts';
import { type Protocol, primaryOutcome } from '../trial/protocol.ts';
import { sharesCounts } from '../trial/shares.ts';
import { allocatedCount, analysedCount } from './flow-arm.ts';
import { type Counted, flowLedger } from './flow-counts.ts';
import { columnOf, type Table } from './table-file.ts';

export const knownCount = (outcome: string, arm: string): string => `outcome/${outcome}/${arm}/known`;
export const happenedCount = (outcome: string, arm: string): string => `outcome/${outcome}/${arm}/happened`;

/**
 * What readers miss most is the primary outcome and its arms, then other outcomes and the totals; last the lines of the diagram and boroughs.
 * @param table the frozen data set with `arm`, `household`, `on_list` where there is one, and the yes-or-no outcomes
 */
export function releaseCounts(flow: Flow, protocol: Protocol, table: Table): LinkedCounts {
  const ledger = flowLedger();
  const primary = primaryOutcome(protocol);
  for (const { name } of protocol.outcomes.filter(({ kind }) => kind === 'binary')) {
    const rows = rowsOf(protocol, table, name);
    for (const arm of protocol.arms) {
      const own = rows.filter((row) => row.arm === arm.name);
      const [known, happened] = [knownCount(name, arm.name), happenedCount(name, arm.name)];
      const of = (value: string) => own.filter((row) => row.value === value);
      ledger.people(
        known,
        own.filter(({ value }) => value !== ''),
      );
      ledger.people(happened, of('1'));
      ledger.sum(known, [happened, ledger.derivable(`${known}/not-happened`, of('0'))]);
      // The diagram's analysed are those of the primary outcome: one count under two names.
      if (name === primary.name) ledger.sum(known, [analysedCount(arm.name)]);
      else ledger.atMost(known, allocatedCount(arm.name), valueIn(flow, allocatedCount(arm.name)));
    }
  }
  const { counts, sums } = ledger.counts;
  const worth = new Map<string, number>([
    ...['assessed', 'randomised', ...counts.map(({ id }) => id)].map((id) => [id, 1] as const),
    ...protocol.arms.flatMap(({ name: arm }) =>
      [knownCount, happenedCount].map((of) => [of(primary.name, arm), 2] as const),
    ),
    ...protocol.arms.flatMap(({ name: arm }) => [allocatedCount, analysedCount].map((of) => [of(arm), 2] as const)),
  ]);
  return {
    counts: [...flow.counts.counts, ...counts].map((one) => ({ ...one, worth: worth.get(one.id) ?? 0 })),
    sums: [...flow.counts.sums, ...sums],
  };
}

type Row = Counted & { readonly arm: string; readonly value: string };

/** The primary population's rows. */
function rowsOf(protocol: Protocol, table: Table, outcome: string): readonly Row[] {
  const [arm, household, value] = ['arm', 'household', outcome].map((name) => columnOf(table, name));
  const onList = protocol.lateJoiners === 'sensitivity' ? columnOf(table, onListColumn) : null;
  if (arm === undefined || household === undefined || value === undefined) throw new Error('A column is missing.');
  const all = Array.from({ length: table.rows }, (_, row) => row).filter((row) => onList?.text(row) !== '0');
  const people = sharesCounts(protocol.boroughs) ? columnOf(table, peopleColumn) : null;
  return all.flatMap((row) => {
    const count = people === null ? 1 : Number(people?.text(row));
    // Of counted people no household is known: a row counts as one, so that too much is hidden rather than too little.
    const home = household.text(row) === '' ? `row ${row}` : household.text(row);
    return Array.from({ length: count }, () => ({ arm: arm.text(row), household: home, value: value.text(row) }));
  });
}

function valueIn({ counts }: Flow, id: string): number {
  const found = counts.counts.find((count) => count.id === id);
  if (found === undefined) throw new Error(`The flow has no count ${id}.`);
  return found.value;
}
