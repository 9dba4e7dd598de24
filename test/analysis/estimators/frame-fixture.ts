/** Frames for tests, from rows as a person would write them. */
import type { Frame } from '../../../analysis/frame.ts';

export type Row = {
  readonly arm: string;
  readonly outcome: number;
  readonly cluster?: string | number;
  readonly weight?: number;
};

/** `arms` in the order of the frame, the reference first; clusters and weights only where the first row has them. */
export function frameOf(arms: readonly string[], kind: Frame['outcomeKind'], rows: readonly Row[]): Frame {
  const codes = new Map<string | number, number>();
  const code = (cluster: string | number) => {
    const known = codes.get(cluster);
    if (known !== undefined) return known;
    codes.set(cluster, codes.size);
    return codes.size - 1;
  };
  const cluster =
    rows[0]?.cluster === undefined ? null : Int32Array.from(rows, (row) => code(row.cluster ?? 'no cluster'));
  return {
    rows: rows.length,
    outcome: Float64Array.from(rows, ({ outcome }) => outcome),
    outcomeKind: kind,
    arm: Int32Array.from(rows, ({ arm }) => arms.indexOf(arm)),
    arms,
    weight: rows[0]?.weight === undefined ? null : Float64Array.from(rows, ({ weight }) => weight ?? 0),
    cluster,
    clusterCount: codes.size,
  };
}

/** Two arms of a binary outcome given by their counts: "0" the reference, "1" the treated. */
export function frameOfCounts(x1: number, n1: number, x0: number, n0: number): Frame {
  const rows: Row[] = [
    { arm: '1', outcome: 1, weight: x1 },
    { arm: '0', outcome: 0, weight: n0 - x0 },
    { arm: '0', outcome: 1, weight: x0 },
    { arm: '1', outcome: 0, weight: n1 - x1 },
  ];
  return frameOf(
    ['0', '1'],
    'binary',
    rows.filter(({ weight }) => weight !== 0),
  );
}

/** The same people with a row each. */
export function expanded(rows: readonly Row[]): readonly Row[] {
  return rows.flatMap(({ weight, ...row }) => Array.from({ length: weight ?? 1 }, () => row));
}

export const treatedAgainstReference = { treated: 1, reference: 0 } as const;
