/**
 * What the report says first: the question of the primary outcome (estimand.ts) and, for each comparison, the answer of the plan's
 * first analysis of it. Where that one gives no figure, the head says why and whose figures stand in its place; where none
 * does, the question stays, with the reasons. A result that shows nothing stands here like one that shows something.
 */
import { isNotGiven } from '../estimators/estimator.ts';
import type { Outcome, Plan } from '../plan/schema.ts';
import type { Results } from '../results/result.ts';
import { estimandOf } from './estimand.ts';
import { type Candidate, candidatesFor } from './headline-answer.ts';
import { lookFacts } from './headline-look.ts';
import { measureOf } from './headline-measure.ts';
import { headlineTable } from './headline-table.ts';
import { methodNames } from './method-names.ts';
import { comparison, type Fact, type FigureTable } from './table-parts.ts';
import { pWords } from './wording.ts';

/** The table is null where the plan compares no arms. */
export type Headline = { readonly estimand: readonly Fact[]; readonly table: FigureTable | null };

/** Of the plan's first primary outcome, or its first; null where the plan has no outcome. */
export function headlineOf(plan: Plan, results: Results): Headline | null {
  const outcome = plan.outcomes.find(({ primary }) => primary) ?? plan.outcomes[0];
  if (outcome === undefined) return null;
  const candidates = candidatesFor(plan, outcome, results);
  const main =
    candidates.find(({ gives }) => gives === 'estimate') ??
    candidates.find(({ gives }) => gives === 'test') ??
    candidates[0];
  if (main === undefined) return { estimand: withoutComparison(plan, outcome, results), table: null };
  const { estimator, rows } = main;
  const measure = measureOf(plan, estimator, outcome, rows);
  return {
    estimand: [
      ...estimandOf(plan, outcome, estimator, rows, measure, results),
      ...passedOver(candidates, main, outcome),
      ...lookFacts(plan, outcome, results, true),
    ],
    table: headlineTable(plan, outcome, main, measure, results),
  };
}

/** A plan that describes arms, or only looks at them, answers no question about an effect: the head says so. */
function withoutComparison(plan: Plan, outcome: Outcome, results: Results): readonly Fact[] {
  const looks = lookFacts(plan, outcome, results, false);
  const own = plan.estimators
    .filter(({ id, method }) => method !== 'interim' && results.rows.some((row) => row.id === id))
    .map(({ id, method }) => `${id} (${methodNames[method]})`);
  const described = own.length === 0 ? '' : ` What it has is below: ${own.join(', ')}.`;
  return [
    { term: 'Outcome', description: outcome.name },
    ...looks,
    {
      term: 'Answer',
      description: `none. This plan estimates no difference between arms in "${outcome.name}".${described}`,
    },
  ];
}

/** Why the analyses that the plan names before this one do not stand here; where none stands, why none does. */
function passedOver(candidates: readonly Candidate[], main: Candidate, { name }: Outcome): readonly Fact[] {
  if (main.gives === 'nothing') {
    const why = candidates.map((one) => `${called(one)} could not be computed: ${reasons(one)}`);
    const description = `not estimable. No analysis in the plan gives an answer for "${name}". ${why.join(' ')}`;
    return [{ term: 'Answer', description }];
  }
  const before = candidates.slice(0, candidates.indexOf(main));
  if (before.length === 0) return [];
  const why = before.map((one) => `${called(one)} comes before in the plan and ${whyNot(one)}`);
  const after = before.length === 1 ? 'it' : 'them';
  const stands = `What stands here is ${main.estimator.id}, which the plan names after ${after}.`;
  return [{ term: 'Why this one', description: [...why, stands].join(' ') }];
}

function whyNot(one: Candidate): string {
  return one.gives === 'nothing'
    ? `could not be computed: ${reasons(one)}`
    : `tests without an estimate: ${tested(one)}.`;
}

function called({ estimator: { id, method } }: Candidate): string {
  return `${id} (${methodNames[method]})`;
}

function reasons({ rows }: Candidate): string {
  const found = rows.flatMap(({ figures }) => (isNotGiven(figures) ? [figures.notEstimable.reason] : []));
  return [...new Set(found)].join(' ');
}

function tested({ rows }: Candidate): string {
  return rows
    .map((row) => {
      const { figures, pAdjusted } = row;
      const p = 'p' in figures ? pWords(figures.p, pAdjusted) : 'not estimable';
      return `${comparison(row)}, ${p}`;
    })
    .join('; ');
}
