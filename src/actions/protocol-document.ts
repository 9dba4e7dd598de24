/** A document of a declaration, with what the arithmetic says of the trial's size. The same declaration gives the same document. */
import type { NotGiven } from '../../analysis/estimators/estimator.ts';
import type { PlannedSize, ProtocolDocument } from '../trial/documents/document.ts';
import { type DocumentKind, documentOf } from '../trial/documents/kinds.ts';
import type { Protocol } from '../trial/protocol.ts';
import { protocolPower } from './protocol-power.ts';

export type DeclaredVersion = {
  readonly protocol: Protocol;
  readonly protocolHash: string;
  readonly planHash: string;
  /** Null in a draft. */
  readonly version: number | null;
};

export function protocolDocument(kind: DocumentKind, declared: DeclaredVersion): ProtocolDocument {
  return documentOf(kind, { ...declared, size: sizeOf(declared.protocol) });
}

/** Worked out once for a protocol: four documents of it stand on one page, which anybody may open. */
const sizes = new WeakMap<Protocol, { readonly size: PlannedSize | null }>();

function sizeOf(protocol: Protocol): PlannedSize | null {
  const known = sizes.get(protocol) ?? { size: plannedSize(protocol) };
  sizes.set(protocol, known);
  return known.size;
}

function plannedSize(protocol: Protocol): PlannedSize | null {
  const report = protocolPower(protocol);
  if (report === null) return null;
  const { plan, answer, notes } = report;
  const { clusters, units, outcome } = plan;
  if (clusters === null || units === null || outcome.kind !== 'binary') return null;
  const known = (figure: number | NotGiven | undefined) => (typeof figure === 'number' ? figure : null);
  return {
    units,
    unitsName: clusters.name,
    size: clusters.size,
    sizeVariation: clusters.sizeVariation,
    alpha: answer.alphaOfOne,
    power: plan.power,
    reference: outcome.reference,
    rows: answer.rows.map(({ icc, detectable, power }) => ({
      icc: icc ?? 0,
      detectable: known(detectable),
      power: known(power),
    })),
    assumed: notes,
  };
}
