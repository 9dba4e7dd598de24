/**
 * A file of units through the engine, in file order and memory that hardly grows with it: rows are drawn a few thousand at a
 * time, or list by list. A scheme that draws one whole list needs its size first: the file is then read twice, and one
 * arm a unit is held in between (rerandomisation holds the covariates too).
 */
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import type { Design } from '../randomise/design.ts';
import { drawList } from '../randomise/draw-list.ts';
import { type DrawState, freshState, type Rerandomised, type Unit } from '../randomise/draw-state.ts';
import { completeArms } from '../randomise/draw-whole.ts';
import type { UnitRow, UnitsFile } from './units-file.ts';

/** Rows drawn at once where the scheme draws unit by unit. */
const rowsAtOnce = 500;

/** One line of an allocations file. `position` is null for somebody who follows a person of their household. */
export type Allocation = {
  readonly unit: string;
  readonly stratum: string;
  readonly position: number | null;
  readonly arm: string;
};

export type { Rerandomised };

/** What is known once the whole list is drawn. */
export type DrawnFile = {
  readonly units: number;
  /** Columns of the file that nothing was held to. */
  readonly notUsed: readonly string[];
  readonly rerandomised: Rerandomised | null;
};

/** Allocations one by one in file order, and at the end what is known of the file. After a problem no more are given. */
export type Allocations = Generator<Allocation, Parsed<DrawnFile>>;

/** What is drawn from; `open` begins the list anew. `slug` is the id of a list that is the whole file. */
export type Drawing = {
  readonly design: Design;
  readonly key: Uint8Array;
  readonly slug: string;
  readonly open: () => Parsed<UnitsFile>;
};

export function drawRows(drawing: Drawing): Allocations {
  const { kind } = drawing.design.scheme;
  return kind === 'complete' || kind === 'rerandomised' ? drawWholeFile(drawing) : drawInParts(drawing);
}

function* drawInParts({ design, key, slug, open }: Drawing): Allocations {
  const opened = open();
  if (!opened.ok) return opened;
  const file = opened.value;
  const isCohort = design.scheme.kind === 'cohort';
  const households: string[] = [];
  let state = freshState;
  let part: UnitRow[] = [];
  for (let row = file.next(); row !== null; row = file.next()) {
    const [first] = part;
    const isCut = isCohort ? first !== undefined && first.list !== row.list : part.length === rowsAtOnce;
    if (isCut) {
      state = yield* drawPart(part, state);
      part = [];
    }
    part.push(row);
  }
  if (file.problems.length > 0) return { ok: false, problems: file.problems };
  yield* drawPart(part, state);
  return { ok: true, value: { units: file.rows, notUsed: file.notUsed, rerandomised: null } };

  function* drawPart(rows: readonly UnitRow[], before: DrawState): Generator<Allocation, DrawState> {
    const id = isCohort ? (rows[0]?.list ?? '') : slug;
    const units = rows.flatMap(({ unit, isFollower }) => (isFollower ? [] : [unit]));
    const { drawn, state: after } = drawList(design, key, { id, units }, before);
    let next = 0;
    for (const { unit, household, isFollower } of rows) {
      const one = isFollower ? following(unit, households[household]) : drawn[next++];
      if (one === undefined) throw new Error(`the unit "${unit.unit}" was not drawn`);
      if (household !== -1) households[household] = one.arm;
      yield one;
    }
    return after;
  }
}

function following({ unit, stratum }: Unit, arm: string | undefined): Allocation {
  if (arm === undefined) throw new Error(`"${unit}" follows nobody`);
  return { unit, stratum, position: null, arm };
}

function* drawWholeFile(drawing: Drawing): Allocations {
  const counted = countUnits(drawing);
  if (!counted.ok) return counted;
  const { arms, rerandomised } = drawCounted(drawing, counted.value);
  const opened = drawing.open();
  if (!opened.ok) return opened;
  const file = opened.value;
  const households: string[] = [];
  const positions = new Map<string, number>();
  for (let row = file.next(); row !== null; row = file.next()) {
    const { unit, household, isFollower } = row;
    if (isFollower) {
      yield following(unit, households[household]);
      continue;
    }
    const position = positions.get(unit.stratum) ?? 0;
    const arm = arms.get(unit.stratum)?.[position];
    if (arm === undefined) return changed;
    positions.set(unit.stratum, position + 1);
    const name = drawing.design.arms[arm]?.name ?? '';
    if (household !== -1) households[household] = name;
    yield { unit: unit.unit, stratum: unit.stratum, position, arm: name };
  }
  if (file.problems.length > 0) return { ok: false, problems: file.problems };
  const isWhole = [...arms].every(([stratum, { length }]) => positions.get(stratum) === length);
  if (!isWhole) return changed;
  return { ok: true, value: { units: file.rows, notUsed: file.notUsed, rerandomised } };
}

const changed: { readonly ok: false; readonly problems: readonly Problem[] } = {
  ok: false,
  problems: [{ path: '', message: 'the list changed while it was drawn; draw it again' }],
};

/** The units of a whole list that take a place: how many of each stratum, and for rerandomisation each of them in order. */
type Counted = { readonly counts: ReadonlyMap<string, number>; readonly units: readonly Unit[] };

function countUnits({ design, open }: Drawing): Parsed<Counted> {
  const opened = open();
  if (!opened.ok) return opened;
  const file = opened.value;
  const counts = new Map<string, number>();
  const units: Unit[] = [];
  for (let row = file.next(); row !== null; row = file.next()) {
    if (row.isFollower) continue;
    const { stratum, values } = row.unit;
    counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
    if (design.scheme.kind === 'rerandomised') units.push({ unit: '', stratum, household: null, values });
  }
  return file.problems.length > 0 ? { ok: false, problems: file.problems } : { ok: true, value: { counts, units } };
}

type DrawnArms = {
  /** Indices into the design's arms, by position in the stratum. */
  readonly arms: ReadonlyMap<string, Uint16Array>;
  readonly rerandomised: Rerandomised | null;
};

function drawCounted({ design, key, slug }: Drawing, { counts, units }: Counted): DrawnArms {
  if (design.scheme.kind === 'complete') {
    const drawn = [...counts].map(([stratum, count]) => {
      return [stratum, Uint16Array.from(completeArms(design, key, stratum, count))] as const;
    });
    return { arms: new Map(drawn), rerandomised: null };
  }
  const indexOf = new Map(design.arms.map(({ name }, index) => [name, index]));
  const arms = new Map([...counts].map(([stratum, count]) => [stratum, new Uint16Array(count)]));
  const { drawn, rerandomised } = drawList(design, key, { id: slug, units }, freshState);
  for (const { stratum, position, arm } of drawn) {
    const codes = arms.get(stratum);
    if (codes !== undefined) codes[position] = indexOf.get(arm) ?? 0;
  }
  return { arms, rerandomised };
}
