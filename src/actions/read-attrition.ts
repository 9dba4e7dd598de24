/**
 * Whose outcome is not known, by arm, of those whose window is over: an arm that loses people otherwise than the others can look better
 * or worse than it is. It counts who is missing and says nothing of who had the outcome; whoever reads it is not blind any more.
 */
import { compute } from '../../analysis/compute.ts';
import { isNotGiven } from '../../analysis/estimators/estimator.ts';
import type { Account } from '../access/roles.ts';
import { addDays, londonDate } from '../trial/calendar.ts';
import { canonicalJson } from '../trial/canonical.ts';
import { onListColumn } from '../trial/dataset-columns.ts';
import type { Outcome } from '../trial/protocol.ts';
import { unblinded } from './blinding.ts';
import { buildDatasets, type Dataset } from './build-dataset.ts';
import { csvOf } from './csv.ts';
import type { Deps } from './deps.ts';
import { type LoadedTrial, loadTrial } from './load.ts';

export type ArmAttrition = { readonly arm: string; readonly people: number; readonly missing: number };

export async function readAttrition(deps: Deps, account: Account, slug: string) {
  return unblinded(deps, account, slug, 'read-attrition', async () => {
    const trial = await loadTrial(deps, slug);
    const [datasets, dates] = await Promise.all([
      buildDatasets(deps, trial),
      deps.store.read.ceremonyDatesAsRandomised(slug),
    ]);
    const today = londonDate(deps.clock().toISOString());
    const outcomes = trial.protocol.outcomes.map(async (outcome) => {
      const due = dueRows(datasets.trial, dates, outcome, today);
      const arms = trial.protocol.arms.map(({ name }) => countsOf(due, name, outcome));
      return { outcome: outcome.name, label: outcome.label, arms, p: await testOf(deps, trial, due, outcome) };
    });
    return { slug, outcomes: await Promise.all(outcomes) };
  });
}

const at = ({ columns }: Dataset, name: string): number => columns.indexOf(name);

/** Of the primary population, those whose window ended before today. */
function dueRows(
  dataset: Dataset,
  dates: ReadonlyMap<string, string>,
  { windowDays }: Outcome,
  today: string,
): Dataset {
  const [ceremony, onList] = [at(dataset, 'ceremony'), at(dataset, onListColumn)];
  const isDue = (row: readonly string[]) => addDays(dates.get(row[ceremony] ?? '') ?? today, windowDays) < today;
  return { ...dataset, rows: dataset.rows.filter((row) => isDue(row) && (onList < 0 || row[onList] === '1')) };
}

function countsOf(due: Dataset, arm: string, { name }: Outcome): ArmAttrition {
  const [armAt, outcomeAt] = [at(due, 'arm'), at(due, name)];
  const own = due.rows.filter((row) => row[armAt] === arm);
  return { arm, people: own.length, missing: own.filter((row) => row[outcomeAt] === '').length };
}

/** Pearson's chi-squared over the arms, people taken as independent; null where there is nothing to test. */
async function testOf(deps: Deps, { protocol }: LoadedTrial, due: Dataset, { name }: Outcome): Promise<number | null> {
  const arms = new Set(due.rows.map((row) => row[at(due, 'arm')]));
  const own = protocol.analysis.outcomes.find((outcome) => outcome.name === name);
  if (arms.size < 2 || own === undefined) return null;
  const plan = {
    ...{ title: 'Missing outcomes', arm: { column: 'arm', reference: [...arms][0] }, outcomes: [own] },
    ...{ contrasts: 'each-against-reference', estimators: [{ id: 'missing', method: 'attrition' }] },
  };
  const data = new TextEncoder().encode(csvOf(due));
  const { results } = await compute({ planText: canonicalJson(plan), data, engineVersion: deps.engineVersion });
  for (const { figures } of results.rows) {
    if (isNotGiven(figures) || figures.quantity !== 'attrition' || isNotGiven(figures.test)) continue;
    return figures.test.p;
  }
  return null;
}
