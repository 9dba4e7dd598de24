/** Two runs of one trial side by side: whether they had the same data, plan and engine, and which figures differ. Shows figures by arm. */
import type { Account } from '../access/roles.ts';
import { Refusal } from '../trial/refusal.ts';
import { unblinded } from './blinding.ts';
import type { Deps } from './deps.ts';
import { loadTrial } from './load.ts';
import { runCollection } from './run-analysis.ts';

/** What is compared of a result, as results.json has it. */
type Entry = {
  readonly id: string;
  readonly method: string;
  readonly outcome?: string;
  readonly contrast?: readonly [string, string];
  readonly quantity?: string;
  readonly estimate?: number;
  readonly interval?: readonly [number | string, number | string];
  readonly p?: number;
  readonly n?: number;
  /** One for each arm where shares are told. */
  readonly rows?: readonly { readonly arm?: string; readonly n?: number; readonly count?: number }[];
  readonly notEstimable?: { readonly reason: string };
};

type ResultsFile = {
  readonly plan: { readonly sha256: string };
  readonly data: { readonly sha256: string };
  readonly engine: { readonly version: string };
  readonly results: readonly Entry[];
};

export type ComparedRun = {
  readonly run: string;
  readonly kind: 'locked' | 'exploratory';
  readonly at: string;
  readonly actor: string;
  readonly dataHash: string;
  readonly planHash: string;
  readonly engine: string;
};

/** A result of one run beside that of the other with the same outcome, comparison and quantity; null where the other has none. */
export type ComparedResult = {
  readonly what: string;
  readonly one: Entry | null;
  readonly other: Entry | null;
  /** To the last digit. */
  readonly isSame: boolean;
};

export type RunComparison = {
  readonly slug: string;
  readonly title: string;
  readonly isTraining: boolean;
  readonly one: ComparedRun;
  readonly other: ComparedRun;
  readonly results: readonly ComparedResult[];
};

/** Refuses `not-found` for a run that the trial does not have. */
export async function compareRuns(deps: Deps, account: Account, slug: string, runs: readonly [string, string]) {
  return unblinded(deps, account, slug, 'read-results', () => comparison(deps, slug, runs));
}

async function comparison(deps: Deps, slug: string, [one, other]: readonly [string, string]): Promise<RunComparison> {
  const { row, protocol } = await loadTrial(deps, slug);
  const [left, right] = await Promise.all([opened(deps, slug, one), opened(deps, slug, other)]);
  return {
    ...{ slug, title: protocol.title, isTraining: row.mode === 'training' },
    ...{ one: left.run, other: right.run },
    results: paired(left.results, right.results),
  };
}

async function opened(deps: Deps, slug: string, id: string) {
  const found = (await deps.store.read.analysisRuns(slug)).find((run) => run.id === id);
  const file = await deps.store.read.artefactBody(slug, runCollection(id), 'results.json');
  if (found === undefined || file === undefined) throw new Refusal('not-found', `There is no run ${id} of ${slug}.`);
  // Written by the analysis itself, whose format the contract fixes.
  const { plan, data, engine, results } = JSON.parse(file.body) as ResultsFile;
  const { kind, at, actor } = found;
  const hashes = { dataHash: data.sha256, planHash: plan.sha256, engine: engine.version };
  return { run: { run: id, kind, at, actor, ...hashes }, results };
}

/** What a result is of. Two runs may call their estimators by other names, so that the name comes last and only where it is needed. */
const nameOf = ({ method, outcome, contrast, quantity }: Entry): string =>
  [outcome, contrast?.join(' against '), quantity, method].filter((part) => part !== undefined).join(', ');

/** Exported for its test. In the order of the first run, then what only the second has. */
export function paired(one: readonly Entry[], other: readonly Entry[]): readonly ComparedResult[] {
  const left = [...other];
  const found = one.map((entry): ComparedResult => {
    const same = (candidate: Entry) => nameOf(candidate) === nameOf(entry);
    const exact = left.findIndex((candidate) => same(candidate) && candidate.id === entry.id);
    const index = exact === -1 ? left.findIndex(same) : exact;
    const partner = index === -1 ? null : (left.splice(index, 1)[0] ?? null);
    return { what: nameOf(entry), one: entry, other: partner, isSame: partner !== null && isEqual(entry, partner) };
  });
  return [...found, ...left.map((entry) => ({ what: nameOf(entry), one: null, other: entry, isSame: false }))];
}

/** Without the name of the estimator. */
function isEqual({ id: _, ...one }: Entry, { id: __, ...other }: Entry): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
