/**
 * The design: what the draw needs to know of a protocol, and nothing else. The service, the offline commands, the
 * probabilities and the re-draws all start from the same object.
 */
import type { Protocol } from '../trial/protocol.ts';
import type { Scheme } from '../trial/scheme.ts';
import type { UnitKind } from '../trial/unit.ts';
import { algorithm } from './stream.ts';

export type DesignArm = { readonly name: string; readonly ratio: number };

export type Design = {
  readonly algorithm: typeof algorithm;
  /** SHA-256 of the protocol version under which the draw is made, 64 hexadecimal digits. */
  readonly protocolHash: string;
  /** The arms still drawn, in protocol order; ratios are positive integers. */
  readonly arms: readonly DesignArm[];
  readonly unit: UnitKind;
  readonly scheme: Scheme;
  readonly strata: readonly string[];
};

/**
 * The design of one protocol version. Arms a later version has stopped are left out, the others keep their order; a block
 * loses the stopped arms' places, so that 27 for three equal arms becomes 18 for the two that are left.
 */
export function designOf(protocol: Protocol, protocolHash: string): Design {
  const { unit, scheme, strata, stoppedArms } = protocol;
  const declared = protocol.arms.map(({ name, ratio }) => ({ name, ratio }));
  const arms = declared.filter(({ name }) => !stoppedArms.includes(name));
  return { algorithm, protocolHash, arms, unit, scheme: withoutStopped(scheme, declared, arms), strata };
}

function withoutStopped(scheme: Scheme, declared: readonly DesignArm[], drawn: readonly DesignArm[]): Scheme {
  if (scheme.kind !== 'blocks') return scheme;
  const sumOf = (arms: readonly DesignArm[]) => ratioSum(arms.map(({ ratio }) => ratio));
  const blockSizes = scheme.blockSizes.map((size) => (size / sumOf(declared)) * sumOf(drawn));
  return { kind: 'blocks', blockSizes };
}

/** The ratios of a design's arms, in protocol order. */
export function ratiosOf({ arms }: Design): readonly number[] {
  return arms.map(({ ratio }) => ratio);
}

/** The sum of the ratio: the size of the smallest group that can hold it exactly. */
export function ratioSum(ratios: readonly number[]): number {
  return ratios.reduce((sum, ratio) => sum + ratio, 0);
}

/** Arms by index, in protocol order, each `times` × its ratio times. */
export function expandedArms(ratios: readonly number[], times: number): number[] {
  const arms: number[] = [];
  for (const [arm, ratio] of ratios.entries()) {
    for (let place = ratio * times; place > 0; place--) arms.push(arm);
  }
  return arms;
}

/** The name of the arm of this index. */
export function armName({ arms }: Design, index: number | undefined): string {
  const arm = index === undefined ? undefined : arms[index];
  if (arm === undefined) throw new Error(`the design has no arm ${index}`);
  return arm.name;
}
