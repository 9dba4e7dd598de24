/**
 * The right name of what stands at the head of the report: a measure by the quantity that the results say, or, where all was
 * refused, by the one that the method would have given.
 */
import { isNotGiven } from '../estimators/estimator.ts';
import type { Outcome, Plan, PlannedEstimator } from '../plan/schema.ts';
import { settingsOf } from '../plan/settings.ts';
import type { Figures, ResultRow } from '../results/result.ts';
import { methodNames } from './method-names.ts';
import { quantityNames } from './quantity-names.ts';
import { fixed, significant } from './wording.ts';

/** A ratio has no effect at 1, a test no size; a share is told in percentage points and of every 100 people. */
export type Measure = {
  readonly kind: 'share' | 'difference' | 'ratio' | 'test';
  /** The column's heading. */
  readonly column: string;
  /** Within a sentence, before the figure. */
  readonly name: string;
  /** Of the estimand. */
  readonly inWords: string;
  /** What is tested, where it is not that there is no effect. */
  readonly tested?: string;
};

type Quantity = Figures extends infer One ? (One extends { readonly quantity: infer Name } ? Name : never) : never;

export function measureOf(
  plan: Plan,
  estimator: PlannedEstimator,
  outcome: Outcome,
  rows: readonly ResultRow[],
): Measure {
  const found = rows.flatMap(({ figures }) => (isNotGiven(figures) ? [] : [figures.quantity]))[0];
  const measure = named(found ?? expected(estimator, outcome), estimator, outcome);
  if (estimator.method === 'equivalence') return withinMargin(measure, estimator.margin);
  const over = pooledOver(plan, estimator);
  return over === null ? measure : { ...measure, inWords: `${measure.inWords}, pooled over ${over}` };
}

function withinMargin(measure: Measure, margin: number): Measure {
  const words = marginWords(margin, measure);
  return {
    ...measure,
    inWords: `${measure.inWords}, and whether it lies within ${words} either way`,
    tested: 'two one-sided tests',
  };
}

/** "5.00 percentage points". */
export function marginWords(margin: number, { kind }: Measure): string {
  return kind === 'share' ? `${fixed(margin * 100, 2)} percentage points` : significant(margin);
}

function pooledOver(plan: Plan, estimator: PlannedEstimator): string | null {
  if (estimator.method === 'sites') return estimator.by;
  return estimator.method === 'mantel-haenszel' ? settingsOf(plan, estimator).strata.join(' and ') : null;
}

function named(quantity: Quantity, estimator: PlannedEstimator, outcome: Outcome): Measure {
  switch (quantity) {
    case 'risk-difference':
      return {
        ...{ kind: 'share', column: quantityNames[quantity], name: 'difference of the shares' },
        inWords: 'difference of the shares of people with the outcome',
      };
    case 'mean-difference':
      return difference(quantityNames[quantity], 'difference of the means');
    case 'location-shift':
      return difference(
        'Shift of the outcome',
        'shift of the outcome',
        ' (Hodges-Lehmann: the median of all differences)',
      );
    case 'restricted-mean-difference': {
      const horizon = horizonWords(estimator, outcome);
      const name = `difference of restricted mean time ${horizon}`;
      return { ...difference(`${quantityNames[quantity]}, ${horizon}`, name), inWords: `${meanTimes} ${horizon}` };
    }
    case 'complier-average-causal-effect': {
      const received = estimator.method === 'two-stage-least-squares' ? ` (${estimator.received})` : '';
      const whom = ' received, in those who receive more of it because of their arm';
      return {
        ...difference(quantityNames[quantity], 'effect of what was received'),
        inWords: `effect of one unit${received}${whom}`,
      };
    }
    case 'coefficient': {
      const link = estimator.method === 'gee' ? estimator.link : 'identity';
      return { ...difference(`Coefficient (${link} link)`, `coefficient (${link} link)`), inWords: links[link] };
    }
    case 'risk-ratio':
    case 'odds-ratio':
    case 'rate-ratio':
    case 'hazard-ratio': {
      const column = quantityNames[quantity];
      return { kind: 'ratio', column, name: column.toLowerCase(), inWords: ratiosOf[quantity] };
    }
    default: {
      const name = methodNames[estimator.method];
      return {
        kind: 'test',
        column: 'Test',
        name,
        inWords: `none: the ${name} asks whether the arms differ, not by how much`,
      };
    }
  }
}

function difference(column: string, name: string, more = ''): Measure {
  return { kind: 'difference', column, name, inWords: `${name}${more}` };
}

const meanTimes = 'difference of the mean times without the outcome,';
const links = {
  identity: 'difference of the means, averaged over people',
  logit: 'log of the odds ratio, averaged over people',
  log: 'log of the ratio of the means, averaged over people',
} as const;
const ratiosOf = {
  'risk-ratio': 'ratio of the shares of people with the outcome',
  'odds-ratio': 'ratio of the odds of the outcome',
  'rate-ratio': 'ratio of the rates of the outcome',
  'hazard-ratio': 'ratio of the hazards, taken to be the same at all times',
} as const;

/** "up to 30 (days)": the column of times is all that says in what they are counted. */
export function horizonWords(estimator: PlannedEstimator, outcome: Outcome): string {
  const horizon = estimator.method === 'restricted-mean' ? estimator.horizon : undefined;
  const unit = outcome.kind === 'time-to-event' ? ` (${outcome.time})` : '';
  return horizon === undefined ? 'up to the horizon' : `up to ${horizon}${unit}`;
}

/** What a method gives of such an outcome where it can; read only where it gave nothing. */
function expected(estimator: PlannedEstimator, outcome: Outcome): Quantity {
  const isShare = outcome.kind === 'binary';
  switch (estimator.method) {
    case 'risk-difference':
    case 'risk-ratio':
    case 'odds-ratio':
      return estimator.method;
    case 'mantel-haenszel':
    case 'sites':
      return estimator.measure;
    case 'linear':
    case 'difference-in-means':
    case 'equivalence':
    case 'randomisation-inference':
      return isShare ? 'risk-difference' : 'mean-difference';
    case 't-test':
      return 'mean-difference';
    case 'rank-sum':
      return 'location-shift';
    case 'restricted-mean':
      return 'restricted-mean-difference';
    case 'cox':
      return 'hazard-ratio';
    case 'logistic':
      return estimator.report === 'standardised' ? 'risk-difference' : 'odds-ratio';
    case 'poisson':
      return isShare ? 'risk-ratio' : 'rate-ratio';
    case 'gee':
      return 'coefficient';
    case 'two-stage-least-squares':
      return 'complier-average-causal-effect';
    case 'fisher-exact':
      return estimator.over === 'all-arms' || !isShare ? 'test' : 'odds-ratio';
    default:
      return 'test';
  }
}
