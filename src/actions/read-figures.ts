/** The primary table of the locked run, for the research roles; others learn only whether there is one. */
import { may } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import { primaryOutcome } from '../trial/protocol.ts';
import { unblinded } from './blinding.ts';
import type { Deps } from './deps.ts';
import type { LoadedTrial } from './load.ts';
import { runCollection } from './run-analysis.ts';

/** One entry of results.json, as far as a page reads it. */
export type ResultEntry = {
  readonly id: string;
  readonly method: string;
  readonly outcome: string;
  readonly contrast?: readonly [string, string];
  readonly quantity?: string;
  readonly estimate?: number;
  readonly interval?: readonly [number | '-Infinity', number | 'Infinity'];
  readonly level?: number;
  readonly p?: number;
  readonly pAdjusted?: number;
  readonly warning?: string;
  /** All of a result's warnings, where there is another than `warning`. */
  readonly warnings?: readonly string[];
  readonly notEstimable?: { readonly code: string; readonly reason: string };
  readonly rows?: readonly {
    readonly arm: string;
    readonly n: number;
    readonly count?: number;
    readonly proportion?: number;
    readonly interval?: readonly [number, number];
  }[];
};

export type PrimaryResults =
  | { readonly kind: 'none-yet' }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'results'; readonly outcome: string; readonly entries: readonly ResultEntry[] };

export async function readPrimaryResults(
  deps: Deps,
  account: Account | null,
  { row, protocol }: LoadedTrial,
): Promise<PrimaryResults> {
  const locked = (await deps.store.read.analysisRuns(row.slug)).find(({ kind }) => kind === 'locked');
  if (locked === undefined) return { kind: 'none-yet' };
  if (account === null || !may(account, 'read-results')) return { kind: 'withheld' };
  const file = await unblinded(deps, account, row.slug, 'read-results', () =>
    deps.store.read.artefactBody(row.slug, runCollection(locked.id), 'results.json'),
  );
  if (file === undefined) throw new Error(`The locked run of ${row.slug} has no results.json.`);
  // Written by the analysis itself, whose format the contract fixes.
  const { results } = JSON.parse(file.body) as { readonly results: readonly ResultEntry[] };
  const { name: outcome } = primaryOutcome(protocol);
  return { kind: 'results', outcome, entries: results.filter((entry) => entry.outcome === outcome) };
}
