/** The port through which the pages of the researcher's bench reach the service. It refuses as the acts themselves do. */
import type { ProtocolReport } from '../actions/check-protocol.ts';
import type { RunComparison } from '../actions/compare-runs.ts';
import type { Bench } from '../actions/read-bench.ts';
import type { Acting } from './acts.ts';
import type { Problems } from './desk-port.ts';
import type { Viewer } from './reads.ts';

export type CheckedDraft = { readonly problems: Problems } | { readonly report: ProtocolReport; readonly text: string };

export type BenchPort = {
  /** A protocol.json as it was uploaded. */
  readonly checkDraft: (file: Uint8Array) => CheckedDraft;
  readonly bench: (viewer: Viewer, slug: string) => Promise<Bench>;
  readonly report: (viewer: Viewer, slug: string, run: string) => Promise<string>;
  readonly compare: (viewer: Viewer, slug: string, runs: readonly [string, string]) => Promise<RunComparison>;
  readonly runExploratory: (by: Acting, slug: string, plan: string) => Promise<Problems>;
  /** @returns the number of the export, or what is wrong with the reason */
  readonly takeData: (by: Acting, slug: string, reason: string) => Promise<string>;
};
