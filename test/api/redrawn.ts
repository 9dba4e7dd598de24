/** The draw once more, from nothing but what the service exports: protocol, units in order, seed and the beacon's output. */
import { csvOf } from '../../src/actions/csv.ts';
import { designOf } from '../../src/randomise/design.ts';
import { drawList } from '../../src/randomise/draw-list.ts';
import { freshState, inListOrder } from '../../src/randomise/draw-state.ts';
import { beaconText, drawKey } from '../../src/randomise/seed.ts';
import { parseProtocol, protocolHash } from '../../src/trial/protocol.ts';
import { schemeColumns } from '../../src/trial/scheme.ts';
import { stratumKey } from '../../src/trial/stratum.ts';

/** Rows of a plain CSV file without quotation marks, by column. */
export function rowsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = csv.trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}

/** The allocations file that a list of units, in file order, gives under this protocol. */
export function redrawn(protocolText: string, units: string, seed: string, beaconOutput: string | null): string {
  const parsed = parseProtocol(protocolText);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const protocol = parsed.value;
  const { beacon, scheme, strata, unit: kind } = protocol;
  const isMixed = beacon !== null && beaconOutput !== null;
  const key = drawKey(seed, isMixed ? beaconText(String(beacon.round), beaconOutput) : null);
  const design = designOf(protocol, protocolHash(protocolText));
  const listOf = (row: Readonly<Record<string, string>>) =>
    scheme.kind === 'cohort' ? (row[kind === 'ceremony' ? 'list' : 'ceremony'] ?? '') : protocol.slug;
  const lists = Map.groupBy(rowsOf(units), listOf);
  let state = freshState;
  const lines = [...lists].flatMap(([id, rows]) => {
    const list = {
      id,
      units: rows.map((row) => ({
        unit: row.unit ?? '',
        household: kind === 'attendee' ? (row.household ?? null) : null,
        stratum: stratumKey(strata.map((name) => row[name] ?? '')),
        values: schemeColumns(scheme).map((name) => row[name] ?? ''),
      })),
    };
    const drawn = drawList(design, key, list, state);
    state = drawn.state;
    return inListOrder(list, drawn);
  });
  return csvOf({
    columns: ['unit', 'stratum', 'position', 'arm'],
    rows: lines.map(({ unit, stratum, position, arm }) => [unit, stratum, position === null ? '' : `${position}`, arm]),
  });
}
