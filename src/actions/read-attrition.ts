/**
 * Whose outcome is not known, by arm, of those whose window is over: an arm that loses people otherwise than the others can look better
 * or worse than it is; and who answered the survey. It counts who is missing and says nothing of who had the outcome or of what anybody
 * answered; whoever reads it is not blind any more.
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
    const armAt = datasets.trial.columns.indexOf('arm');
    const outcomes = trial.protocol.outcomes.map(async (outcome) => {
      const due = dueRows(datasets.trial, dates, outcome, today);
      const arms = trial.protocol.arms.map(({ name }) => countsOf(due, name, outcome));
      const at = due.columns.indexOf(outcome.name);
      const answers = due.rows.map((row) => ({ arm: row[armAt] ?? '', isMissing: row[at] === '' }));
      return { outcome: outcome.name, label: outcome.label, arms, p: await testOf(deps, answers) };
    });
    return { slug, outcomes: await Promise.all(outcomes), survey: await surveyOf(deps, trial) };
  });
}

const at = ({ columns }: Dataset, name: string): number => columns.indexOf(name);

/** Of the primary population, those whose window ended before today. */
export function dueRows(
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

export type SurveyAttrition = {
  /** Of the people randomised whose outcomes are used, how many answered anything at all. */
  readonly arms: readonly { readonly arm: string; readonly people: number; readonly responded: number }[];
  readonly questions: readonly {
    readonly question: number;
    readonly arms: readonly { readonly arm: string; readonly answered: number }[];
  }[];
  readonly p: number | null;
};

/** Who answered the survey, by arm, and never what they said; null where the protocol has no page for attendees. */
async function surveyOf(deps: Deps, { row, protocol }: LoadedTrial): Promise<SurveyAttrition | null> {
  if (protocol.attendeePage === null) return null;
  const [members, withdrawals, responses] = await Promise.all([
    deps.store.read.membersOfTrial(row.slug),
    deps.store.read.withdrawalsOf(row.slug),
    deps.store.read.surveyResponsesOf(row.slug),
  ]);
  const gone = new Set(withdrawals.filter(({ decision }) => decision === 'count-only').map(({ attendee }) => attendee));
  const asked = members
    .filter(({ phase, isReturn, attendee }) => phase === 'trial' && isReturn !== true && !gone.has(attendee.id))
    .map(({ attendee, arm }) => ({ id: attendee.id, arm: arm ?? '' }));
  const responded = new Set(responses.map(({ attendee }) => attendee));
  const byArm = (count: (id: string) => boolean) =>
    protocol.arms.map(({ name }) => ({
      arm: name,
      count: asked.filter(({ id, arm }) => arm === name && count(id)).length,
    }));
  const people = byArm(() => true);
  const answered = byArm((id) => responded.has(id));
  return {
    arms: people.map(({ arm, count }, index) => ({ arm, people: count, responded: answered[index]?.count ?? 0 })),
    questions: [1, 2, 3, 4, 5].map((question) => {
      const own = new Set(responses.filter((one) => one.question === question).map(({ attendee }) => attendee));
      return { question, arms: byArm((id) => own.has(id)).map(({ arm, count }) => ({ arm, answered: count })) };
    }),
    p: await testOf(
      deps,
      asked.map(({ id, arm }) => ({ arm, isMissing: !responded.has(id) })),
    ),
  };
}

type Answer = { readonly arm: string; readonly isMissing: boolean };

/** Pearson's chi-squared over the arms, people taken as independent; null where there is nothing to test. */
async function testOf(deps: Deps, answers: readonly Answer[]): Promise<number | null> {
  const arms = [...new Set(answers.map(({ arm }) => arm))].toSorted();
  if (arms.length < 2) return null;
  const plan = {
    ...{ title: 'Missing outcomes', arm: { column: 'arm', reference: arms[0] } },
    outcomes: [{ name: 'known', column: 'known', kind: 'binary' }],
    ...{ contrasts: 'each-against-reference', estimators: [{ id: 'missing', method: 'attrition' }] },
  };
  const rows = answers.map(({ arm, isMissing }) => [arm, isMissing ? '' : '1']);
  const data = new TextEncoder().encode(csvOf({ columns: ['arm', 'known'], rows }));
  const { results } = await compute({ planText: canonicalJson(plan), data, engineVersion: deps.engineVersion });
  for (const { figures } of results.rows) {
    if (isNotGiven(figures) || figures.quantity !== 'attrition' || isNotGiven(figures.test)) continue;
    return figures.test.p;
  }
  return null;
}
