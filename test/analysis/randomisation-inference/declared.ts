/** Randomisation inference by a declared scheme, on people as a test writes them. */
import type { Frame } from '../../../analysis/frame.ts';
import { randomisationInference } from '../../../analysis/randomisation-inference/randomisation-inference.ts';
import type { RandomisationOptions } from '../../../analysis/randomisation-inference/randomisation-result.ts';
import { frameOf } from '../estimators/frame-fixture.ts';
import type { Pair, Person } from './longhand.ts';

export type Kind = 'complete' | 'blocked' | 'clustered' | 'blocked-clustered';
export const kinds: readonly Kind[] = ['complete', 'blocked', 'clustered', 'blocked-clustered'];

export const exactly: RandomisationOptions = {
  draws: 999,
  seed: '1',
  statistic: 'studentised',
  null: 'pairwise',
  maxT: false,
  interval: false,
  exactBelow: 1_000_000,
  level: 0.95,
};

export function frameOfPeople(people: readonly Person[], arms: readonly string[], kind: Frame['outcomeKind']): Frame {
  return frameOf(
    arms,
    kind,
    people.map(({ arm, outcome, unit }) => ({ arm, outcome, cluster: unit })),
  );
}

export function declared(
  kind: Kind,
  people: readonly Person[],
  arms: readonly string[],
  pairs: readonly Pair[],
  options: Partial<RandomisationOptions> = {},
) {
  const frame = frameOfPeople(people, arms, 'continuous');
  const blocks = [...new Set(people.map(({ block }) => block))].toSorted();
  const { cluster, clusterCount } = frame;
  if (cluster === null) throw new Error('people have units');
  const isBlocked = kind.startsWith('blocked');
  const drawn = {
    unit: kind.endsWith('clustered') ? { codes: cluster, count: clusterCount } : null,
    cell: isBlocked ? Int32Array.from(people, ({ block }) => blocks.indexOf(block)) : null,
    isBlocked,
  };
  const contrasts = pairs.map(([treated, reference]) => ({
    treated: arms.indexOf(treated),
    reference: arms.indexOf(reference),
  }));
  return randomisationInference(frame, contrasts, { kind: 'declared', drawn }, { ...exactly, ...options });
}
