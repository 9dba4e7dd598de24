/**
 * Holds a seed to the commitment made at the lock, and a list of allocations to the draw that should have made it, both
 * read once and side by side; names the first unit that differs and how: another arm, another place, missing, added, or out
 * of order (those take a second look).
 */

import { decodeText } from '../../analysis/plan/decode-text.ts';
import type { Problem } from '../../analysis/plan/problem.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Rerandomised } from '../randomise/draw-state.ts';
import { commitmentOf, faultsOf, parseSeed } from '../randomise/seed.ts';
import { parseProtocol } from '../trial/protocol.ts';
import type { ByteSource } from './byte-source.ts';
import { allocationColumns, type DrawInput, otherSeed, prepareDraw, problemsOf, type Refused } from './draw-offline.ts';
import type { Allocation } from './draw-rows.ts';
import { placeOfRow, rowOfUnit } from './second-look.ts';
import { type RowColumn, TableRows } from './table-rows.ts';

export type DrawVerdict =
  | {
      readonly ok: true;
      readonly units: number;
      readonly protocolHash: string;
      /** Columns of either file that nothing was held to: a change in them goes unnoticed. */
      readonly notUsed: { readonly units: readonly string[]; readonly allocations: readonly string[] };
      /** How a rerandomised list came out; null under every other scheme. */
      readonly rerandomised: Rerandomised | null;
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

/**
 * Draws again and compares row by row. `allocations` is a file with `unit,stratum,position,arm`. Both files are read to their
 * ends whatever is found: a list that no longer parses is refused, not said to differ.
 */
export function verifyDraw(
  input: DrawInput,
  allocations: ByteSource,
): { readonly ok: true; readonly value: DrawVerdict } | Refused {
  const draw = prepareDraw(input);
  const opened = TableRows.open(allocations, () => allocationColumns);
  if (!draw.ok)
    return { ok: false, problems: [...draw.problems, ...problemsIn(opened.ok ? restOf(opened.value) : opened)] };
  if (!opened.ok) return { ok: false, problems: problemsIn(opened) };
  const table = opened.value;
  const compare = comparing(table);
  const walk = draw.value.drawn();
  let step = walk.next();
  let rows = 0;
  let difference: Difference | undefined;
  for (; step.done !== true; step = walk.next()) {
    difference ??= compare(step.value, rows++);
  }
  const added = table.next() && difference === undefined ? addedAt(table) : undefined;
  const drawn = step.value;
  const problems = [...problemsOf('units', drawn), ...problemsIn(restOf(table))];
  if (!drawn.ok || problems.length > 0) return { ok: false, problems };
  const first = difference ?? added;
  if (first !== undefined) return { ok: true, value: verdictOn(first, { units: input.units, allocations }) };
  const { units, notUsed, rerandomised } = drawn.value;
  const columns: readonly string[] = allocationColumns;
  const passedOver = table.names.filter((name) => !columns.includes(name));
  const { protocolHash } = draw.value;
  return {
    ok: true,
    value: { ok: true, units, protocolHash, notUsed: { units: notUsed, allocations: passedOver }, rerandomised },
  };
}

/** What is wrong with allocations, once the rest of them is read. */
function restOf(table: TableRows): { readonly ok: false; readonly problems: readonly Problem[] } {
  while (table.next());
  return { ok: false, problems: table.problems };
}

function problemsIn(allocations: { readonly ok: false; readonly problems: readonly Problem[] }) {
  return problemsOf('allocations', allocations);
}

/** The first row (from 0) that is not what was drawn, and how. */
type Difference =
  | { readonly kind: 'value'; readonly unit: string; readonly line: number; readonly reason: string }
  | { readonly kind: 'unit'; readonly row: number; readonly line: number; readonly found: string; readonly due: string }
  | { readonly kind: 'missing'; readonly row: number; readonly due: string }
  | { readonly kind: 'added'; readonly line: number; readonly found: string };

/** A function that goes to the next row of the allocations and holds it to what was drawn. */
function comparing(table: TableRows): (drawn: Allocation, row: number) => Difference | undefined {
  const unit = table.column('unit');
  const stratum = table.column('stratum');
  const position = table.column('position');
  const arm = table.column('arm');
  return (drawn, row) => {
    const due = drawn.unit;
    if (!table.next()) return { kind: 'missing', row, due };
    if (!unit.is(due)) return { kind: 'unit', row, line: unit.place().line, found: unit.text(), due };
    if (!stratum.is(drawn.stratum)) return otherValue(stratum, drawn.stratum, unit);
    const place = drawn.position === null ? '' : String(drawn.position);
    if (!position.is(place)) return otherValue(position, place, unit);
    return arm.is(drawn.arm) ? undefined : otherValue(arm, drawn.arm, unit);
  };
}

function otherValue(column: RowColumn, due: string, unit: RowColumn): Difference {
  const reason = `its ${column.name} is ${quoted(column.text())}; the draw gives ${quoted(due)}`;
  return { kind: 'value', unit: unit.text(), line: unit.place().line, reason };
}

function addedAt(table: TableRows): Difference {
  const unit = table.column('unit');
  return { kind: 'added', line: unit.place().line, found: unit.text() };
}

type Files = { readonly units: ByteSource; readonly allocations: ByteSource };

/** The difference in words; both files are known to parse. */
function verdictOn(difference: Difference, files: Files): DrawVerdict {
  switch (difference.kind) {
    case 'value':
      return { ok: false, unit: difference.unit, line: difference.line, reason: difference.reason };
    case 'unit':
      return { ok: false, ...misplaced(difference, files), line: difference.line };
    case 'missing': {
      const { row, due } = difference;
      const reason = `it is missing: the allocations end before it (line ${placeOfRow(files.units, row).line} of the units)`;
      return { ok: false, unit: due, line: row === 0 ? 1 : placeOfRow(files.allocations, row - 1).line + 1, reason };
    }
    case 'added':
      return {
        ok: false,
        unit: difference.found,
        line: difference.line,
        reason: 'it is added: the list of units has ended',
      };
  }
}

/** Why another unit stands where `due` was drawn. */
function misplaced(
  { row, found, due }: Extract<Difference, { readonly kind: 'unit' }>,
  { units, allocations }: Files,
): { readonly unit: string; readonly reason: string } {
  if ((rowOfUnit(allocations, found) ?? row) < row) return { unit: found, reason: 'it stands twice' };
  if (rowOfUnit(units, found) === undefined)
    return { unit: found, reason: `it is added: the list of units has no such unit; ${quoted(due)} is due here` };
  if (rowOfUnit(allocations, due) === undefined)
    return { unit: due, reason: `it is missing; ${quoted(found)} stands in its place` };
  return { unit: found, reason: `the rows are in another order: ${quoted(due)} is due here` };
}
