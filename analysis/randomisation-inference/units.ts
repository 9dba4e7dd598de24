/**
 * The units that were randomised, in an order that follows from what they are and not from the file: by the cell they were drawn
 * in, their people, the sum of their outcomes and their arm. A unit is a person (frequency weights are expanded: each person
 * was drawn), a cluster, or whatever the trial drew.
 */
import { type NotGiven, notEstimable } from '../estimators/estimator.ts';
import type { Frame } from '../frame.ts';
import { exactOutcomes } from './exact-outcomes.ts';

/** How the rows of a frame form units and cells. All numbers per row of the frame. */
export type Drawn = {
  /** The unit, 0 … count − 1; null where it is the person. */
  readonly unit: { readonly codes: Int32Array; readonly count: number } | null;
  /** Arms are exchanged within a cell; numbered in an order that does not depend on rows. null: one cell. */
  readonly cell: Int32Array | null;
  /** True where the statistic is made within cells, too; else over all units. */
  readonly isBlocked: boolean;
};

export type Units = {
  readonly count: number;
  /** People of each unit. */
  readonly size: Float64Array;
  /** Sum of its people's outcomes, times `scale`, each less a constant. */
  readonly sum: Float64Array;
  readonly scale: number;
  /** Index into the arms given. */
  readonly arm: Uint16Array;
  readonly arms: number;
  /** Cell c holds the units cellStarts[c] … cellStarts[c + 1] − 1. */
  readonly cellStarts: Int32Array;
  /** Within these the statistic is made: the cells, or one over all. */
  readonly blockStarts: Int32Array;
  /** The unit's number among the rows'; -1 for a person. */
  readonly code: Int32Array;
};

const mostPeople = 20_000_000;

/**
 * The units with people in these arms (indices into the frame's, increasing). Refuses a unit in two arms or in two cells, and
 * frequency weights of more people than can be drawn one by one.
 */
export function unitsOf(frame: Frame, arms: readonly number[], drawn: Drawn): Units | NotGiven {
  const { rows, arm, outcome, weight, people } = usedRows(frame, arms);
  if (drawn.unit === null && people > mostPeople) {
    return notEstimable('too-many-people', `More than ${mostPeople} people cannot be drawn again one by one.`);
  }
  const { values, scale } = exactOutcomes(outcome, weight);
  const byValue = Int32Array.from(rows.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const units = new Gathered(drawn.unit === null ? people : Math.min(drawn.unit.count, rows.length));
  for (const at of byValue) {
    const row = rows[at] ?? 0;
    const code = drawn.unit?.codes[row] ?? null;
    const own = weight?.[at] ?? 1;
    const isWhole = units.put(code, drawn.cell?.[row] ?? 0, arm[at] ?? 0, own, values[at] ?? 0);
    if (!isWhole && code !== null) return spanning(units.armOf(code) !== arm[at]);
  }
  return units.inOrder(arms.length, scale, drawn.isBlocked);
}

function usedRows(frame: Frame, arms: readonly number[]) {
  const indexOf = Int32Array.from(frame.arms, (_, arm) => arms.indexOf(arm));
  const armOf = frame.arm.map((arm) => indexOf[arm] ?? -1);
  const rows = Int32Array.from(armOf.keys()).filter((row) => (armOf[row] ?? -1) >= 0);
  const { weight: weights } = frame;
  const weight = weights === null ? null : Float64Array.from(rows, (row) => weights[row] ?? 0);
  return {
    rows,
    arm: rows.map((row) => armOf[row] ?? 0),
    outcome: Float64Array.from(rows, (row) => frame.outcome[row] ?? 0),
    weight,
    people: weight === null ? rows.length : weight.reduce((sum, own) => sum + own, 0),
  };
}

/** Units as they are found; `inOrder` sorts them. */
class Gathered {
  readonly #cell: Int32Array;
  readonly #arm: Uint16Array;
  readonly #size: Float64Array;
  readonly #sum: Float64Array;
  readonly #code: Int32Array;
  readonly #numberOf = new Map<number, number>();
  #count = 0;

  constructor(most: number) {
    this.#cell = new Int32Array(most);
    this.#arm = new Uint16Array(most);
    this.#size = new Float64Array(most);
    this.#sum = new Float64Array(most);
    this.#code = new Int32Array(most);
  }

  /** `people` with the same outcome: each a unit where there is no code. False where the unit stands in another cell or arm. */
  put(code: number | null, cell: number, arm: number, people: number, outcome: number): boolean {
    if (code === null) {
      for (let one = 0; one < people; one += 1) this.#add(-1, cell, arm, 1, outcome);
      return true;
    }
    const at = this.#numberOf.get(code);
    if (at === undefined) {
      this.#numberOf.set(code, this.#count);
      this.#add(code, cell, arm, people, people * outcome);
      return true;
    }
    this.#size[at] = (this.#size[at] ?? 0) + people;
    this.#sum[at] = (this.#sum[at] ?? 0) + people * outcome;
    return this.#cell[at] === cell && this.#arm[at] === arm;
  }

  armOf(code: number): number | undefined {
    return this.#arm[this.#numberOf.get(code) ?? -1];
  }

  #add(code: number, cell: number, arm: number, size: number, sum: number): void {
    const at = this.#count++;
    this.#cell[at] = cell;
    this.#arm[at] = arm;
    this.#size[at] = size;
    this.#sum[at] = sum;
    this.#code[at] = code;
  }

  inOrder(arms: number, scale: number, isBlocked: boolean): Units {
    const keys = [this.#cell, this.#size, this.#sum, this.#arm];
    const order = Int32Array.from({ length: this.#count }, (_, at) => at).sort((a, b) => {
      for (const key of keys) {
        const apart = (key[a] ?? 0) - (key[b] ?? 0);
        if (apart !== 0) return apart;
      }
      return 0;
    });
    const cellStarts = startsOf(order.map((at) => this.#cell[at] ?? 0));
    return {
      count: this.#count,
      size: Float64Array.from(order, (at) => this.#size[at] ?? 0),
      sum: Float64Array.from(order, (at) => this.#sum[at] ?? 0),
      scale,
      arm: Uint16Array.from(order, (at) => this.#arm[at] ?? 0),
      arms,
      cellStarts,
      blockStarts: isBlocked ? cellStarts : Int32Array.of(0, this.#count),
      code: order.map((at) => this.#code[at] ?? 0),
    };
  }
}

/** Where each run of equal numbers begins, and the end. */
function startsOf(sorted: Int32Array): Int32Array {
  const starts = [...sorted.keys()].filter((at) => at === 0 || sorted[at] !== sorted[at - 1]);
  return Int32Array.from([...starts, sorted.length]);
}

function spanning(isInArms: boolean): NotGiven {
  return isInArms
    ? notEstimable('cluster-spans-arms', 'A cluster has people in two arms, so it was not drawn as a whole.')
    : notEstimable('cluster-spans-blocks', 'A cluster has people in several blocks, so it was not drawn within one.');
}
