/**
 * Holds a seed to the commitment made at the lock, and a list of allocations to the draw that should have made it; names
 * the first unit that differs and how: another arm, another place, missing, added, or out of order.
 */
import { decodeText } from '../../analysis/plan/decode-text.ts';
import type { Drawn } from '../randomise/draw-state.ts';
import { commitmentOf, faultsOf, parseSeed } from '../randomise/seed.ts';
import { parseProtocol } from '../trial/protocol.ts';
import { columnNames } from './column-names.ts';
import {
  allocationColumns,
  type DrawInput,
  type OfflineDraw,
  otherSeed,
  prepareDraw,
  problemsOf,
  type Refused,
} from './draw-offline.ts';
import { columnOf, readTable, type Table } from './table-file.ts';

export type DrawVerdict =
  | {
      readonly ok: true;
      readonly units: number;
      readonly protocolHash: string;
      /** Columns of either file that nothing was held to: a change in them goes unnoticed. */
      readonly notUsed: { readonly units: readonly string[]; readonly allocations: readonly string[] };
    }
  /** `line` is that of the allocations file; `unit` the first one that differs. */
  | { readonly ok: false; readonly unit: string; readonly line: number; readonly reason: string };

export type SeedVerdict =
  /** `isHeld`: there was a commitment to hold the seed to, and it is met. */
  | { readonly ok: true; readonly commitment: string; readonly isHeld: boolean }
  | { readonly ok: false; readonly commitment: string; readonly reason: string };

/**
 * The seed's commitment, held to the one `given` and to the one in the protocol file, where there is one. Refuses a seed or a
 * `given` that is not 64 lower-case hexadecimal digits, and a protocol that does not parse.
 */
export function verifySeed(
  { protocol, seed }: DrawInput,
  given: string | null,
): { readonly ok: true; readonly value: SeedVerdict } | Refused {
  const parsedSeed = parseSeed(seed);
  const text = decodeText(protocol);
  const parsed = text.ok ? parseProtocol(text.value) : text;
  const faults = given === null ? [] : faultsOf(given, 'the commitment');
  const problems = [
    ...problemsOf('seed', parsedSeed),
    ...problemsOf('protocol', parsed),
    ...faults.map((message) => ({ input: 'commitment' as const, path: 'commitment', message })),
  ];
  if (!parsedSeed.ok || !parsed.ok || faults.length > 0) return { ok: false, problems };
  const commitment = commitmentOf(parsedSeed.value);
  const held = [
    { expected: given, whose: 'the one given is' },
    { expected: parsed.value.seed, whose: 'the protocol holds' },
  ];
  for (const { expected, whose } of held) {
    if (expected === null || expected === commitment) continue;
    return { ok: true, value: { ok: false, commitment, reason: otherSeed(commitment, expected, whose) } };
  }
  return { ok: true, value: { ok: true, commitment, isHeld: held.some(({ expected }) => expected !== null) } };
}

/** Draws again and compares row by row. `allocations` are the bytes of a file with `unit,stratum,position,arm`. */
export function verifyDraw(
  input: DrawInput,
  allocations: Uint8Array,
): { readonly ok: true; readonly value: DrawVerdict } | Refused {
  const table = readTable(allocations, allocationColumns);
  const draw = prepareDraw(input);
  if (!draw.ok) return { ok: false, problems: [...draw.problems, ...problemsOf('allocations', table)] };
  if (!table.ok) return { ok: false, problems: problemsOf('allocations', table) };
  const columns: readonly string[] = allocationColumns;
  const notUsed = columnNames(allocations).filter((name) => !columns.includes(name));
  return { ok: true, value: compare(draw.value, table.value, notUsed) };
}

function compare(draw: OfflineDraw, table: Table, notUsed: readonly string[]): DrawVerdict {
  let row = 0;
  for (const drawn of draw.drawn()) {
    const difference = differenceAt(draw, table, row, drawn);
    if (difference !== undefined) return difference;
    row++;
  }
  if (row < table.rows) {
    const unit = columnOf(table, 'unit');
    const reason = 'it is added: the list of units has ended';
    return { ok: false, unit: unit.text(row), line: unit.place(row).line, reason };
  }
  const { protocolHash, units } = draw;
  return { ok: true, units: row, protocolHash, notUsed: { units: units.notUsed, allocations: notUsed } };
}

/** How the row differs from what was drawn; places are worked out only where it does, because each costs a walk of the file. */
function differenceAt(draw: OfflineDraw, table: Table, row: number, drawn: Drawn): DrawVerdict | undefined {
  const unit = columnOf(table, 'unit');
  const due = drawn.unit;
  if (row >= table.rows) {
    const reason = `it is missing: the allocations end before it (line ${draw.units.line(row)} of the units)`;
    return { ok: false, unit: due, line: unit.place(table.rows - 1).line + 1, reason };
  }
  if (unit.text(row) !== due) return { ok: false, ...misplaced(draw, table, row, due), line: unit.place(row).line };
  const expected = { stratum: drawn.stratum, position: String(drawn.position), arm: drawn.arm };
  for (const [name, value] of Object.entries(expected)) {
    const found = columnOf(table, name).text(row);
    if (found === value) continue;
    const reason = `its ${name} is "${found}"; the draw gives "${value}"`;
    return { ok: false, unit: due, line: unit.place(row).line, reason };
  }
  return undefined;
}

/** Why another unit stands where `due` was drawn. */
function misplaced(
  draw: OfflineDraw,
  table: Table,
  row: number,
  due: string,
): { readonly unit: string; readonly reason: string } {
  const unit = columnOf(table, 'unit');
  const found = unit.text(row);
  const standsBefore = rowOf(table, found) < row;
  if (standsBefore) return { unit: found, reason: 'it stands twice' };
  if (!isUnit(draw, found))
    return { unit: found, reason: `it is added: the list of units has no such unit; "${due}" is due here` };
  if (rowOf(table, due) === table.rows) return { unit: due, reason: `it is missing; "${found}" stands in its place` };
  return { unit: found, reason: `the rows are in another order: "${due}" is due here` };
}

/** The first row with this unit; the number of rows where there is none. */
function rowOf(table: Table, wanted: string): number {
  const { text } = columnOf(table, 'unit');
  let row = 0;
  while (row < table.rows && text(row) !== wanted) row++;
  return row;
}

function isUnit(draw: OfflineDraw, wanted: string): boolean {
  for (const { units } of draw.units.lists()) {
    if (units.some(({ unit }) => unit === wanted)) return true;
  }
  return false;
}
