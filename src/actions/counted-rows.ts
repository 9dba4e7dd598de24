/**
 * A borough's counts in the data set. While the trial runs, each group's people carry its counts in the order of the list, so that sums by
 * ceremony, arm and borough are right and nothing else may be read from them: who of a group had the outcome is not known. In the frozen
 * data that cannot be misread: a group's people are rows that stand for several, without anything known of one person.
 */

import type { Row } from '../store/port.ts';
import { lostColumns, sharesOf } from '../trial/counts.ts';
import { daysColumn, onListColumn, peopleColumn, sourceColumn } from '../trial/dataset-columns.ts';
import type { Protocol } from '../trial/protocol.ts';
import type { Dataset } from './build-dataset.ts';

export type Counts = Pick<
  Row<'countedOutcome'>,
  'borough' | 'outcome' | 'grain' | 'cell' | 'happened' | 'notHappened' | 'unmatchable'
>;

/** Counts that no longer add up, because somebody left the trial since and is only counted, are left out until they are given again. */
export function withCounts(dataset: Dataset, counts: readonly Counts[]): Dataset {
  if (counts.length === 0) return dataset;
  const rows = dataset.rows.map((row) => [...row]);
  const { columns } = dataset;
  for (const one of counts) {
    const own = groupOf({ columns, rows }, one);
    if (!addsUp(one, own.length)) continue;
    const [value, days, source] = [one.outcome, daysColumn(one.outcome), sourceColumn(one.outcome)].map((name) =>
      columns.indexOf(name),
    );
    if (value === undefined || days === undefined || source === undefined) continue;
    for (const [place, index] of own.entries()) {
      const row = rows[index];
      if (row === undefined) continue;
      row[value] = place < one.happened ? '1' : place < one.happened + one.notHappened ? '0' : '';
      row[days] = '';
      row[source] = 'administrative';
    }
  }
  return { columns, rows };
}

/** For the file that is frozen: the people of counted groups as rows with the number they stand for. */
export function asCounted(protocol: Protocol, dataset: Dataset, counts: readonly Counts[]): Dataset {
  const { columns } = dataset;
  const people = columns.indexOf(peopleColumn);
  if (people < 0 || counts.length === 0) return dataset;
  const counted = new Set(
    counts.flatMap((one) => {
      const own = groupOf(dataset, one);
      return addsUp(one, own.length) ? own : [];
    }),
  );
  const borough = columns.indexOf('borough');
  const merged = new Map<string, string[]>();
  const rows = dataset.rows.flatMap((row, index): readonly string[][] => {
    if (!counted.has(index)) return [[...row]];
    const shares = sharesOf(protocol, row[borough] ?? '');
    const lost = shares === 'people' ? [] : lostColumns(shares, protocol.strata);
    const bare = row.map((value, at) => (lost.includes(columns[at] ?? '') ? '' : value));
    const key = JSON.stringify(bare);
    const known = merged.get(key);
    if (known !== undefined) {
      known[people] = String(Number(known[people]) + 1);
      return [];
    }
    merged.set(key, bare);
    return [bare];
  });
  return { columns, rows };
}

/** How many people of the primary population stand in each cell of a borough. */
export function peopleIn(dataset: Dataset, borough: string, grain: Counts['grain']): ReadonlyMap<string, number> {
  const at = dataset.columns.indexOf(grain);
  const people = new Map<string, number>();
  for (const row of primary(dataset, borough)) people.set(row[at] ?? '', (people.get(row[at] ?? '') ?? 0) + 1);
  return people;
}

export function addsUp({ happened, notHappened, unmatchable }: Counts, people: number): boolean {
  return happened + notHappened + unmatchable === people;
}

function primary({ columns, rows }: Dataset, borough: string): readonly (readonly string[])[] {
  const [place, onList] = [columns.indexOf('borough'), columns.indexOf(onListColumn)];
  return rows.filter((row) => row[place] === borough && (onList < 0 || row[onList] === '1'));
}

/** The places of a group's rows. */
function groupOf(dataset: Dataset, { borough, grain, cell }: Counts): readonly number[] {
  const at = dataset.columns.indexOf(grain);
  const own = new Set(primary(dataset, borough));
  return dataset.rows.flatMap((row, index) => (own.has(row) && row[at] === cell ? [index] : []));
}
