/**
 * What a plan may ask of an interim look: the test it is about, and how its alpha is set. The statistic is that of another estimator
 * (`of`), else of the linear model without adjustment; its errors are then HC2, or CR2 where there is a cluster.
 */
import type { JsonPath } from './located-json.ts';
import type { Plan, PlannedEstimator } from './schema.ts';
import type { Finding } from './schema-problems.ts';

export type InterimEstimator = Extract<PlannedEstimator, { readonly method: 'interim' }>;

/** Methods with a test of one contrast whose statistic has a sign. */
const signedTests: readonly PlannedEstimator['method'][] = [
  'risk-difference',
  'risk-ratio',
  'odds-ratio',
  't-test',
  'linear',
  'difference-in-means',
  'logistic',
  'poisson',
  'gee',
  'two-stage-least-squares',
  'sites',
  'cox',
  'restricted-mean',
];

/** Looks nearer to each other than this tell nothing apart. */
const nearest = 0.0001;
const mostLooks = 50;

/** The estimator whose statistic is looked at, with the look's own choice of outcomes. */
export function lookedAt(plan: Plan, interim: InterimEstimator): PlannedEstimator {
  const { of, outcomes } = interim;
  const named = plan.estimators.find(({ id }) => id === of);
  if (named !== undefined) return outcomes === undefined ? named : { ...named, outcomes };
  const { id, cluster, strata, covariates, contrasts, rows, level } = interim;
  const overrides = { cluster, strata, covariates, contrasts, rows, level, outcomes };
  return { id, method: 'linear', adjust: 'none', fixedEffects: [], errors: undefined, ...overrides };
}

/** Type I error over all looks: as given, else what the level leaves, of which a test of one side has half. */
export function alphaOf({ alpha, sided }: Pick<InterimEstimator, 'alpha' | 'sided'>, level: number): number {
  // Without the digits that rounding leaves: 0.05 for 1 − 0.95.
  return alpha ?? Number(((1 - level) / (3 - sided)).toFixed(12));
}

export function checkInterim(plan: Plan, interim: InterimEstimator, at: JsonPath): readonly Finding[] {
  const { looks, look, sided, direction } = interim;
  const level = interim.level ?? plan.level;
  const alpha = alphaOf(interim, level);
  const close = looks.flatMap((information, index) => {
    const earlier = looks[index - 1];
    if (earlier === undefined || information - earlier >= nearest) return [];
    const message = `must be above the look before it, ${earlier}, by at least ${nearest}: information only grows`;
    return [wrong([...at, 'looks', index], message)];
  });
  return [
    ...close,
    ...(looks.length > mostLooks ? [wrong([...at, 'looks'], `must hold at most ${mostLooks} looks`)] : []),
    ...(look !== undefined && look > looks.length
      ? [wrong([...at, 'look'], `must be at most ${looks.length}, the number of looks`)]
      : []),
    ...(alpha >= 0.5
      ? [
          wrong(
            [...at, interim.alpha === undefined ? 'level' : 'alpha'],
            'leaves an alpha of a half or more; it must be below 0.5',
          ),
        ]
      : []),
    ...(direction !== undefined && sided === 2
      ? [wrong([...at, 'direction'], 'goes with "sided": 1; a test of two sides has both directions')]
      : []),
    ...checkOf(plan, interim, at),
  ];
}

function checkOf(plan: Plan, interim: InterimEstimator, at: JsonPath): readonly Finding[] {
  const { of } = interim;
  if (of === undefined) return [];
  const named = plan.estimators.find(({ id }) => id === of);
  if (named === undefined) return [wrong([...at, 'of'], `no estimator has the id "${of}"`)];
  const isStandardised = named.method === 'logistic' && named.report === 'standardised';
  if (!signedTests.includes(named.method) || isStandardised) {
    const found = isStandardised ? 'reports several measures' : `is of the method ${named.method}`;
    return [wrong([...at, 'of'], `"${of}" ${found}; a look needs one test with a sign: ${signedTests.join(', ')}`)];
  }
  const taken = (['cluster', 'strata', 'covariates', 'contrasts', 'rows'] as const).filter(
    (key) => interim[key] !== undefined,
  );
  return taken.map((key) => wrong([...at, key], `the look takes its test from "${of}", with that one's ${key}`));
}

function wrong(path: JsonPath, message: string): Finding {
  return { path, message, part: 'value' };
}
